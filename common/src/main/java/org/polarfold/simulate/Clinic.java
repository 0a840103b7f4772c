package org.polarfold.simulate;

import org.polarfold.provenance.Seeds;

/**
 * Whom a site examines and how. Every patient comes from seeds of their own name, so that patient i
 * is the same whoever was examined before, and the same person with other knobs.
 */
final class Clinic {

  private final Seeds seeds;
  private final CaseMix mix;
  private final Camera camera;

  Clinic(Seeds seeds, CaseMix mix, AcquisitionKnobs knobs) {
    this.seeds = seeds;
    this.mix = mix;
    this.camera = new Camera(knobs);
  }

  /** Examines the patient of an index from 0. */
  Examination examine(int index) {
    Person person = Person.draw(mix, draws(index, "person"));
    LatentFlow flow = LatentFlow.draw(person, draws(index, "flow"));
    return new Examination(
        person, flow, camera.measure(flow, draws(index, "noise"), draws(index, "artefact")));
  }

  /** A stream of one patient's own for a named use. */
  Draws draws(int index, String use) {
    return new Draws(seeds.seed("patient", index, use));
  }
}
