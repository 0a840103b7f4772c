package org.polarfold.validate;

import java.util.List;
import java.util.Optional;
import org.polarfold.UserException;
import org.polarfold.backbone.WeightFlaw;
import org.polarfold.experiment.SiteHarmonisation;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;
import org.polarfold.study.PatientId;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Target;
import org.polarfold.train.Explainer;
import org.polarfold.train.Explainer.Method;

/**
 * One study's way through the network of a run that has never seen its patient.
 *
 * @param fold whom the network was held back from
 * @param pictures by map, rows of pixels from the top, as the network sees it
 * @param features what the frozen part yields
 * @param probability of the target
 * @param occlusion by map, 2,160 logits ring by ring: what each segment says for the target
 * @param gradient by map, alike: what each place says
 */
public record Passage(
    String fold,
    List<float[][]> pictures,
    float[] features,
    double probability,
    List<double[]> occlusion,
    List<double[]> gradient) {

  /**
   * Shows a study to the network of its fold, that of the first repeat and seed.
   *
   * @param arm as {@code internal} or {@code external}
   * @param study a map a kind
   * @throws UserException where the run has no such network, or one of harmonised features
   */
  public static Passage of(
      Validation validation,
      String arm,
      InputMaps maps,
      Target target,
      PatientId patient,
      List<PolarMap> study) {
    if (validation.experiment().harmonisation().method() != SiteHarmonisation.Method.NONE) {
      throw new UserException(
          "Cannot show a study to networks of harmonised features: "
              + validation.run()
              + " (expected harmonisation.method = none)");
    }
    Optional<FoldOfMap> fold =
        FoldOfMap.of(validation.experiment(), validation.plan()).stream()
            .filter(one -> one.arm().equals(arm) && one.repeat() == 0 && one.map().equals(maps))
            .filter(one -> one.fold().heldOut().contains(patient))
            .findFirst();
    Optional<Stage> stage =
        Stage.of(validation.experiment()).stream()
            .filter(one -> one.kind() != Stage.Kind.COMPARATOR && one.targets().contains(target))
            .findFirst();
    if (fold.isEmpty() || stage.isEmpty()) {
      throw new UserException(
          "Cannot find a network of "
              + validation.run()
              + " that was held back from this patient: "
              + String.join(", ", arm, maps.key(), target.key())
              + " (expected an arm, map and target of the experiment)");
    }
    try {
      return shown(
          fold.get(),
          validation,
          Explanation.explainer(
              validation.backbone(), maps, validation.model(fold.get(), stage.get())),
          target,
          study);
    } catch (WeightFlaw e) {
      throw new UserException(
          "Cannot use "
              + validation.run().folder("cells").folder(fold.get().cell(stage.get()))
              + " (expected "
              + e.expected()
              + ")",
          e);
    }
  }

  private static Passage shown(
      FoldOfMap fold,
      Validation validation,
      Explainer explainer,
      Target target,
      List<PolarMap> study) {
    InputMaps maps = fold.map();
    int place = explainer.targets().indexOf(target);
    List<float[]> values = study.stream().map(PolarMap::toArray).toList();
    return new Passage(
        fold.fold().name(),
        maps.kinds().stream().map(kind -> picture(validation, values, maps, kind)).toList(),
        validation.backbone().features(List.of(values), maps)[0],
        explainer.probabilities(study)[place],
        List.of(explainer.of(study, Method.OCCLUSION)[place]),
        List.of(explainer.of(study, Method.GRADIENT)[place]));
  }

  private static float[][] picture(
      Validation validation, List<float[]> values, InputMaps maps, MapKind kind) {
    return validation.backbone().picture(values.get(maps.kinds().indexOf(kind)), kind);
  }
}
