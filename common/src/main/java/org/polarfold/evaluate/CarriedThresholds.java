package org.polarfold.evaluate;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.polarfold.study.SiteId;

/**
 * Thresholds with the largest Youden index on the scores of all other sites, as {@link
 * ThresholdTransport} carries them to each site.
 */
public final class CarriedThresholds {

  private final TrainingScores training;

  private CarriedThresholds(TrainingScores training) {
    this.training = training;
  }

  /**
   * Thresholds from the scores of an arm.
   *
   * @param chosenOn samples by site, of models that had met the sites
   */
  public static CarriedThresholds of(SortedMap<SiteId, Sample> chosenOn) {
    return new CarriedThresholds(TrainingScores.of(chosenOn));
  }

  /**
   * The thresholds for a sample of a site: by place of the sample's repeat, each in [0, 1]. A score
   * is positive where it is not below. Repeats of the sample that no threshold goes with are left
   * out.
   */
  public Estimate<Map<Integer, Double>> at(SiteId site, Sample sample) {
    SortedMap<Integer, Double> thresholds = new TreeMap<>();
    for (Repeats.Pair pair : Repeats.pairs(training.repeatsWithout(site), sample.repeats())) {
      Repeat repeat = training.repeatsWithout(site).get(pair.first());
      Estimate<Double> best = training.without(site, repeat).youden();
      if (best instanceof Estimate.Value<Double> value) {
        thresholds.put(pair.second(), value.value());
      } else if (best instanceof Estimate.NotEstimable<Double> none) {
        return Estimate.none(none.why());
      }
    }
    return thresholds.isEmpty()
        ? Estimate.none(training.whyNone(site))
        : Estimate.of(Map.copyOf(thresholds));
  }
}
