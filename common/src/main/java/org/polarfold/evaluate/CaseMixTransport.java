package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A drop between development and new patients split into what their case mix explains and what it
 * does not, where that is allowed: for one fitted model and different patients.
 *
 * <p>That one network made all the scores is seen by their fold: in both arms it is the same one
 * name throughout. The internal and the external arm of a cross-validation are made by different
 * networks on the same patients, and are refused.
 *
 * @param development arm whose patients the model was developed among
 * @param fresh arm of the new patients
 * @param pooled over all new patients
 * @param sites one entry a site of the new patients
 */
public record CaseMixTransport(
    String development, String fresh, Estimate<CaseMixSplit> pooled, List<SiteSplit> sites)
    implements Serializable {

  static final String REFUSED =
      "only for one fitted model on different patients: all scores of the internal arm and of a"
          + " named-external, temporal or external arm have to name the same one fold";

  private static final List<Arm> FRESH =
      List.of(new Arm("named-external"), new Arm("temporal"), Arm.EXTERNAL);

  /**
   * The split at one site.
   *
   * @param site of the new patients
   * @param split of the difference to development
   */
  public record SiteSplit(String site, Estimate<CaseMixSplit> split) implements Serializable {}

  static Estimate<CaseMixTransport> of(Map<Arm, ArmSamples> arms) {
    ArmSamples development = arms.get(Arm.INTERNAL);
    if (development == null) {
      return Estimate.none("no internal arm");
    }
    for (Arm arm : FRESH) {
      ArmSamples fresh = arms.get(arm);
      if (fresh != null && oneModel(development.pooled(), fresh.pooled())) {
        return Estimate.of(
            new CaseMixTransport(
                Arm.INTERNAL.name(),
                arm.name(),
                CaseMixSplit.of(development.pooled(), fresh.pooled()),
                fresh.sites().entrySet().stream()
                    .map(
                        site ->
                            new SiteSplit(
                                site.getKey().value(),
                                CaseMixSplit.of(development.pooled(), site.getValue())))
                    .toList()));
      }
    }
    return Estimate.none(REFUSED);
  }

  private static boolean oneModel(Sample development, Sample fresh) {
    OptionalInt model = onlyFold(development);
    return model.isPresent()
        && model.equals(onlyFold(fresh))
        && development.repeats().equals(fresh.repeats())
        && Codes.common(development.patients(), fresh.patients()).length == 0;
  }

  private static OptionalInt onlyFold(Sample sample) {
    int[] folds = Arrays.stream(sample.folds()).flatMapToInt(Arrays::stream).distinct().toArray();
    return folds.length == 1 && folds[0] != Series.NO_FOLD
        ? OptionalInt.of(folds[0])
        : OptionalInt.empty();
  }
}
