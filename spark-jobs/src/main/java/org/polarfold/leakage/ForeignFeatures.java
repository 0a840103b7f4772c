package org.polarfold.leakage;

import java.util.List;
import org.polarfold.backbone.FeatureCache;
import org.polarfold.experiment.Experiment;
import org.polarfold.leakage.Leak.Kind;

/** Features that stand where this experiment's should, and are of another network or dataset. */
final class ForeignFeatures {

  private ForeignFeatures() {}

  static List<Leak> find(Experiment experiment, FeatureCache features) {
    return experiment.maps().stream()
        .flatMap(maps -> features.foreign(maps).stream())
        .map(
            foreign ->
                new Leak(
                    Kind.FOREIGN_FEATURES,
                    foreign.folder(),
                    "features made for another experiment",
                    List.of(foreign.madeFor()),
                    1,
                    foreign.expected() + "; remove the folder"))
        .toList();
  }
}
