package org.polarfold.validate;

import java.util.List;
import org.polarfold.experiment.Experiment;
import org.polarfold.study.Target;

/** What is trained in a cell: the network's first or second transfer step, or the baseline. */
public enum Stage {
  /** The network, on flow reserve; scores impaired flow reserve. */
  STEP_1("step-1", "dl"),
  /** The network, on traits, from step 1; scores the traits. */
  STEP_2("step-2", "dl"),
  /** Logistic regression on the 17 segment values; scores every target. */
  BASELINE("baseline", "logistic");

  private final String key;
  private final String model;

  Stage(String key, String model) {
    this.key = key;
    this.model = model;
  }

  /** The stage in a cell's name. */
  public String key() {
    return key;
  }

  /** The model in predictions and results. */
  public String model() {
    return model;
  }

  /** Which of an experiment's targets it scores; none where it has nothing to do. */
  public List<Target> targets(Experiment experiment) {
    return experiment.targets().stream()
        .filter(
            target ->
                switch (this) {
                  case STEP_1 -> !target.isTrait();
                  case STEP_2 -> target.isTrait();
                  case BASELINE -> true;
                })
        .toList();
  }
}
