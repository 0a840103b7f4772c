package org.polarfold.simulate;

import java.util.List;
import java.util.Optional;
import org.polarfold.simulate.ShiftEffect.Expectation;
import org.polarfold.study.Target;

/**
 * One knob turned further and further, the last time as far as its preset does.
 *
 * @param name of the preset
 * @param task what is told
 * @param figure what of it should move
 * @param expectation how, with every step
 * @param steps what is measured, and who comes, at each step
 */
record KnobSteps(
    String name, SegmentTask task, ShiftFigure figure, Expectation expectation, List<Step> steps) {

  /** A knob's place. */
  record Step(String place, AcquisitionKnobs knobs, CaseMix mix) {

    private static Step of(String place, AcquisitionKnobs knobs) {
      return new Step(place, knobs, CaseMix.REFERENCE);
    }

    private static Step of(String place, Resolution resolution, Rotation rotation) {
      return of(place, AcquisitionKnobs.of(FlowResponse.REFERENCE, resolution, rotation));
    }
  }

  KnobSteps {
    steps = List.copyOf(steps);
  }

  /** All knobs that a preset turns by itself. */
  static List<KnobSteps> all() {
    return List.of(gain(), prevalence(), rotation(), blur(), noise(), artefact(), attenuation());
  }

  private static KnobSteps gain() {
    return new KnobSteps(
        "gain",
        SegmentTask.IMPAIRED_FROM_STRESS,
        ShiftFigure.MEAN_RISK,
        Expectation.RISES,
        List.of(gain(1.12), gain(1.25), gain(1.40)));
  }

  private static Step gain(double gain) {
    return Step.of(
        String.valueOf(gain),
        AcquisitionKnobs.of(FlowResponse.gain(gain), Resolution.REFERENCE, Rotation.NONE));
  }

  private static KnobSteps prevalence() {
    return new KnobSteps(
        "prevalence",
        SegmentTask.IMPAIRED_FROM_RESERVE,
        ShiftFigure.MEAN_RISK,
        Expectation.RISES,
        List.of(prevalence(0.45), prevalence(0.55), prevalence(0.64)));
  }

  private static Step prevalence(double share) {
    return new Step(
        String.valueOf(share),
        AcquisitionKnobs.REFERENCE,
        CaseMix.REFERENCE.with(new Prevalence(Target.IMPAIRED_MFR, share)));
  }

  private static KnobSteps rotation() {
    return new KnobSteps(
        "rotation",
        SegmentTask.SEX_FROM_REST,
        ShiftFigure.AUROC,
        Expectation.FALLS,
        List.of(
            Step.of("10 degrees", Resolution.REFERENCE, new Rotation(10, 10)),
            Step.of("20 degrees", Resolution.REFERENCE, new Rotation(20, 10)),
            Step.of("30 degrees", Resolution.REFERENCE, new Rotation(30, 10))));
  }

  private static KnobSteps blur() {
    return new KnobSteps(
        "blur",
        SegmentTask.DISEASE_FROM_LOWEST,
        ShiftFigure.AUROC,
        Expectation.FALLS,
        List.of(
            Step.of("10 degrees", new Resolution(10, 1.5, 0.06), Rotation.NONE),
            Step.of("15 degrees", new Resolution(15, 2.25, 0.06), Rotation.NONE),
            Step.of("20 degrees", new Resolution(20, 3, 0.06), Rotation.NONE)));
  }

  private static KnobSteps noise() {
    return new KnobSteps(
        "noise",
        SegmentTask.IMPAIRED_FROM_RESERVE,
        ShiftFigure.AUROC,
        Expectation.FALLS,
        List.of(
            noise(0.15, new Reproducibility(0.078, 0.062)),
            noise(0.25, new Reproducibility(0.099, 0.081)),
            noise(0.35, new Reproducibility(0.12, 0.10))));
  }

  private static Step noise(double noise, Reproducibility days) {
    Resolution usual = Resolution.REFERENCE;
    return Step.of(
        String.valueOf(noise),
        new AcquisitionKnobs(
            FlowResponse.REFERENCE,
            new Resolution(usual.blurDegrees(), usual.blurRings(), noise),
            days,
            Rotation.NONE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  private static KnobSteps artefact() {
    return new KnobSteps(
        "artefact",
        SegmentTask.IMPAIRED_FROM_RESERVE,
        ShiftFigure.AUROC,
        Expectation.FALLS,
        List.of(artefact(0.2), artefact(0.4), artefact(0.6)));
  }

  private static Step artefact(double strength) {
    RegionalArtefact wall =
        new RegionalArtefact(RegionalArtefact.Effect.LOWERS, 90, 60, 6, 29, strength, 0.5, 0.45);
    return Step.of(String.valueOf(strength), AcquisitionKnobs.REFERENCE.with(wall));
  }

  private static KnobSteps attenuation() {
    return new KnobSteps(
        "attenuation",
        SegmentTask.DISEASE_FROM_LOWEST,
        ShiftFigure.AUROC,
        Expectation.FALLS,
        List.of(attenuation(0.04, 0.033), attenuation(0.08, 0.067), attenuation(0.12, 0.10)));
  }

  private static Step attenuation(double women, double men) {
    return Step.of(
        String.valueOf(women), AcquisitionKnobs.REFERENCE.with(new Attenuation(women, men, 2)));
  }
}
