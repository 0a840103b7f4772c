package org.polarfold.experiment;

import java.util.List;
import java.util.Locale;

/**
 * The conventional models beside the network: trained in the same folds, judged on the same
 * patients.
 *
 * @param models which, each once; may be none
 * @param ridges weights of the squared coefficients (of standardised values) of those that are
 *     regressions, at least 0; of several, the best inside the training studies is taken
 */
public record Comparators(List<Model> models, List<Double> ridges) {

  /** A conventional model. */
  public enum Model {
    /** Logistic regression on the 17 segment values of each map. */
    LOGISTIC,
    /** The larger class of the training studies, for everybody. */
    MAJORITY,
    /** Logistic regression on age, sex and what sums the segment values up. */
    DEMOGRAPHIC,
    /** Gradient-boosted trees on the 17 segment values of each map. */
    BOOSTED_TREES,
    /** Logistic regression on what the frozen network yields. */
    LINEAR_FEATURES,
    /** The same without what a linear model could tell the site by. */
    LINEAR_FEATURES_WITHOUT_SITE;

    /** The model in predictions and results, as {@code boosted-trees}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The model of a {@link #key}. */
    public static Model of(String key) {
      return valueOf(key.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /** Copies. */
  public Comparators {
    models = List.copyOf(models);
    ridges = List.copyOf(ridges);
  }

  static Comparators from(Settings settings) {
    return new Comparators(
        settings.choices("models", Model.class), settings.reals("ridge", 0, 1000, List.of(0.001)));
  }
}
