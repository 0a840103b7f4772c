package org.polarfold.validate;

import java.util.ArrayList;
import java.util.List;
import org.polarfold.experiment.Comparators;
import org.polarfold.experiment.Experiment;
import org.polarfold.experiment.Training.Traits;
import org.polarfold.study.Target;

/**
 * What is trained in a cell.
 *
 * @param kind the network's first or second transfer step, or a conventional model
 * @param key the stage in a cell's name
 * @param targets which of the experiment's targets it scores; may be none of step 1, from which
 *     step 2 starts
 */
record Stage(Kind kind, String key, List<Target> targets) {

  /** The kinds, in the order in which they are run. */
  enum Kind {
    /** The network, on flow reserve; scores impaired flow reserve. */
    STEP_1,
    /** The network, on traits, from step 1; scores the traits. */
    STEP_2,
    /** A conventional model; scores every target. */
    COMPARATOR
  }

  /** The network in predictions and results. */
  static final String NETWORK = "dl";

  /** The model in predictions and results. */
  String model() {
    return kind == Kind.COMPARATOR ? key : NETWORK;
  }

  /** The conventional model that is fitted. */
  Comparators.Model comparator() {
    return Comparators.Model.of(key);
  }

  /** Step 1 of every experiment. */
  static Stage step1(Experiment experiment) {
    return new Stage(
        Kind.STEP_1,
        "step-1",
        experiment.targets().stream().filter(target -> !target.isTrait()).toList());
  }

  /** The stages of an experiment that have something to do. */
  static List<Stage> of(Experiment experiment) {
    List<Target> traits = experiment.targets().stream().filter(Target::isTrait).toList();
    List<Stage> stages = new ArrayList<>();
    Stage step1 = step1(experiment);
    if (!step1.targets.isEmpty() || !traits.isEmpty()) {
      stages.add(step1);
    }
    if (experiment.training().traits() == Traits.EACH) {
      for (Target trait : traits) {
        stages.add(new Stage(Kind.STEP_2, "step-2-" + trait.key(), List.of(trait)));
      }
    } else if (!traits.isEmpty()) {
      stages.add(new Stage(Kind.STEP_2, "step-2", traits));
    }
    for (Comparators.Model model : experiment.comparators().models()) {
      stages.add(new Stage(Kind.COMPARATOR, model.key(), experiment.targets()));
    }
    return stages;
  }
}
