package org.polarfold.simulate;

import java.util.function.Function;

/**
 * What the day and a site's knobs did to one patient's study.
 *
 * @param dayRest how far flow at rest lay from the patient's usual one, as a logarithm
 * @param dayStress the same under stress
 * @param artefact strength of the site's artefact: change of log stress flow on its wall; 0 without
 * @param attenuation fall of log flow behind soft tissue; 0 where it is corrected
 * @param marked whether the study bears the site's mark
 * @param rotationDegrees how far its maps are turned counter-clockwise
 */
record Distortion(
    double dayRest,
    double dayStress,
    double artefact,
    double attenuation,
    boolean marked,
    double rotationDegrees) {

  static Distortion draw(AcquisitionKnobs knobs, Patient patient, Function<String, Draws> draws) {
    Draws day = draws.apply("day");
    return new Distortion(
        day.normal(0, knobs.reproducibility().rest()),
        day.normal(0, knobs.reproducibility().stress()),
        knobs.artefact().map(a -> a.strength(draws.apply("artefact"))).orElse(0.0),
        knobs
            .attenuation()
            .map(a -> a.strength(patient.person(), draws.apply("attenuation")))
            .orElse(0.0),
        knobs.mark().map(m -> m.drawn(patient, draws.apply("mark"))).orElse(false),
        knobs.rotation().draw(draws.apply("rotation")));
  }
}
