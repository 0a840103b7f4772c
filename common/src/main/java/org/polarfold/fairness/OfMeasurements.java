package org.polarfold.fairness;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.polarfold.evaluate.Arm;
import org.polarfold.evaluate.Codes;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.RegressionArmSamples;
import org.polarfold.evaluate.RegressionDrop;
import org.polarfold.evaluate.RegressionSample;
import org.polarfold.evaluate.Supplements;

/**
 * Every arm and the drop of a regression target by group. Over all sites together: where groups are
 * unevenly spread over sites, a gap may be one of sites.
 */
final class OfMeasurements {

  private OfMeasurements() {}

  static Supplements of(
      SortedMap<Arm, RegressionArmSamples> arms, Parting parting, SortedMap<Arm, int[]> patients) {
    RegressionSample internal = sample(arms, Arm.INTERNAL);
    RegressionSample external = sample(arms, Arm.EXTERNAL);
    int[] both = Codes.common(internal.patients(), external.patients());
    SortedMap<Arm, GroupCounts> counts = new TreeMap<>();
    patients.forEach((arm, codes) -> counts.put(arm, GroupCounts.of(parting.groupings(), codes)));
    GroupCounts ofDrop = GroupCounts.of(parting.groupings(), both);
    SortedMap<Arm, boolean[][]> hidden = parting.hidden(patients, counts, ofDrop);
    Map<String, Map<String, Serializable>> blocks = new LinkedHashMap<>();
    counts.forEach(
        (arm, ofArm) -> {
          RegressionSample all = sample(arms, arm);
          int[][][] members = parting.members(all.patients());
          List<Breakdown> breakdowns =
              new Breakdowns<ErrorSide>(
                      Metric.OF_MEASUREMENTS,
                      parting.groupings(),
                      ofArm,
                      hidden.getOrDefault(arm, new boolean[0][]),
                      (grouping, group) -> new ErrorSide(all.only(members[grouping][group])))
                  .all();
          blocks.put(
              arm.name(), Map.of(Fairness.BLOCK, Estimate.of(parting.withTooFine(breakdowns))));
        });
    if (!arms.containsKey(Arm.INTERNAL) || !arms.containsKey(Arm.EXTERNAL)) {
      return new Supplements(
          blocks, Map.of(Fairness.BLOCK, Estimate.none(Fairness.NOT_BOTH)), Map.of());
    }
    int[][][] members = parting.members(both);
    List<Breakdown> drops =
        new Breakdowns<ErrorDropSide>(
                Metric.OF_LOSSES,
                parting.groupings(),
                ofDrop,
                hidden.getOrDefault(Arm.INTERNAL, new boolean[0][]),
                (grouping, group) ->
                    new ErrorDropSide(
                        RegressionDrop.of(
                            internal.only(members[grouping][group]),
                            external.only(members[grouping][group]))))
            .all();
    return new Supplements(
        blocks, Map.of(Fairness.BLOCK, Estimate.of(parting.withTooFine(drops))), Map.of());
  }

  private static RegressionSample sample(SortedMap<Arm, RegressionArmSamples> arms, Arm arm) {
    RegressionArmSamples samples = arms.get(arm);
    return samples == null ? RegressionSample.NOBODY : samples.pooled();
  }
}
