package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * How much of a pooled area may come from telling sites apart instead of patients (Zech et al.,
 * PLoS Medicine 2018;15:e1002683).
 *
 * @param prevalenceAlone area under the ROC curve over all sites where each patient's score is the
 *     share of label 1 in the whole own site, the patient included: leaving the patient out would
 *     turn the order around, an artefact; at least 0.5
 * @param pooled area of the scores over all sites, pairs of patients from different sites included
 * @param withinSites area over pairs of patients from the same site, sites weighing by their pairs
 */
public record ShortcutFigures(
    Estimate<Double> prevalenceAlone, Estimate<Double> pooled, Estimate<Double> withinSites)
    implements Serializable {

  /**
   * Estimates from one sample a site.
   *
   * @param sites no patient in two of them
   */
  static ShortcutFigures of(Collection<Sample> sites) {
    List<Sample> some = sites.stream().filter(site -> site.size() > 0).toList();
    return new ShortcutFigures(
        area(Sample.pool(some.stream().map(ShortcutFigures::byPrevalence).toList())),
        area(Sample.pool(some)),
        WithinSitePairs.of(some).map(WithinSitePairs::area));
  }

  private static Estimate<Double> area(Sample sample) {
    return Auroc.of(sample).map(Auroc::value);
  }

  private static Sample byPrevalence(Sample site) {
    double[] scores = new double[site.size()];
    Arrays.fill(scores, (double) site.events() / site.size());
    return new Sample(
        List.of(new Repeat(0, 0)), site.patients(), site.labels(), new double[][] {scores});
  }
}
