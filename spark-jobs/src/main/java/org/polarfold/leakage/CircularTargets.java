package org.polarfold.leakage;

import java.util.List;
import java.util.Locale;
import org.polarfold.experiment.Experiment;
import org.polarfold.leakage.Leak.Kind;
import org.polarfold.study.Target;

/** Targets that are computed from a map which they are told from, and not declared as circular. */
final class CircularTargets {

  private CircularTargets() {}

  static List<Leak> find(Experiment experiment) {
    return experiment.targets().stream()
        .filter(target -> !experiment.circular().contains(target))
        .flatMap(
            target ->
                experiment.maps().stream()
                    .filter(maps -> maps.define(target))
                    .map(
                        maps ->
                            new Leak(
                                Kind.CIRCULAR_TARGET,
                                "experiment " + experiment.name(),
                                target.key() + " is computed from the map that it is told from",
                                List.of(maps.key()),
                                1,
                                declared(target))))
        .toList();
  }

  static String declared(Target target) {
    return "circular = ["
        + target.name().toLowerCase(Locale.ROOT).replace('_', '-')
        + "] in the configuration, or another map";
  }
}
