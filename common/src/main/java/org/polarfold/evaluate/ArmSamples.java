package org.polarfold.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.polarfold.study.SiteId;

/**
 * The samples of one arm: by site, and over all of them. A patient whom some repeat of the site
 * lacks is left out, since otherwise repeats would be averaged over different patients.
 *
 * @param sites samples by site, in order of name
 * @param pooled all of their patients
 * @param counts what became of the arm's rows
 */
record ArmSamples(SortedMap<SiteId, Sample> sites, Sample pooled, Counts counts) {

  static ArmSamples of(Predictions predictions, Cell cell, SortedMap<Repeat, Series> repeats) {
    List<SortedMap<Repeat, Series>> bySite = new ArrayList<>();
    predictions.sites().forEach(site -> bySite.add(new TreeMap<>()));
    repeats.forEach((repeat, series) -> split(predictions, repeat, series, bySite));
    byte[] labels = predictions.labels(cell);
    SortedMap<SiteId, Sample> sites = new TreeMap<>();
    for (int s = 0; s < bySite.size(); s++) {
      if (!bySite.get(s).isEmpty()) {
        sites.put(predictions.sites().get(s), sample(bySite.get(s), labels));
      }
    }
    return new ArmSamples(sites, Sample.pool(sites.values()), counts(repeats, sites));
  }

  private static void split(
      Predictions predictions,
      Repeat repeat,
      Series series,
      List<SortedMap<Repeat, Series>> bySite) {
    int[] sizes = new int[bySite.size()];
    for (int patient : series.patients()) {
      sizes[predictions.siteOf(patient)]++;
    }
    int[][] positions = new int[sizes.length][];
    for (int s = 0; s < sizes.length; s++) {
      positions[s] = new int[sizes[s]];
    }
    int[] filled = new int[sizes.length];
    for (int i = 0; i < series.patients().length; i++) {
      int site = predictions.siteOf(series.patients()[i]);
      positions[site][filled[site]++] = i;
    }
    for (int s = 0; s < sizes.length; s++) {
      if (sizes[s] > 0) {
        int[] patients = Codes.pick(series.patients(), positions[s]);
        double[] scores = Codes.pick(series.scores(), positions[s]);
        bySite.get(s).put(repeat, new Series(patients, scores, 0, 0));
      }
    }
  }

  private static Sample sample(SortedMap<Repeat, Series> repeats, byte[] labelOfPatient) {
    int[] patients = Sample.inAll(repeats.values().stream().map(Series::patients).toList());
    byte[] labels = new byte[patients.length];
    for (int i = 0; i < patients.length; i++) {
      labels[i] = labelOfPatient[patients[i]];
    }
    double[][] scores =
        repeats.values().stream()
            .map(one -> Codes.pick(one.scores(), Codes.positions(one.patients(), patients)))
            .toArray(double[][]::new);
    return new Sample(List.copyOf(repeats.keySet()), patients, labels, scores);
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
