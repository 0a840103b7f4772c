package org.polarfold.simulate;

import java.util.Optional;
import org.polarfold.UserException;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.Target;

/**
 * Whom a site examines and how. Every patient comes from seeds of their own name, so that patient i
 * is the same whoever was examined before, and the same person with other knobs.
 */
final class Clinic {

  /** A label that one patient in a thousand has is found by then, but for one in 20,000. */
  private static final int MOST_TRIES = 10_000;

  private final Seeds seeds;
  private final PatientModel model;
  private final CaseMix mix;
  private final Population population;
  private final AcquisitionKnobs knobs;
  private final Camera camera;
  private final Practice practice;

  Clinic(Seeds seeds, PatientModel model, CaseMix mix, AcquisitionKnobs knobs, Practice practice) {
    this.seeds = seeds;
    this.model = model;
    this.mix = mix;
    this.population = new Population(model, mix);
    this.knobs = knobs;
    this.camera = new Camera(knobs);
    this.practice = practice;
  }

  /** Examines the patient of an index from 0. */
  Examination examine(int index) {
    Patient patient = patient(index);
    Camera.Measured measured = camera.measure(patient, use -> draws(index, use));
    return new Examination(
        patient, measured, practice.findings(patient, measured, use -> draws(index, use)));
  }

  /** The patient of an index from 0, before any examination. */
  Patient patient(int index) {
    if (mix.prevalence().isEmpty()) {
      return candidate(index, 0);
    }
    Target target = mix.prevalence().get().target();
    int wanted = draws(index, "prevalence").chance(mix.prevalence().get().share()) ? 1 : 0;
    for (int candidate = 0; candidate < MOST_TRIES; candidate++) {
      Patient patient = candidate(index, candidate);
      if (patient.labels().getOrDefault(target, 0) == wanted) {
        return patient;
      }
    }
    throw new UserException(
        "Cannot simulate a prevalence: "
            + target.key()
            + " = "
            + mix.prevalence().get().share()
            + " (expected a label that some and not all patients have)");
  }

  /** What the site's knobs do to the study of the patient of an index. */
  Distortion distortion(int index, Patient patient) {
    return Distortion.draw(knobs, patient, use -> draws(index, use));
  }

  /** A stream of one patient's own for a named use. */
  Draws draws(int index, String use) {
    return new Draws(seeds.seed("patient", index, use));
  }

  /** The same clinic with other people. */
  Clinic elsewhere(Seeds others) {
    return new Clinic(others, model, mix, knobs, practice);
  }

  /** The same with other people, of whom no label's share was shifted. */
  Clinic unshifted(Seeds others) {
    return new Clinic(others, model, mix.unshifted(), knobs, practice);
  }

  /** The risks that an ideal observer of this clinic's studies sees. */
  IdealObserver observer(double shareElsewhere) {
    return new IdealObserver(
        model, population, knobs.reproducibility(), mix.prevalence(), shareElsewhere);
  }

  /** The label whose share was shifted, if one was. */
  Optional<Prevalence> prevalence() {
    return mix.prevalence();
  }

  private Patient candidate(int index, int candidate) {
    Person person = population.draw(draws(index, named("person", candidate)));
    CoronaryDisease disease =
        CoronaryDisease.draw(person, model, draws(index, named("disease", candidate)));
    Draws flow = draws(index, named("flow", candidate));
    FlowLevels levels = FlowLevels.draw(person, disease, model, flow);
    return new Patient(person, disease, levels, LatentFlow.draw(levels, disease, model, flow));
  }

  private static String named(String use, int candidate) {
    return candidate == 0 ? use : use + " " + candidate;
  }
}
