package org.polarfold.simulate;

import java.util.EnumMap;
import java.util.Map;
import org.polarfold.study.Target;

/**
 * One patient with everything that is true of them and what the site measured.
 *
 * @param person the patient
 * @param flow true flow
 * @param measured measured flow
 */
record Examination(Person person, LatentFlow flow, Camera.Measured measured) {

  /** The true label of every target; impaired reserve comes from true flow. */
  Map<Target, Integer> labels() {
    Map<Target, Integer> labels = new EnumMap<>(Target.class);
    labels.put(Target.IMPAIRED_MFR, flow.impaired() ? 1 : 0);
    labels.put(Target.SEX, person.male() ? 1 : 0);
    for (Trait trait : Trait.values()) {
      labels.put(trait.target, person.traits().contains(trait) ? 1 : 0);
    }
    return labels;
  }
}
