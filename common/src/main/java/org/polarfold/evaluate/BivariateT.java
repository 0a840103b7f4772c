package org.polarfold.evaluate;

import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.special.Gamma;

/**
 * Two standard variables that are jointly t distributed.
 *
 * <p>Given the second, the first is t on one degree more, about the correlation times the second
 * (Kotz and Nadarajah, Multivariate t Distributions and Their Applications 2004, section 1.11). So
 * a probability is an integral over the second alone, by Gauss and Legendre over the angle whose
 * tangent it is; it is cut where the first's bound meets its mean, since it bends sharply there if
 * the correlation is strong.
 *
 * @param degreesOfFreedom at least 1
 * @param correlation in [-1, 1]
 */
record BivariateT(int degreesOfFreedom, double correlation) {

  private static final int POINTS = 128;
  private static final double AS_GOOD_AS_ONE = 1 - 1e-12;
  private static final GaussIntegratorFactory RULES = new GaussIntegratorFactory();

  /**
   * The probability that the first is at least {@code a} and the second from {@code b} to {@code
   * c}; right to about 1e-9, to 1e-6 where the correlation is beyond 0.9999.
   */
  double probability(double a, double b, double c) {
    if (Math.abs(correlation) > AS_GOOD_AS_ONE) {
      double from = correlation > 0 ? Math.max(a, b) : b;
      double to = correlation > 0 ? c : Math.min(-a, c);
      TDistribution t = new TDistribution(degreesOfFreedom);
      return Math.max(0, t.cumulativeProbability(to) - t.cumulativeProbability(from));
    }
    double from = angle(b);
    double to = angle(c);
    double kink = correlation == 0 ? from : angle(a / correlation);
    double between = Math.min(to, Math.max(from, kink));
    double constant =
        Math.exp(
            Gamma.logGamma((degreesOfFreedom + 1) / 2.0) - Gamma.logGamma(degreesOfFreedom / 2.0));
    double integral = integral(a, from, between) + integral(a, between, to);
    return Math.min(1, Math.max(0, constant / Math.sqrt(Math.PI) * integral));
  }

  private double angle(double value) {
    return Math.atan(value / Math.sqrt(degreesOfFreedom));
  }

  private double integral(double a, double from, double to) {
    if (!(to > from)) {
      return 0;
    }
    TDistribution conditional = new TDistribution(degreesOfFreedom + 1);
    double apart = (1 - correlation) * (1 + correlation) / (degreesOfFreedom + 1);
    GaussIntegrator rule = RULES.legendre(POINTS, from, to);
    return rule.integrate(
        angle -> {
          double second = Math.sqrt(degreesOfFreedom) * Math.tan(angle);
          double scale = Math.sqrt(apart * (degreesOfFreedom + second * second));
          return Math.pow(Math.cos(angle), degreesOfFreedom - 1)
              * conditional.cumulativeProbability((correlation * second - a) / scale);
        });
  }
}
