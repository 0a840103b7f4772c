package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.Optional;

/**
 * An area under the ROC curve, averaged over repeats, with 95 % intervals.
 *
 * @param value in [0, 1]
 * @param se DeLong's standard error
 * @param lower Wald interval, cut to [0, 1]
 * @param upper its other end
 * @param logitLower interval on the logit scale, back on the area's
 * @param logitUpper its other end
 * @param method always {@code DeLong}
 */
public record Auroc(
    double value,
    Estimate<Double> se,
    Estimate<Double> lower,
    Estimate<Double> upper,
    Estimate<Double> logitLower,
    Estimate<Double> logitUpper,
    String method)
    implements Serializable {

  static final String METHOD = "DeLong";

  /** Estimates a sample; none where a class is missing, no interval where it says nothing. */
  public static Estimate<Auroc> of(Sample sample) {
    int events = sample.events();
    if (events == 0 || events == sample.size()) {
      return Estimate.none(missing(sample));
    }
    DeLong components = DeLong.of(sample);
    double area = components.area();
    Estimate<Double> se =
        withoutError(sample, area)
            .<Estimate<Double>>map(Estimate::none)
            .orElseGet(() -> error(components));
    double slope = area * (1 - area);
    double logit = area > 0 && area < 1 ? Distributions.logit(area) : 0;
    return Estimate.of(
        new Auroc(
            area,
            se,
            se.map(error -> Math.max(0, area - Distributions.Z * error)),
            se.map(error -> Math.min(1, area + Distributions.Z * error)),
            se.map(error -> Distributions.sigmoid(logit - Distributions.Z * error / slope)),
            se.map(error -> Distributions.sigmoid(logit + Distributions.Z * error / slope)),
            METHOD));
  }

  /** Which class a sample lacks. */
  public static String missing(Sample sample) {
    if (sample.size() == 0) {
      return "no patient with a score in every repeat";
    }
    return sample.events() == 0 ? "no patient with label 1" : "no patient with label 0";
  }

  private static Optional<String> withoutError(Sample sample, double area) {
    if (sample.events() == 1 || sample.size() - sample.events() == 1) {
      return Optional.of("only one patient in a class");
    }
    if (area == 0 || area == 1) {
      return Optional.of("the classes are wholly separated");
    }
    return Optional.empty();
  }

  private static Estimate<Double> error(DeLong components) {
    double variance = components.variance();
    return variance > 0 ? Estimate.of(Math.sqrt(variance)) : Estimate.none("all scores are tied");
  }
}
