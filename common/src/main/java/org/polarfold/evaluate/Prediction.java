package org.polarfold.evaluate;

import java.util.Optional;
import java.util.OptionalDouble;
import org.polarfold.study.PatientId;
import org.polarfold.study.SiteId;

/**
 * One model's score of one patient, with the truth beside it.
 *
 * @param patient pseudonym, unique over all sites
 * @param site the patient's own site, whatever the model was trained on
 * @param arm how the model had met that site
 * @param target what is told, as {@code impaired_mfr}; any name, not blank
 * @param model which model, as {@code dl}; any name, not blank
 * @param map which polar map it read, {@link #NO_MAP} where that is not said
 * @param repeat number of the repetition of the whole procedure, 0 where there is one
 * @param seed seed of the training, 0 where it is not said; each pair of repeat and seed is one
 *     repetition
 * @param fold name of the fold whose model made the score
 * @param segment AHA segment 1 to 17 that label and score are of, for regression targets; 0 where
 *     they are of the whole heart
 * @param weight how far the label is trusted, above 0 and at most 1; empty for 1
 * @param label 0 or 1, or a real value for a regression target; empty where missing
 * @param score in [0, 1], larger where label 1 is likelier, or a real value in the label's unit;
 *     empty where missing
 * @param attributes what the row says of the patient besides
 * @param source where the label is from
 */
public record Prediction(
    PatientId patient,
    SiteId site,
    Arm arm,
    String target,
    String model,
    String map,
    int repeat,
    long seed,
    Optional<String> fold,
    int segment,
    OptionalDouble weight,
    OptionalDouble label,
    OptionalDouble score,
    Attributes attributes,
    LabelSource source) {

  /** The map of predictions that do not name one. */
  public static final String NO_MAP = "unspecified";

  /** A prediction that says nothing of its patient but label and score. */
  public Prediction(
      PatientId patient,
      SiteId site,
      Arm arm,
      String target,
      String model,
      String map,
      int repeat,
      long seed,
      Optional<String> fold,
      int segment,
      OptionalDouble weight,
      OptionalDouble label,
      OptionalDouble score) {
    this(
        patient,
        site,
        arm,
        target,
        model,
        map,
        repeat,
        seed,
        fold,
        segment,
        weight,
        label,
        score,
        Attributes.NONE,
        LabelSource.NONE);
  }
}
