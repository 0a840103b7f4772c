package org.polarfold.simulate;

import org.polarfold.experiment.Settings;
import org.polarfold.study.Target;

/** Reads a {@code knobs} block. A knob that is absent is at its reference. */
final class KnobSettings {

  private KnobSettings() {}

  static AcquisitionKnobs read(Settings knobs) {
    AcquisitionKnobs usual = AcquisitionKnobs.REFERENCE;
    Reproducibility days = usual.reproducibility();
    return new AcquisitionKnobs(
        response(knobs),
        resolution(knobs),
        new Reproducibility(
            knobs.real("reproducibility-rest", 0, 0.5, days.rest()),
            knobs.real("reproducibility-stress", 0, 0.5, days.stress())),
        new Rotation(
            knobs.real("rotation-degrees", -45, 45, 0),
            knobs.real("rotation-sd-degrees", 0, 30, 0)),
        knobs.optionalBlock("attenuation").map(KnobSettings::attenuation),
        knobs.optionalBlock("artefact").map(KnobSettings::artefact),
        knobs.optionalBlock("mark").map(KnobSettings::mark),
        knobs.optionalBlock("display").map(KnobSettings::display));
  }

  private static FlowResponse response(Settings knobs) {
    FlowResponse usual = FlowResponse.REFERENCE;
    return new FlowResponse(
        knobs.has("tracer") ? knobs.choice("tracer", Tracer.class) : usual.tracer(),
        knobs.real("roll-off", 0, 1, usual.rollOff()),
        knobs.has("reconstruction")
            ? knobs.choice("reconstruction", Reconstruction.class)
            : usual.reconstruction(),
        knobs.real("gain-rest", 0.5, 2, usual.gainRest()),
        knobs.real("gain-stress", 0.5, 2, usual.gainStress()));
  }

  private static Resolution resolution(Settings knobs) {
    Resolution usual = Resolution.REFERENCE;
    return new Resolution(
        knobs.real("blur-degrees", 0, 30, usual.blurDegrees()),
        knobs.real("blur-rings", 0, 5, usual.blurRings()),
        knobs.real("noise", 0, 0.5, usual.noise()));
  }

  private static Attenuation attenuation(Settings block) {
    return new Attenuation(
        block.real("women", 0, 1), block.real("men", 0, 1), block.real("shape", 0.3, 20));
  }

  private static RegionalArtefact artefact(Settings block) {
    int firstRing = block.whole("first-ring", 0, 29);
    return new RegionalArtefact(
        block.choice("effect", RegionalArtefact.Effect.class),
        block.real("centre-degrees", -360, 360),
        block.real("width-degrees", 1, 180),
        firstRing,
        block.whole("last-ring", firstRing, 29),
        block.real("mean-strength", 0, 1),
        block.real("shape", 0.3, 20),
        block.real("everywhere", 0, 1));
  }

  private static Mark mark(Settings block) {
    return new Mark(
        block.choice("target", Target.class),
        block.real("if-positive", 0, 1),
        block.real("if-negative", 0, 1),
        block.real("change", -1, 1),
        block.real("centre-degrees", -360, 360),
        block.real("width-degrees", 1, 180),
        block.whole("first-ring", 0, 29));
  }

  private static Display display(Settings block) {
    return new Display(
        block.whole("colours", 4, 65_536),
        block.real("rest-high", 0.5, 10),
        block.real("stress-high", 0.5, 10));
  }
}
