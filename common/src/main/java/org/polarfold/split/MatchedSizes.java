package org.polarfold.split;

import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.polarfold.study.PatientId;
import org.polarfold.study.SiteId;

/**
 * From how many patients both matched arms of a site learn: as many as the smaller of what its
 * internal and its external network have.
 */
final class MatchedSizes {

  private final Enrolment enrolment;
  private final Map<SiteId, Integer> sizes = new TreeMap<>();
  private final List<Fold> internal;
  private final List<Fold> external;

  /**
   * Draws the folds that are matched, as those designs do.
   *
   * @param k folds of the internal arm
   */
  MatchedSizes(Enrolment enrolment, int k) {
    this.enrolment = enrolment;
    this.internal = new KFold(k).folds(enrolment);
    this.external = new LeaveOneSiteOut().folds(enrolment);
    int all = enrolment.patients().size();
    int largest = internal.stream().mapToInt(fold -> fold.heldOut().size()).max().orElseThrow();
    for (Fold site : external) {
      sizes.put(new SiteId(site.name()), all - Math.max(largest, site.heldOut().size()));
    }
  }

  /** The folds of the internal arm. */
  List<Fold> internal() {
    return internal;
  }

  /** The folds of the external arm, each named by the site that it holds out. */
  List<Fold> external() {
    return external;
  }

  /** By site that is ever held out, how many patients both matched arms learn from. */
  Map<SiteId, Integer> sizes() {
    return sizes;
  }

  /** The patients of one fold who are of some sites. */
  List<PatientId> of(Fold fold, Predicate<SiteId> site) {
    Set<PatientId> held = Set.copyOf(fold.heldOut());
    return enrolment.patients().stream()
        .filter(patient -> held.contains(patient.patient()) && site.test(patient.site()))
        .map(Enrolled::patient)
        .toList();
  }

  /**
   * A fold whose network learns from so many of those whom another fold lets train: each site,
   * label and sex keeps its share of them, to one patient.
   *
   * @param name its own
   * @param heldOut its own, held out by the other fold
   * @param from the other fold
   * @param size how many train
   * @param arm whose draw it is
   */
  Fold part(String name, List<PatientId> heldOut, Fold from, int size, String arm) {
    Set<PatientId> out = Set.copyOf(from.heldOut());
    List<Enrolled> may =
        enrolment.patients().stream().filter(patient -> !out.contains(patient.patient())).toList();
    List<PatientId> inOrder =
        Strata.shuffled(
                may,
                enrolment.splitting().primaryTarget(),
                stratum -> enrolment.seeds().seed(arm, name, stratum))
            .stream()
            .flatMap(List::stream)
            .toList();
    long all = inOrder.size();
    long start = Math.floorMod(enrolment.seeds().seed(arm, name), all);
    // Every all/size-th in this order, from a place drawn by lot: the count is met exactly.
    Stream<PatientId> left =
        IntStream.range(0, inOrder.size())
            .filter(i -> (start + (i + 1L) * size) / all == (start + (long) i * size) / all)
            .mapToObj(inOrder::get);
    Set<PatientId> own = Set.copyOf(heldOut);
    return new Fold(
        name,
        heldOut,
        List.copyOf(
            Stream.concat(left, out.stream().filter(patient -> !own.contains(patient)))
                .collect(toSet())));
  }
}
