package org.polarfold.experiment;

import java.util.List;

/**
 * Training studies that a cell sets apart to see when, and with which learning rate, it has learnt
 * enough. Who is held out has no part in it.
 *
 * @param share of the training studies, of either class alike
 * @param patience epochs without a smaller loss after which a training ends
 * @param rateFactors of a step's learning rate, each tried
 */
public record InnerSplit(double share, int patience, List<Double> rateFactors) {

  /** Copies the factors. */
  public InnerSplit {
    rateFactors = List.copyOf(rateFactors);
  }

  static InnerSplit from(Settings settings) {
    return new InnerSplit(
        settings.real("share", 0.05, 0.5),
        settings.whole("patience", 1, 10_000),
        settings.reals("rate-factors", 1e-4, 1e4, List.of(1.0)));
  }
}
