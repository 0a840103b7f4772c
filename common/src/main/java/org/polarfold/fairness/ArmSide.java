package org.polarfold.fairness;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.polarfold.evaluate.Auroc;
import org.polarfold.evaluate.CalibrationCoefficient;
import org.polarfold.evaluate.CalibrationFits;
import org.polarfold.evaluate.Codes;
import org.polarfold.evaluate.Distributions;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.LogisticFit;
import org.polarfold.evaluate.Logits;
import org.polarfold.evaluate.Sample;
import org.polarfold.evaluate.UnpairedDifference;
import org.polarfold.evaluate.WithinSitePairs;
import org.polarfold.study.SiteId;

/** A group in one arm. */
final class ArmSide implements Side<ArmSide> {

  static final String FEW_AT_SITES = "no site has two of the group's patients of each class";
  private static final int LEAST_OF_CLASS = 2;

  private final SortedMap<SiteId, Sample> sites;
  private final Sample pooled;
  private final Positives positives;

  private ArmSide(SortedMap<SiteId, Sample> sites, Sample pooled, Positives positives) {
    this.sites = sites;
    this.pooled = pooled;
    this.positives = positives;
  }

  /**
   * A group's part of an arm.
   *
   * @param sites samples of the arm by site
   * @param patients codes of the group's patients, ascending
   * @param positives of the arm
   */
  static ArmSide of(SortedMap<SiteId, Sample> sites, int[] patients, Positives positives) {
    SortedMap<SiteId, Sample> some = only(sites, patients);
    return new ArmSide(some, Sample.pool(some.values()), positives);
  }

  /** Some patients of some sites. */
  static SortedMap<SiteId, Sample> only(SortedMap<SiteId, Sample> sites, int[] patients) {
    SortedMap<SiteId, Sample> some = new TreeMap<>();
    sites.forEach((site, all) -> some.put(site, all.only(Codes.common(all.patients(), patients))));
    some.values().removeIf(sample -> sample.size() == 0);
    return some;
  }

  /** Whether a site has a standard error of its own. */
  static boolean counts(Sample site) {
    return site.events() >= LEAST_OF_CLASS && site.size() - site.events() >= LEAST_OF_CLASS;
  }

  @Override
  public Estimate<Figure> figure(Metric metric) {
    return switch (metric) {
      case AUROC_WITHIN_SITES -> withinSites();
      case AUROC -> Auroc.of(pooled).map(area -> Figure.share(area.value(), area.se()));
      case TPR, FPR, SELECTION_RATE -> rate(metric).map(Rate::figure);
      case CALIBRATION_IN_THE_LARGE ->
          Logits.of(pooled)
              .flatMap(logits -> CalibrationFits.inTheLarge(pooled, logits))
              .map(fits -> coefficient(fits, 0));
      case CALIBRATION_SLOPE ->
          Logits.of(pooled)
              .flatMap(logits -> CalibrationFits.lines(pooled, logits))
              .map(fits -> coefficient(fits, 1));
      case RISK_AT_THRESHOLD ->
          positives
              .above(sites, pooled)
              .flatMap(above -> CalibrationFits.lines(pooled, above))
              .map(ArmSide::risk);
      case EQUALISED_ODDS -> Estimate.none("it is of two groups");
      case MEAN_ABSOLUTE_ERROR, BIAS -> Estimate.none(Metric.OF_MEASUREMENTS_ALONE);
    };
  }

  private Estimate<Figure> withinSites() {
    Collection<Sample> counting = sites.values().stream().filter(ArmSide::counts).toList();
    return counting.isEmpty()
        ? Estimate.none(FEW_AT_SITES)
        : WithinSitePairs.of(counting).map(pairs -> Figure.share(pairs.area(), pairs.se()));
  }

  private Estimate<Rate> rate(Metric metric) {
    return positives
        .among(sites, pooled)
        .map(
            repeats -> {
              double[] mean = Positives.mean(repeats);
              int[] among = Positives.among(metric, pooled.labels());
              double sum = 0;
              for (int place : among) {
                sum += mean[place];
              }
              return new Rate(sum, among.length);
            });
  }

  private static Figure coefficient(List<LogisticFit> fits, int column) {
    CalibrationCoefficient over = CalibrationFits.coefficient(fits, column);
    return Figure.wald(over.value(), Estimate.of(over.se()));
  }

  /** The line's share of events where the score is the threshold; the interval on its logit. */
  private static Figure risk(List<LogisticFit> fits) {
    CalibrationCoefficient logit = CalibrationFits.coefficient(fits, 0);
    double risk = Distributions.sigmoid(logit.value());
    return Figure.share(risk, Estimate.of(risk * (1 - risk) * logit.se()));
  }

  @Override
  public Estimate<Difference> gap(Metric metric, ArmSide reference) {
    return switch (metric) {
      case AUROC -> Difference.of(UnpairedDifference.of(pooled, reference.pooled));
      case TPR, FPR, SELECTION_RATE ->
          rate(metric).flatMap(mine -> reference.rate(metric).map(mine::minus));
      default -> Side.super.gap(metric, reference);
    };
  }
}
