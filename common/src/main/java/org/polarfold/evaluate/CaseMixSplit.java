package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.Optional;

/**
 * Why one fitted model tells classes apart less well on new patients than where it was developed:
 * {@code areaDevelopment - areaNew = developmentFit + caseMix + newFit} (van Klaveren and others,
 * Statistics in Medicine 2016;35:4136). Only for the same fitted model on different patients.
 *
 * @param areaDevelopment area under the ROC curve where the model was developed
 * @param areaNew that on the new patients
 * @param difference the one minus the other
 * @param developmentFit {@code areaDevelopment - mbcDevelopment}: what the scores did not expect
 *     where the model was developed, as by overfitting
 * @param caseMix {@code mbcDevelopment} minus the new concordance: patients more alike
 * @param newFit the new concordance minus {@code areaNew}: scores that are wrong there
 * @param mbcDevelopment model-based concordance where the model was developed
 * @param mbcNew that on the new patients
 * @param calibratedMbcNew that after logistic recalibration
 * @param newConcordance which of the two was taken: {@code mbc}, or {@code c-mbc} where the
 *     interval of the new calibration slope excludes 1
 */
public record CaseMixSplit(
    double areaDevelopment,
    double areaNew,
    double difference,
    double developmentFit,
    double caseMix,
    double newFit,
    double mbcDevelopment,
    double mbcNew,
    Estimate<Double> calibratedMbcNew,
    String newConcordance)
    implements Serializable {

  /**
   * Splits.
   *
   * @param development patients on whom the model was developed
   * @param fresh new patients, scored by the same fitted model
   */
  static Estimate<CaseMixSplit> of(Sample development, Sample fresh) {
    CaseMix now = CaseMix.of(fresh);
    Estimate<Double> calibrated = now.calibratedMbc();
    Optional<Double> taken = slopeIsOff(fresh) ? value(calibrated) : Optional.empty();
    return Auroc.of(development)
        .flatMap(
            then ->
                Auroc.of(fresh)
                    .flatMap(
                        area ->
                            CaseMix.of(development)
                                .mbc()
                                .flatMap(
                                    mbc ->
                                        now.mbc()
                                            .map(
                                                mbcNew ->
                                                    of(
                                                        then.value(),
                                                        area.value(),
                                                        mbc,
                                                        mbcNew,
                                                        calibrated,
                                                        taken)))));
  }

  private static CaseMixSplit of(
      double areaDevelopment,
      double areaNew,
      double mbcDevelopment,
      double mbcNew,
      Estimate<Double> calibrated,
      Optional<Double> taken) {
    double concordance = taken.orElse(mbcNew);
    return new CaseMixSplit(
        areaDevelopment,
        areaNew,
        areaDevelopment - areaNew,
        areaDevelopment - mbcDevelopment,
        mbcDevelopment - concordance,
        concordance - areaNew,
        mbcDevelopment,
        mbcNew,
        calibrated,
        taken.isPresent() ? "c-mbc" : "mbc");
  }

  private static boolean slopeIsOff(Sample sample) {
    Estimate<Boolean> off =
        Logits.of(sample)
            .flatMap(logits -> CalibrationFits.lines(sample, logits))
            .map(lines -> CalibrationFits.coefficient(lines, 1))
            .map(slope -> slope.lower() > 1 || slope.upper() < 1);
    return value(off).orElse(false);
  }

  private static <T> Optional<T> value(Estimate<T> estimate) {
    return estimate instanceof Estimate.Value<T> present
        ? Optional.of(present.value())
        : Optional.empty();
  }
}
