package org.polarfold.fairness;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.polarfold.evaluate.CalibrationFits;
import org.polarfold.evaluate.DeLong;
import org.polarfold.evaluate.Distributions;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.LogisticFit;
import org.polarfold.evaluate.Logits;
import org.polarfold.evaluate.PairedDrop;
import org.polarfold.evaluate.Repeats;
import org.polarfold.evaluate.Sample;
import org.polarfold.study.SiteId;

/**
 * What a group loses: each figure in the internal arm minus that in the external arm, on the
 * group's patients that are in both.
 *
 * <p>Standard errors are paired: DeLong's for areas; of rates, that of the patients' own
 * differences; of calibration, from the patients' influence on both coefficients (information
 * inverse times score, as in Huber's sandwich: Proceedings of the Fifth Berkeley Symposium
 * 1967;1:221). To each is added the variance between repeats over their number.
 */
final class DropSide implements Side<DropSide> {

  private final SortedMap<SiteId, Sample> internalSites;
  private final SortedMap<SiteId, Sample> externalSites;
  private final Sample internal;
  private final Sample external;
  private final Positives internalPositives;
  private final Positives externalPositives;

  /**
   * A group's part of both arms.
   *
   * @param internalSites the group's samples by site, the same patients in both
   * @param externalSites likewise
   */
  DropSide(
      SortedMap<SiteId, Sample> internalSites,
      SortedMap<SiteId, Sample> externalSites,
      Positives internalPositives,
      Positives externalPositives) {
    this.internalSites = internalSites;
    this.externalSites = externalSites;
    this.internal = Sample.pool(internalSites.values());
    this.external = Sample.pool(externalSites.values());
    this.internalPositives = internalPositives;
    this.externalPositives = externalPositives;
  }

  @Override
  public Estimate<Figure> figure(Metric metric) {
    return switch (metric) {
      case AUROC_WITHIN_SITES -> withinSites();
      case AUROC -> pooled();
      case TPR, FPR, SELECTION_RATE ->
          internalPositives
              .among(internalSites, internal)
              .flatMap(
                  before ->
                      externalPositives
                          .among(externalSites, external)
                          .map(after -> rate(metric, before, after)));
      case CALIBRATION_IN_THE_LARGE, CALIBRATION_SLOPE, RISK_AT_THRESHOLD -> calibration(metric);
      case EQUALISED_ODDS -> Estimate.none("it is of two groups");
      case MEAN_ABSOLUTE_ERROR, BIAS -> Estimate.none(Metric.OF_MEASUREMENTS_ALONE);
    };
  }

  private Estimate<Figure> withinSites() {
    double pairs = 0;
    double sum = 0;
    double variance = 0;
    for (Map.Entry<SiteId, Sample> site : internalSites.entrySet()) {
      Sample before = site.getValue();
      Sample after = externalSites.getOrDefault(site.getKey(), Sample.NOBODY);
      if (ArmSide.counts(before)) {
        double weight = (double) before.events() * (before.size() - before.events());
        DeLong first = DeLong.of(before);
        DeLong second = DeLong.of(after);
        boolean same = before.repeats().equals(after.repeats());
        pairs += weight;
        sum += weight * (first.area() - second.area());
        variance += weight * weight * first.varianceOfDifference(second, same);
      }
    }
    return pairs == 0
        ? Estimate.none(ArmSide.FEW_AT_SITES)
        : Estimate.of(Figure.wald(sum / pairs, Estimate.of(Math.sqrt(variance) / pairs)));
  }

  private Estimate<Figure> pooled() {
    PairedDrop drop = PairedDrop.of(internal, external);
    return drop.drop().map(value -> Figure.wald(value, drop.se()));
  }

  private Figure rate(Metric metric, double[][] before, double[][] after) {
    int[] among = Positives.among(metric, internal.labels());
    List<Repeats.Pair> pairs = Repeats.pairs(internal.repeats(), external.repeats());
    double[] patients = new double[among.length];
    double[] repeats = new double[pairs.size()];
    for (int r = 0; r < repeats.length; r++) {
      for (int i = 0; i < among.length; i++) {
        double change =
            before[pairs.get(r).first()][among[i]] - after[pairs.get(r).second()][among[i]];
        patients[i] += change / repeats.length;
        repeats[r] += change / among.length;
      }
    }
    double variance = StatUtils.variance(patients) / patients.length + Repeats.between(repeats);
    return Figure.wald(StatUtils.mean(patients), Estimate.of(Math.sqrt(variance)));
  }

  private Estimate<Figure> calibration(Metric metric) {
    return influences(metric, internalSites, internal, internalPositives)
        .flatMap(
            before ->
                influences(metric, externalSites, external, externalPositives)
                    .map(after -> paired(before, after)));
  }

  private Figure paired(List<Influence> before, List<Influence> after) {
    List<Repeats.Pair> pairs = Repeats.pairs(internal.repeats(), external.repeats());
    double[] repeats = new double[pairs.size()];
    double[] patients = new double[internal.size()];
    for (int r = 0; r < repeats.length; r++) {
      Influence first = before.get(pairs.get(r).first());
      Influence second = after.get(pairs.get(r).second());
      repeats[r] = first.value() - second.value();
      for (int i = 0; i < patients.length; i++) {
        patients[i] += (first.of()[i] - second.of()[i]) / repeats.length;
      }
    }
    double variance = StatUtils.sumSq(patients) + Repeats.between(repeats);
    return Figure.wald(StatUtils.mean(repeats), Estimate.of(Math.sqrt(variance)));
  }

  /** A coefficient with each patient's part in its error. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Influence(double value, double[] of) {}

  private static Estimate<List<Influence>> influences(
      Metric metric, SortedMap<SiteId, Sample> sites, Sample sample, Positives positives) {
    if (metric == Metric.RISK_AT_THRESHOLD) {
      return positives
          .above(sites, sample)
          .flatMap(
              above ->
                  CalibrationFits.lines(sample, above)
                      .map(fits -> influences(metric, sample, above, fits)));
    }
    return Logits.of(sample)
        .flatMap(
            logits ->
                (metric == Metric.CALIBRATION_SLOPE
                        ? CalibrationFits.lines(sample, logits)
                        : CalibrationFits.inTheLarge(sample, logits))
                    .map(fits -> influences(metric, sample, logits, fits)));
  }

  private static List<Influence> influences(
      Metric metric, Sample sample, double[][] logits, List<LogisticFit> fits) {
    return IntStream.range(0, fits.size())
        .mapToObj(r -> influence(metric, sample.labels(), logits[r], fits.get(r)))
        .toList();
  }

  private static Influence influence(
      Metric metric, byte[] labels, double[] logit, LogisticFit fit) {
    boolean line = fit.coefficients().length > 1;
    int column = metric == Metric.CALIBRATION_SLOPE ? 1 : 0;
    double value = fit.coefficients()[column];
    double scale = 1;
    if (metric == Metric.RISK_AT_THRESHOLD) {
      value = Distributions.sigmoid(value);
      scale = value * (1 - value);
    }
    double[] of = new double[labels.length];
    for (int i = 0; i < of.length; i++) {
      double eta = fit.coefficients()[0] + (line ? fit.coefficients()[1] * logit[i] : logit[i]);
      double residual = labels[i] - Distributions.sigmoid(eta);
      double[] inverse = fit.covariance()[column];
      of[i] = scale * residual * (inverse[0] + (line ? inverse[1] * logit[i] : 0));
    }
    return new Influence(value, of);
  }

  @Override
  public Estimate<Difference> gap(Metric metric, DropSide reference) {
    return figure(metric)
        .flatMap(mine -> reference.figure(metric).flatMap(theirs -> Difference.of(mine, theirs)));
  }
}
