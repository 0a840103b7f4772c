package org.polarfold.evaluate;

import java.util.Map;
import java.util.SortedMap;
import org.polarfold.study.SiteId;

/**
 * What was chosen or calibrated at the training sites, carried to the site that was held out.
 *
 * @param thresholdTransport thresholds from the other sites' internal scores, applied at each site
 * @param prevalenceShift prevalence told without labels, and recalibration to it
 * @param localUpdating how many local patients an update of the scores needs
 */
record Transport(
    Estimate<ThresholdTransport> thresholdTransport,
    Estimate<PrevalenceShift> prevalenceShift,
    Estimate<LocalUpdating> localUpdating) {

  static Transport of(Cell cell, Map<Arm, ArmSamples> arms, Resampling resampling) {
    Estimate<SortedMap<SiteId, Sample>> internal = sites(arms, Arm.INTERNAL);
    Estimate<SortedMap<SiteId, Sample>> external = sites(arms, Arm.EXTERNAL);
    Estimate<TrainingScores> training = internal.map(TrainingScores::of);
    return new Transport(
        training.flatMap(
            scores ->
                external.map(
                    at -> ThresholdTransport.of(scores, at, ThresholdTransport.USUAL_FLOOR))),
        training.flatMap(scores -> external.map(at -> PrevalenceShift.of(scores, at))),
        external.flatMap(
            at ->
                resampling.resamples() == 0
                    ? Estimate.none(Calibration.NO_DRAWS)
                    : Estimate.of(LocalUpdating.of(at, resampling, cell))));
  }

  private static Estimate<SortedMap<SiteId, Sample>> sites(Map<Arm, ArmSamples> arms, Arm arm) {
    ArmSamples samples = arms.get(arm);
    return samples == null ? Estimate.none("no " + arm + " arm") : Estimate.of(samples.sites());
  }
}
