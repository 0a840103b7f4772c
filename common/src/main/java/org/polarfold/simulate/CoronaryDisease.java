package org.polarfold.simulate;

import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with a patient's coronary circulation.
 *
 * @param lesions at most one an artery; none without obstructive disease
 * @param microvascular fall of log stress flow everywhere from disease of small vessels, 0 without
 */
record CoronaryDisease(List<Lesion> lesions, double microvascular) {

  CoronaryDisease {
    lesions = List.copyOf(lesions);
  }

  static CoronaryDisease draw(Person person, PatientModel model, Draws draws) {
    double microvascular =
        draws.normal(model.microvascular().depth(), model.microvascular().depthSd());
    List<Lesion> lesions = new ArrayList<>();
    if (person.obstructive()) {
      Vessel[] all = Vessel.values();
      // One is certain: a patient with obstructive disease has it somewhere.
      Vessel certain = all[draws.below(all.length)];
      for (Vessel vessel : all) {
        boolean also = draws.chance(model.obstructive().vessels().getOrDefault(vessel, 0.0));
        Lesion lesion = Lesion.draw(vessel, model.obstructive(), draws);
        if (also || vessel == certain) {
          lesions.add(lesion);
        }
      }
    }
    return new CoronaryDisease(lesions, person.microvascular() ? microvascular : 0);
  }

  boolean obstructive() {
    return !lesions.isEmpty();
  }
}
