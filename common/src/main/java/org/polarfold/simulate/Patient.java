package org.polarfold.simulate;

import java.util.EnumMap;
import java.util.Map;
import org.polarfold.study.Target;

/**
 * A simulated patient with everything that is true of them, whoever examines them.
 *
 * @param person who it is
 * @param disease what is wrong with the coronary circulation
 * @param levels how much flow there is
 * @param flow true flow, place by place
 */
record Patient(Person person, CoronaryDisease disease, FlowLevels levels, LatentFlow flow) {

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
