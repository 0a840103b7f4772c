package org.polarfold.simulate;

import java.util.Optional;

/**
 * How a site's measurement differs from the patient's true flow. Sites that share the same knobs,
 * with no attenuation, artefact or mark, do not differ in what they measure. How maps are laid out
 * (rings, sectors) belongs to the export's format.
 *
 * @param response what becomes of flow wherever it is: tracer, reconstruction, program
 * @param resolution blur and noise
 * @param reproducibility of whole studies
 * @param rotation of maps
 * @param attenuation soft tissue that nobody corrected for, if so
 * @param artefact an artefact of this site, if it has one
 * @param mark of this site that goes with a label, if it has one
 * @param display the colour table that values were read through, if pictures were sent
 */
public record AcquisitionKnobs(
    FlowResponse response,
    Resolution resolution,
    Reproducibility reproducibility,
    Rotation rotation,
    Optional<Attenuation> attenuation,
    Optional<RegionalArtefact> artefact,
    Optional<Mark> mark,
    Optional<Display> display) {

  /** No shift. */
  public static final AcquisitionKnobs REFERENCE =
      of(FlowResponse.REFERENCE, Resolution.REFERENCE, Rotation.NONE);

  /** Reference knobs but for what becomes of flow, blur, noise and rotation. */
  public static AcquisitionKnobs of(
      FlowResponse response, Resolution resolution, Rotation rotation) {
    return new AcquisitionKnobs(
        response,
        resolution,
        Reproducibility.REFERENCE,
        rotation,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same measurement with no artefact. */
  public AcquisitionKnobs withoutArtefact() {
    return new AcquisitionKnobs(
        response,
        resolution,
        reproducibility,
        rotation,
        attenuation,
        Optional.empty(),
        mark,
        display);
  }

  /** The same measurement behind soft tissue. */
  AcquisitionKnobs with(Attenuation uncorrected) {
    return new AcquisitionKnobs(
        response,
        resolution,
        reproducibility,
        rotation,
        Optional.of(uncorrected),
        artefact,
        mark,
        display);
  }

  /** The same measurement with another artefact. */
  AcquisitionKnobs with(RegionalArtefact other) {
    return new AcquisitionKnobs(
        response,
        resolution,
        reproducibility,
        rotation,
        attenuation,
        Optional.of(other),
        mark,
        display);
  }
}
