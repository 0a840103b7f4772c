package org.polarfold.evaluate;

/**
 * A mean over sites weighted by 1/(variance + tau2).
 *
 * @param value the mean, on the scale of the effects
 * @param weight sum of the weights, so that its Wald standard error is {@code 1/sqrt(weight)}
 * @param heterogeneity weighted sum of squares about the mean; Cochran's Q where tau2 is 0
 * @param pairs squared sum of the weights less the sum of their squares, as the sum over pairs of
 *     sites: nothing is cancelled where one site outweighs all others
 */
record WeightedMean(double value, double weight, double heterogeneity, double pairs) {

  static WeightedMean of(double[] effects, double[] variances, double tau2) {
    double weight = 0;
    double sum = 0;
    double pairs = 0;
    for (int i = 0; i < effects.length; i++) {
      double w = 1 / (variances[i] + tau2);
      pairs += 2 * w * weight;
      weight += w;
      sum += effects[i] * w;
    }
    double mean = sum / weight;
    double squares = 0;
    for (int i = 0; i < effects.length; i++) {
      squares += (effects[i] - mean) * (effects[i] - mean) / (variances[i] + tau2);
    }
    return new WeightedMean(mean, weight, squares, pairs);
  }
}
