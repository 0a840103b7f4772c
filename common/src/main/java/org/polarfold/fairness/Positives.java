package org.polarfold.fairness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.polarfold.evaluate.ArmSamples;
import org.polarfold.evaluate.CarriedThresholds;
import org.polarfold.evaluate.Codes;
import org.polarfold.evaluate.Distributions;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.Logits;
import org.polarfold.evaluate.Sample;
import org.polarfold.study.SiteId;

/**
 * Who of an arm is positive at the threshold that the other sites chose.
 *
 * @param thresholds by site, then by place of the repeat in the arm's sample of that site
 */
record Positives(SortedMap<SiteId, Estimate<Map<Integer, Double>>> thresholds) {

  /** Carries thresholds to the sites of an arm. */
  static Positives of(CarriedThresholds carried, ArmSamples arm) {
    SortedMap<SiteId, Estimate<Map<Integer, Double>>> thresholds = new TreeMap<>();
    arm.sites().forEach((site, sample) -> thresholds.put(site, carried.at(site, sample)));
    return new Positives(thresholds);
  }

  /** No thresholds. */
  static Positives none(ArmSamples arm, String why) {
    SortedMap<SiteId, Estimate<Map<Integer, Double>>> thresholds = new TreeMap<>();
    arm.sites().keySet().forEach(site -> thresholds.put(site, Estimate.none(why)));
    return new Positives(thresholds);
  }

  /**
   * Who is positive among all patients of some sites together.
   *
   * @param sites some of the patients of the arm's sites
   * @param pooled the same in one sample
   * @return repeats x patients, 0 or 1, repeats being those of the pooled sample
   */
  Estimate<double[][]> among(SortedMap<SiteId, Sample> sites, Sample pooled) {
    return thresholds(sites, pooled)
        .map(
            each -> {
              double[][] positive = new double[each.length][pooled.size()];
              for (int r = 0; r < each.length; r++) {
                for (int i = 0; i < positive[r].length; i++) {
                  positive[r][i] = pooled.scores()[r][i] >= each[r][i] ? 1 : 0;
                }
              }
              return positive;
            });
  }

  /** How far each score's logit is above its threshold's: repeats x patients, as above. */
  Estimate<double[][]> above(SortedMap<SiteId, Sample> sites, Sample pooled) {
    return Logits.of(pooled)
        .flatMap(
            logits ->
                thresholds(sites, pooled)
                    .flatMap(
                        each -> {
                          if (Arrays.stream(each)
                              .flatMapToDouble(Arrays::stream)
                              .anyMatch(threshold -> threshold <= 0 || threshold >= 1)) {
                            return Estimate.none("a carried threshold of 0 or 1 has no logit");
                          }
                          double[][] above = new double[each.length][pooled.size()];
                          for (int r = 0; r < each.length; r++) {
                            for (int i = 0; i < above[r].length; i++) {
                              above[r][i] = logits[r][i] - Distributions.logit(each[r][i]);
                            }
                          }
                          return Estimate.of(above);
                        }));
  }

  /** Repeats x patients of the pooled sample. */
  private Estimate<double[][]> thresholds(SortedMap<SiteId, Sample> sites, Sample pooled) {
    double[][] each = new double[pooled.repeats().size()][pooled.size()];
    for (Map.Entry<SiteId, Sample> site : sites.entrySet()) {
      if (site.getValue().size() == 0) {
        continue;
      }
      Estimate<Map<Integer, Double>> carried =
          thresholds.getOrDefault(site.getKey(), Estimate.none("no threshold"));
      if (carried instanceof Estimate.NotEstimable<Map<Integer, Double>> none) {
        return Estimate.none(none.why());
      }
      if (carried instanceof Estimate.Value<Map<Integer, Double>> ofSite) {
        int[] places = Codes.positions(pooled.patients(), site.getValue().patients());
        for (int r = 0; r < each.length; r++) {
          int repeat = site.getValue().repeats().indexOf(pooled.repeats().get(r));
          Double threshold = ofSite.value().get(repeat);
          if (threshold == null) {
            return Estimate.none("a repeat without a threshold");
          }
          for (int place : places) {
            each[r][place] = threshold;
          }
        }
      }
    }
    return Estimate.of(each);
  }

  /** Means over repeats. */
  static double[] mean(double[][] repeats) {
    double[] mean = new double[repeats.length == 0 ? 0 : repeats[0].length];
    for (double[] one : repeats) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += one[i] / repeats.length;
      }
    }
    return mean;
  }

  /** The places of those whom a rate is among. */
  static int[] among(Metric rate, byte[] labels) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      if (rate == Metric.SELECTION_RATE || labels[i] == (rate == Metric.TPR ? 1 : 0)) {
        places.add(i);
      }
    }
    return places.stream().mapToInt(Integer::intValue).toArray();
  }
}
