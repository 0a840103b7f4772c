package org.polarfold.evaluate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.polarfold.study.Segment17;
import org.polarfold.study.SiteId;

/**
 * The measurements of one arm of a regression target: by site, and over all of them. One that some
 * repeat of the site lacks is left out, since otherwise repeats would be averaged over different
 * measurements.
 *
 * @param sites samples by site, in order of name
 * @param pooled all of their measurements
 * @param counts what became of the arm's rows
 */
public record RegressionArmSamples(
    SortedMap<SiteId, RegressionSample> sites, RegressionSample pooled, Counts counts) {

  static RegressionArmSamples of(
      Predictions predictions, Cell cell, SortedMap<Repeat, SortedMap<Integer, Series>> repeats) {
    SortedMap<SiteId, SortedMap<Repeat, SortedMap<Integer, Series>>> bySite = new TreeMap<>();
    repeats.forEach(
        (repeat, segments) ->
            segments.forEach(
                (segment, series) ->
                    predictions
                        .bySite(series)
                        .forEach(
                            (site, part) ->
                                bySite
                                    .computeIfAbsent(site, s -> new TreeMap<>())
                                    .computeIfAbsent(repeat, r -> new TreeMap<>())
                                    .put(segment, part))));
    SortedMap<SiteId, RegressionSample> sites = new TreeMap<>();
    bySite.forEach((site, ofSite) -> sites.put(site, sample(predictions, cell, ofSite)));
    return new RegressionArmSamples(
        sites, RegressionSample.pool(sites.values()), counts(repeats.values(), sites.values()));
  }

  /** Codes of the patients of each site. */
  SortedMap<SiteId, int[]> patientsBySite() {
    SortedMap<SiteId, int[]> patients = new TreeMap<>();
    sites.forEach((site, sample) -> patients.put(site, sample.patients()));
    return patients;
  }

  private static RegressionSample sample(
      Predictions predictions, Cell cell, SortedMap<Repeat, SortedMap<Integer, Series>> repeats) {
    List<RegressionSample> segments = new ArrayList<>();
    for (int segment = 0; segment <= Segment17.COUNT; segment++) {
      List<Series> series = new ArrayList<>();
      for (SortedMap<Integer, Series> ofRepeat : repeats.values()) {
        Series one = ofRepeat.get(segment);
        if (one != null) {
          series.add(one);
        }
      }
      // What some repeat lacks altogether, no patient has in every repeat.
      if (series.size() == repeats.size()) {
        double[] labels = predictions.labels(new Measure(cell.target(), segment));
        segments.add(segment(List.copyOf(repeats.keySet()), series, (byte) segment, labels));
      }
    }
    return RegressionSample.pool(segments);
  }

  private static RegressionSample segment(
      List<Repeat> repeats, List<Series> series, byte segment, double[] labelOfPatient) {
    int[] patients = Sample.inAll(series.stream().map(Series::patients).toList());
    byte[] segments = new byte[patients.length];
    double[] labels = new double[patients.length];
    for (int i = 0; i < patients.length; i++) {
      segments[i] = segment;
      labels[i] = labelOfPatient[patients[i]];
    }
    double[][] scores =
        series.stream()
            .map(one -> one.at(Codes.positions(one.patients(), patients)).scores())
            .toArray(double[][]::new);
    return RegressionSample.of(repeats, patients, segments, labels, scores);
  }

  private static Counts counts(
      Collection<SortedMap<Integer, Series>> repeats, Collection<RegressionSample> sites) {
    List<Series> all = repeats.stream().flatMap(segments -> segments.values().stream()).toList();
    long complete = all.stream().mapToLong(one -> one.patients().length).sum();
    long used =
        sites.stream().mapToLong(one -> (long) one.measurements() * one.repeats().size()).sum();
    return Counts.of(
        used,
        all.stream().mapToLong(Series::labelMissing).sum(),
        all.stream().mapToLong(Series::scoreMissing).sum(),
        complete - used);
  }
}
