package org.polarfold.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.polarfold.study.SiteId;

/**
 * The samples of one arm: by site, and over all of them. A patient whom some repeat of the site
 * lacks is left out, since otherwise repeats would be averaged over different patients.
 *
 * @param sites samples by site, in order of name
 * @param pooled all of their patients
 * @param unverified patients who did not have the reference test, with their scores; their labels
 *     are 0 and mean nothing
 * @param counts what became of the arm's rows
 */
public record ArmSamples(
    SortedMap<SiteId, Sample> sites, Sample pooled, Sample unverified, Counts counts) {

  static ArmSamples of(
      Predictions predictions, Cell cell, SortedMap<Repeat, SortedMap<Integer, Series>> segments) {
    SortedMap<Repeat, Series> repeats = new TreeMap<>();
    segments.forEach((repeat, series) -> repeats.put(repeat, series.get(0)));
    SortedMap<SiteId, SortedMap<Repeat, Series>> bySite = new TreeMap<>();
    repeats.forEach(
        (repeat, all) ->
            predictions
                .bySite(all)
                .forEach(
                    (site, part) ->
                        bySite.computeIfAbsent(site, s -> new TreeMap<>()).put(repeat, part)));
    Optional<double[]> weights = predictions.weights(cell.target());
    double[] labels = predictions.labels(new Measure(cell.target(), 0));
    SortedMap<SiteId, Sample> sites = new TreeMap<>();
    bySite.forEach((site, series) -> sites.put(site, sample(series, labels, weights)));
    return new ArmSamples(
        sites,
        Sample.pool(sites.values()),
        unverified(repeats, predictions.sources(cell.target())),
        counts(repeats, sites));
  }

  private static Sample unverified(SortedMap<Repeat, Series> repeats, LabelSources sources) {
    SortedMap<Repeat, Series> scored = new TreeMap<>();
    repeats.forEach((repeat, all) -> all.unlabelled().ifPresent(part -> scored.put(repeat, part)));
    int[] patients =
        Arrays.stream(Sample.inAll(scored.values().stream().map(Series::patients).toList()))
            .filter(sources::unverified)
            .toArray();
    return patients.length == 0
        ? Sample.NOBODY
        : new Sample(
            List.copyOf(scored.keySet()),
            patients,
            new byte[patients.length],
            scored.values().stream()
                .map(one -> one.at(Codes.positions(one.patients(), patients)).scores())
                .toArray(double[][]::new));
  }

  /**
   * The same arm with other labels, on the patients who have one.
   *
   * @param labels 0, 1 or NaN, one a patient's code
   */
  public ArmSamples labelled(double[] labels) {
    SortedMap<SiteId, Sample> others = new TreeMap<>();
    sites.forEach((site, sample) -> others.put(site, sample.labelled(labels)));
    return new ArmSamples(others, Sample.pool(others.values()), Sample.NOBODY, counts);
  }

  /** The sample of a site, nobody where the arm lacks it. */
  public Sample site(SiteId site) {
    return sites.getOrDefault(site, Sample.NOBODY);
  }

  /** Codes of the patients of each site. */
  SortedMap<SiteId, int[]> patientsBySite() {
    SortedMap<SiteId, int[]> patients = new TreeMap<>();
    sites.forEach((site, sample) -> patients.put(site, sample.patients()));
    return patients;
  }

  /** The same arm on some of the patients. */
  ArmSamples only(int[] patients) {
    SortedMap<SiteId, Sample> some = new TreeMap<>();
    sites.forEach((site, of) -> some.put(site, of.only(Codes.common(of.patients(), patients))));
    return new ArmSamples(
        some,
        pooled.only(Codes.common(pooled.patients(), patients)),
        unverified.only(Codes.common(unverified.patients(), patients)),
        counts);
  }

  /** Every site that either of two arms has, in order of name. */
  public static SortedSet<SiteId> sitesOf(ArmSamples one, ArmSamples other) {
    SortedSet<SiteId> either = new TreeSet<>(one.sites.keySet());
    either.addAll(other.sites.keySet());
    return either;
  }

  private static Sample sample(
      SortedMap<Repeat, Series> repeats, double[] labelOfPatient, Optional<double[]> weights) {
    int[] patients = Sample.inAll(repeats.values().stream().map(Series::patients).toList());
    byte[] labels = new byte[patients.length];
    double[] trust = new double[patients.length];
    for (int i = 0; i < patients.length; i++) {
      labels[i] = (byte) labelOfPatient[patients[i]];
      trust[i] = weights.isPresent() ? weights.get()[patients[i]] : 1;
    }
    List<Series> same =
        repeats.values().stream()
            .map(one -> one.at(Codes.positions(one.patients(), patients)))
            .toList();
    return new Sample(
        List.copyOf(repeats.keySet()),
        patients,
        labels,
        same.stream().map(Series::scores).toArray(double[][]::new),
        same.stream().map(Series::folds).toArray(int[][]::new),
        trust);
  }

  private static Counts counts(Map<Repeat, Series> repeats, Map<SiteId, Sample> sites) {
    long complete = repeats.values().stream().mapToLong(one -> one.patients().length).sum();
    long used =
        sites.values().stream().mapToLong(one -> (long) one.size() * one.repeats().size()).sum();
    return Counts.of(
        used,
        repeats.values().stream().mapToLong(Series::labelMissing).sum(),
        repeats.values().stream().mapToLong(Series::scoreMissing).sum(),
        complete - used);
  }
}
