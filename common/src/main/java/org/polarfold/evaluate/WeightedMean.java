package org.polarfold.evaluate;

/**
 * A mean over sites weighted by 1/(variance + tau2).
 *
 * @param value the mean, on the scale of the effects
 * @param weight sum of the weights, so that its Wald standard error is {@code 1/sqrt(weight)}
 * @param heterogeneity weighted sum of squares about the mean; Cochran's Q where tau2 is 0
 */
record WeightedMean(double value, double weight, double heterogeneity) {

  static WeightedMean of(double[] effects, double[] variances, double tau2) {
    double weight = 0;
    double sum = 0;
    for (int i = 0; i < effects.length; i++) {
      weight += 1 / (variances[i] + tau2);
      sum += effects[i] / (variances[i] + tau2);
    }
    double mean = sum / weight;
    double squares = 0;
    for (int i = 0; i < effects.length; i++) {
      squares += (effects[i] - mean) * (effects[i] - mean) / (variances[i] + tau2);
    }
    return new WeightedMean(mean, weight, squares);
  }
}
