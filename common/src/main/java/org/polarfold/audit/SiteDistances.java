package org.polarfold.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.polarfold.familiarity.Familiarity;
import org.polarfold.familiarity.Familiarity.Distances;
import org.polarfold.familiarity.MeanDiscrepancy;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.SiteId;

/**
 * How far each site lies from all others, as a network sees it that has never been there. Nothing
 * of the site has a part in what its distances are measured from.
 *
 * @param most patients drawn on either side of a comparison of two distributions
 * @param sites each from all others, in order of name
 * @param pairs each two sites by themselves; p is not adjusted for their number
 */
public record SiteDistances(int most, List<Site> sites, List<Pair> pairs) {

  /** Others that distances are measured from: more hardly move them, and take time. */
  static final int MOST_OTHERS = 1000;

  /** Patients of a side, whose pairs are all compared. */
  static final int MOST_COMPARED = 250;

  /** As many as make the smallest p a two-hundredth. */
  static final int PERMUTATIONS = 199;

  /**
   * One site beside the others.
   *
   * @param site its name
   * @param n its patients, at most 1,000 of them, drawn by seed
   * @param others patients of all other sites that were measured from, drawn alike
   * @param mahalanobis distances to their mean
   * @param nearest mean distances to the nearest of them
   * @param discrepancy of the site and all others
   */
  public record Site(
      String site, int n, int others, Far mahalanobis, Far nearest, MeanDiscrepancy discrepancy) {}

  /**
   * A site's distances beside those that the others have from one another.
   *
   * @param median of the site's patients
   * @param othersMedian of the others, each left out
   * @param farther probability that a patient of the site lies farther than one of the others, ties
   *     counting one half; 0.5 where the site is like them
   * @param beyond share of the site's patients who lie farther than 95 % of the others
   */
  public record Far(double median, double othersMedian, double farther, double beyond) {}

  /** Two sites. */
  public record Pair(String first, String second, MeanDiscrepancy discrepancy) {}

  /**
   * Measures. Sites with fewer than {@link SiteAudit#FEWEST} patients are left out, as in the
   * audit; with fewer than two others there is none.
   *
   * @param patients in any order that is the same each time
   */
  public static SiteDistances of(List<Seen> patients, Seeds seeds) {
    TreeMap<SiteId, List<double[]>> bySite = new TreeMap<>(Comparator.comparing(SiteId::value));
    for (Seen patient : patients) {
      bySite.computeIfAbsent(patient.site(), site -> new ArrayList<>()).add(patient.values());
    }
    bySite.values().removeIf(site -> site.size() < SiteAudit.FEWEST);
    List<Site> sites = new ArrayList<>();
    List<Pair> pairs = new ArrayList<>();
    if (bySite.size() > 1) {
      for (SiteId site : bySite.keySet()) {
        sites.add(site(site, bySite, seeds.family("distances", site.value())));
        for (SiteId other : bySite.tailMap(site, false).keySet()) {
          Seeds own = seeds.family("pair", site.value(), other.value());
          pairs.add(
              new Pair(
                  site.value(), other.value(), compared(of(bySite, site), of(bySite, other), own)));
        }
      }
    }
    return new SiteDistances(MOST_COMPARED, List.copyOf(sites), List.copyOf(pairs));
  }

  private static List<double[]> of(Map<SiteId, List<double[]>> bySite, SiteId site) {
    return bySite.getOrDefault(site, List.of());
  }

  private static Site site(SiteId site, Map<SiteId, List<double[]>> bySite, Seeds seeds) {
    List<double[]> all = new ArrayList<>();
    bySite.forEach(
        (other, patients) -> {
          if (!other.equals(site)) {
            all.addAll(patients);
          }
        });
    List<double[]> others = drawn(all, MOST_OTHERS, seeds.family("others"));
    List<double[]> own = drawn(of(bySite, site), MOST_OTHERS, seeds.family("own"));
    Familiarity familiarity = new Familiarity(others);
    List<Distances> distances = own.stream().map(familiarity::of).toList();
    return new Site(
        site.value(),
        own.size(),
        others.size(),
        far(distances, Distances::mahalanobis, familiarity.learntMahalanobis()),
        far(distances, Distances::nearest, familiarity.learntNearest()),
        compared(of(bySite, site), all, seeds));
  }

  private static Far far(
      List<Distances> distances, ToDoubleFunction<Distances> distance, double[] others) {
    double[] own = distances.stream().mapToDouble(distance).toArray();
    double pairs = 0;
    double beyond = 0;
    for (double one : own) {
      long below = Arrays.stream(others).filter(other -> other < one).count();
      long notAbove = Arrays.stream(others).filter(other -> other <= one).count();
      pairs += (below + notAbove) / 2.0;
      beyond += below >= 0.95 * others.length ? 1 : 0;
    }
    return new Far(
        StatUtils.percentile(own, 50),
        StatUtils.percentile(others, 50),
        pairs / own.length / others.length,
        beyond / own.length);
  }

  private static MeanDiscrepancy compared(
      List<double[]> first, List<double[]> second, Seeds seeds) {
    return MeanDiscrepancy.of(
        drawn(first, MOST_COMPARED, seeds.family("first")),
        drawn(second, MOST_COMPARED, seeds.family("second")),
        seeds.seed("permutations"),
        PERMUTATIONS);
  }

  private static List<double[]> drawn(List<double[]> all, int most, Seeds seeds) {
    if (all.size() <= most) {
      return all;
    }
    return IntStream.range(0, all.size())
        .boxed()
        .sorted(Comparator.comparingLong((Integer i) -> seeds.seed(i)).thenComparing(i -> i))
        .limit(most)
        .map(all::get)
        .toList();
  }
}
