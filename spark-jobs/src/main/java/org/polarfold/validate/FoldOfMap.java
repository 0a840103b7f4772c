package org.polarfold.validate;

import java.util.ArrayList;
import java.util.List;
import org.polarfold.experiment.Experiment;
import org.polarfold.provenance.Seeds;
import org.polarfold.split.Fold;
import org.polarfold.split.SplitPlan;
import org.polarfold.study.InputMaps;

/**
 * A fold of one arm, for some maps and one seed: its cells train on the same studies.
 *
 * @param arm as {@code internal}
 * @param repeat of the design's draws, 0 for the first
 * @param fold who is held out
 * @param map what is looked at
 * @param seed one of the experiment's
 */
record FoldOfMap(String arm, int repeat, Fold fold, InputMaps map, long seed) {

  /** All of a plan's folds, in the order they are run in. */
  static List<FoldOfMap> of(Experiment experiment, SplitPlan plan) {
    List<FoldOfMap> all = new ArrayList<>();
    for (InputMaps map : experiment.maps()) {
      for (long seed : experiment.seeds()) {
        for (SplitPlan.PlannedDesign design : plan.designs()) {
          design
              .folds()
              .forEach(
                  fold -> all.add(new FoldOfMap(design.arm(), design.repeat(), fold, map, seed)));
        }
      }
    }
    return all;
  }

  /**
   * The stages that have something to do. Conventional models have no seed: they are fitted for the
   * first.
   */
  List<Stage> stages(Experiment experiment) {
    boolean first = seed == experiment.seeds().get(0);
    return Stage.of(experiment).stream()
        .filter(stage -> first || stage.kind() != Stage.Kind.COMPARATOR)
        .toList();
  }

  /** The name of a cell: its folder. */
  String cell(Stage stage) {
    return String.join(
        "-", draw(), fold.name(), map.key(), "seed", Long.toString(seed), stage.key());
  }

  /** The seeds of everything drawn in these cells, by name. */
  Seeds seeds(Experiment experiment) {
    return new Seeds(experiment.seed()).family("cell", draw(), fold.name(), map.key(), seed);
  }

  /** The arm, without the : that Hadoop does not take in the name of a folder, and the repeat. */
  private String draw() {
    String name = arm.replace(':', '-');
    return repeat == 0 ? name : name + "-repeat-" + (repeat + 1);
  }
}
