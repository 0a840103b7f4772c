package org.polarfold.simulate;

import org.polarfold.provenance.Seeds;

/**
 * Whom a site examines and how. Every patient comes from seeds of their own name, so that patient i
 * is the same whoever was examined before, and the same person with other knobs.
 */
final class Clinic {

  private final Seeds seeds;
  private final PatientModel model;
  private final Population population;
  private final Camera camera;
  private final Practice practice;

  Clinic(Seeds seeds, PatientModel model, CaseMix mix, AcquisitionKnobs knobs, Practice practice) {
    this.seeds = seeds;
    this.model = model;
    this.population = new Population(model, mix);
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
    Person person = population.draw(draws(index, "person"));
    CoronaryDisease disease = CoronaryDisease.draw(person, model, draws(index, "disease"));
    Draws flow = draws(index, "flow");
    FlowLevels levels = FlowLevels.draw(person, disease, model, flow);
    return new Patient(person, disease, levels, LatentFlow.draw(levels, disease, model, flow));
  }

  /** A stream of one patient's own for a named use. */
  Draws draws(int index, String use) {
    return new Draws(seeds.seed("patient", index, use));
  }
}
