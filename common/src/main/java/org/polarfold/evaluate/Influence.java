package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The headline without one site: what rests on that site alone.
 *
 * <p>Viechtbauer and Cheung, Research Synthesis Methods 2010;1:112: every quantity is estimated
 * anew, the variance between sites as well.
 *
 * @param site the site left out
 * @param estimate the mean over the others, on the scale of the sites' figures
 * @param lower 95 % headline interval
 * @param upper its other end
 * @param tau2 variance between the others by REML, on the scale that was pooled
 */
public record Influence(String site, double estimate, double lower, double upper, double tau2)
    implements Serializable {

  /** Leaves each site out in turn; needs three, so that two are left to pool. */
  static Estimate<List<Influence>> of(
      List<String> sites, double[] effects, double[] variances, DoubleUnaryOperator back) {
    if (sites.size() < 3) {
      return Estimate.none(MetaAnalysis.FEWER_THAN_3);
    }
    List<Influence> all = new ArrayList<>();
    for (int i = 0; i < effects.length; i++) {
      RandomEffects others = RandomEffects.of(without(effects, i), without(variances, i));
      double half = others.headline();
      Influence without =
          new Influence(
              sites.get(i),
              back.applyAsDouble(others.mean()),
              back.applyAsDouble(others.mean() - half),
              back.applyAsDouble(others.mean() + half),
              others.tau2());
      if (!Double.isFinite(without.lower) || !Double.isFinite(without.upper)) {
        return Estimate.none(MetaAnalysis.TOO_WIDE);
      }
      all.add(without);
    }
    return Estimate.of(List.copyOf(all));
  }

  private static double[] without(double[] values, int index) {
    double[] others = new double[values.length - 1];
    System.arraycopy(values, 0, others, 0, index);
    System.arraycopy(values, index + 1, others, index, others.length - index);
    return others;
  }
}
