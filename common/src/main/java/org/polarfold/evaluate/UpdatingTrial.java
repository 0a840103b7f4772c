package org.polarfold.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.polarfold.evaluate.LocalUpdating.Row;

/** Draws patients of one site, updates the scores on them and judges on others. */
final class UpdatingTrial {

  private static final int[] LADDER = {10, 20, 30, 50, 100, 200, 300, 500};
  private static final List<String> KINDS =
      List.of(LocalUpdating.INTERCEPT, LocalUpdating.INTERCEPT_AND_SLOPE);
  private static final double[] AS_IT_IS = {0, 1};
  private static final int MOST_JUDGED = 2000;

  private final byte[] labels;
  private final double[][] logits;
  private final int[] ladder;
  private final int judged;

  private UpdatingTrial(byte[] labels, double[][] logits) {
    this.labels = labels;
    this.logits = logits;
    this.ladder = Arrays.stream(LADDER).filter(m -> 2 * m <= labels.length).toArray();
    this.judged = Math.min(MOST_JUDGED, labels.length - ladder[ladder.length - 1]);
  }

  /** A trial at a site with enough patients of both classes. */
  static Estimate<UpdatingTrial> of(Sample sample) {
    if (sample.events() == 0 || sample.events() == sample.size()) {
      return Estimate.none(Auroc.missing(sample));
    }
    if (sample.size() < 2 * LADDER[0]) {
      return Estimate.none("fewer than " + 2 * LADDER[0] + " patients");
    }
    double[][] logits = new double[sample.repeats().size()][sample.size()];
    long atEnds = 0;
    for (int r = 0; r < logits.length; r++) {
      double[] scores = sample.scores()[r];
      Arrays.setAll(logits[r], i -> Distributions.logit(scores[i]));
      atEnds += Arrays.stream(logits[r]).filter(Double::isInfinite).count();
    }
    return atEnds > 0
        ? Estimate.none(Agreement.noLogit(atEnds))
        : Estimate.of(new UpdatingTrial(sample.labels(), logits));
  }

  /** Patients that each draw is judged on. */
  int judged() {
    return judged;
  }

  List<Row> run(int draws, long seed) {
    List<Tally> tallies = new ArrayList<>();
    for (int m : ladder) {
      KINDS.forEach(kind -> tallies.add(new Tally(m, kind)));
    }
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = IntStream.range(0, labels.length).toArray();
    for (int draw = 0; draw < draws; draw++) {
      shuffle(order, ladder[ladder.length - 1] + judged, random);
      Drawn drawn = new Drawn(order, logits[draw % logits.length]);
      Loss without = drawn.judge(AS_IT_IS);
      tallies.forEach(tally -> tally.add(drawn, without));
    }
    return tallies.stream().map(tally -> tally.row(draws)).toList();
  }

  /** Draws the first of an order without replacement (Fisher and Yates). */
  private static void shuffle(int[] order, int first, SplittableRandom random) {
    for (int i = 0; i < first; i++) {
      int j = random.nextInt(i, order.length);
      int patient = order[i];
      order[i] = order[j];
      order[j] = patient;
    }
  }

  /**
   * How far scores are off on the judged patients.
   *
   * @param logLoss mean, in nats
   * @param brier mean
   * @param inTheLarge distance of mean score and share with label 1
   */
  private record Loss(double logLoss, double brier, double inTheLarge) {}

  /** One draw: patients to update on come first, patients to judge on after the most of those. */
  private final class Drawn {

    private final byte[] label;
    private final double[] logit;

    Drawn(int[] order, double[] logits) {
      int size = ladder[ladder.length - 1] + judged;
      label = new byte[size];
      logit = new double[size];
      for (int i = 0; i < size; i++) {
        label[i] = labels[order[i]];
        logit[i] = logits[order[i]];
      }
    }

    /** Intercept and slope from the first patients. */
    Estimate<double[]> line(int patients, String kind) {
      byte[] some = Arrays.copyOf(label, patients);
      double[] x = Arrays.copyOf(logit, patients);
      double[] ones = new double[patients];
      Arrays.fill(ones, 1);
      if (lacksMaximum(some, x, kind)) {
        return Estimate.none(LogisticFit.NO_MAXIMUM);
      }
      if (kind.equals(LocalUpdating.INTERCEPT)) {
        return LogisticFit.of(some, ones, new double[][] {ones}, x, new double[1])
            .map(fit -> new double[] {fit.coefficients()[0], 1});
      }
      double[][] columns = {ones, x};
      return LogisticFit.of(some, ones, columns, new double[patients], AS_IT_IS)
          .map(LogisticFit::coefficients);
    }

    /** Whether one class is missing, or the slope would have to be infinite. */
    private static boolean lacksMaximum(byte[] some, double[] x, String kind) {
      double[] least = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
      double[] most = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
      for (int i = 0; i < some.length; i++) {
        least[some[i]] = Math.min(least[some[i]], x[i]);
        most[some[i]] = Math.max(most[some[i]], x[i]);
      }
      return least[0] > most[0]
          || least[1] > most[1]
          || (kind.equals(LocalUpdating.INTERCEPT_AND_SLOPE)
              && (most[0] <= least[1] || most[1] <= least[0]));
    }

    Loss judge(double[] line) {
      double loss = 0;
      double squares = 0;
      double excess = 0;
      for (int i = label.length - judged; i < label.length; i++) {
        double x = line[0] + line[1] * logit[i];
        // From the logit, as a score that rounds to 0 or 1 would have lost too much or all.
        double small = Math.exp(-Math.abs(x));
        double score = x >= 0 ? 1 / (1 + small) : small / (1 + small);
        loss += Math.log1p(small) + ((label[i] == 1) == (x >= 0) ? 0 : Math.abs(x));
        squares += (score - label[i]) * (score - label[i]);
        excess += score - label[i];
      }
      return new Loss(loss / judged, squares / judged, Math.abs(excess / judged));
    }
  }

  /** What all draws say of one number of patients and kind of updating. */
  private static final class Tally {

    private final int patients;
    private final String kind;
    private final SummaryStatistics gain = new SummaryStatistics();
    private final double[] sums = new double[6];
    private int estimable;

    Tally(int patients, String kind) {
      this.patients = patients;
      this.kind = kind;
    }

    void add(Drawn drawn, Loss without) {
      Loss with = without;
      if (drawn.line(patients, kind) instanceof Estimate.Value<double[]> line) {
        with = drawn.judge(line.value());
        estimable++;
      }
      gain.addValue(without.logLoss() - with.logLoss());
      sums[0] += with.logLoss();
      sums[1] += without.logLoss();
      sums[2] += with.brier();
      sums[3] += without.brier();
      sums[4] += with.inTheLarge();
      sums[5] += without.inTheLarge();
    }

    Row row(int draws) {
      return new Row(
          patients,
          kind,
          sums[0] / draws,
          sums[1] / draws,
          gain.getMean(),
          gain.getStandardDeviation() / Math.sqrt(draws),
          sums[2] / draws,
          sums[3] / draws,
          sums[4] / draws,
          sums[5] / draws,
          (double) estimable / draws);
    }
  }
}
