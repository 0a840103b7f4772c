package org.polarfold.coverage;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.analysis.function.Logit;
import org.apache.commons.math3.analysis.function.Sigmoid;
import org.apache.commons.math3.stat.StatUtils;
import org.polarfold.evaluate.MetaAnalysis;
import org.polarfold.evaluate.PairedDrop;
import org.polarfold.evaluate.Results.DropResult;

/** The population values of the very models of one consortium, in closed form. */
final class Truths {

  private final int sites;
  private final Trained trained;
  private final Population population;

  Truths(List<SiteTruth> sites, Trained trained) {
    this.sites = sites.size();
    this.trained = trained;
    this.population = new Population(sites);
  }

  /** A value of each site. */
  interface OfSite {
    double at(int site);
  }

  double externalArea(int site) {
    return population.area(trained.external().get(site), site);
  }

  double slope(int site) {
    return population.slope(trained.external().get(site), site);
  }

  /** The mean area of the fold models minus that of the model without the site. */
  double drop(int site) {
    return population.area(trained.internal().get(0), site) - externalArea(site);
  }

  /** As {@link #drop}, over the fold models of every repeat. */
  double repeatedDrop(int site) {
    List<LinearModel> all = trained.internal().stream().flatMap(List::stream).toList();
    return population.area(all, site) - externalArea(site);
  }

  double novelty(int site) {
    return population.area(trained.matchedInternal().get(site), site)
        - population.area(trained.matchedExternal().get(site), site);
  }

  /** The drop of one curve over all sites. */
  double dropOfOneCurve() {
    double internal =
        trained.internal().get(0).stream()
            .mapToDouble(model -> population.pooledArea(Collections.nCopies(sites, model)))
            .average()
            .orElseThrow();
    return internal - population.pooledArea(trained.external());
  }

  /** The external areas' mean over sites on the logit scale, as an area. */
  double meanExternalArea() {
    return new Sigmoid().value(mean(site -> new Logit().value(externalArea(site))));
  }

  /** The plain mean over sites. */
  double mean(OfSite value) {
    return StatUtils.mean(all(value));
  }

  /** The mean over sites, each weighing as it does in the meta-analysis of an estimate. */
  double weightedMean(DropResult estimate, OfSite value) {
    double tau2 = Interval.value(estimate.metaAnalysis()).map(MetaAnalysis::tau2).orElse(0.0);
    double[] weights = all(site -> weight(estimate.sites().get(site).paired(), tau2));
    double weight = StatUtils.sum(weights);
    return StatUtils.sum(all(site -> weights[site] * value.at(site))) / weight;
  }

  private static double weight(PairedDrop paired, double tau2) {
    Optional<Double> se = Interval.value(paired.se()).filter(error -> error > 0);
    return se.map(error -> 1 / (error * error + tau2)).orElse(0.0);
  }

  private double[] all(OfSite value) {
    double[] values = new double[sites];
    for (int site = 0; site < sites; site++) {
      values[site] = value.at(site);
    }
    return values;
  }
}
