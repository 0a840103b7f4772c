package org.polarfold.coverage;

import java.util.Collection;
import java.util.List;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * What linear scores are worth in the populations themselves, in closed form: within a site and
 * class a score is normal, with the same variance in both classes.
 */
final class Population {

  private static final NormalDistribution NORMAL = new NormalDistribution();

  private final List<SiteTruth> sites;

  Population(List<SiteTruth> sites) {
    this.sites = sites;
  }

  /** The area of a model at a site. */
  double area(LinearModel model, int site) {
    return NORMAL.cumulativeProbability(
        distance(model, site) / Math.sqrt(2 * squaredLength(model)));
  }

  /** The mean over models of their areas at a site. */
  double area(Collection<LinearModel> models, int site) {
    return models.stream().mapToDouble(model -> area(model, site)).average().orElseThrow();
  }

  /**
   * The slope of the logistic regression of the label on the score's logit: with normal scores of
   * one variance that regression is exact.
   */
  double slope(LinearModel model, int site) {
    return distance(model, site) / squaredLength(model);
  }

  /**
   * The area of one curve over all sites.
   *
   * @param modelOfSite the model that scores each site's patients
   */
  double pooledArea(List<LinearModel> modelOfSite) {
    double sum = 0;
    double pairs = 0;
    for (int s = 0; s < sites.size(); s++) {
      for (int t = 0; t < sites.size(); t++) {
        double weight = expected(s, 1) * expected(t, 0);
        double above = mean(modelOfSite.get(s), s, 1) - mean(modelOfSite.get(t), t, 0);
        double variance = squaredLength(modelOfSite.get(s)) + squaredLength(modelOfSite.get(t));
        sum += weight * NORMAL.cumulativeProbability(above / Math.sqrt(variance));
        pairs += weight;
      }
    }
    return sum / pairs;
  }

  private double expected(int site, int label) {
    SiteTruth truth = sites.get(site);
    return truth.patients() * (label == 1 ? truth.prevalence() : 1 - truth.prevalence());
  }

  private double mean(LinearModel model, int site, int label) {
    double artefact = along(model, sites.get(site).artefact());
    return model.weights()[0] + artefact + (label - 0.5) * distance(model, site);
  }

  private double distance(LinearModel model, int site) {
    return along(model, sites.get(site).difference());
  }

  private static double squaredLength(LinearModel model) {
    double[] weights = model.weights();
    double sum = 0;
    for (int j = 1; j < weights.length; j++) {
      sum += weights[j] * weights[j];
    }
    return sum;
  }

  private static double along(LinearModel model, double[] features) {
    double[] weights = model.weights();
    double sum = 0;
    for (int j = 1; j < weights.length; j++) {
      sum += weights[j] * features[j - 1];
    }
    return sum;
  }
}
