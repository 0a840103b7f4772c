package org.polarfold.job;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.polarfold.evaluate.Auroc;
import org.polarfold.evaluate.BootstrapInterval;
import org.polarfold.evaluate.Discrimination;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.Resampling;

/**
 * Speed of the area under the ROC curve on one core, beside pROC on the same numbers.
 *
 * @param resampling of the bootstrap
 * @param out told of each figure
 */
record DiscriminationBench(Resampling resampling, Consumer<Figure> out) {

  private static final String BENCH = "statistics";
  private static final String NO_PROC = "no Rscript with pROC on the path";
  private static final int MANY = 1_000_000;
  private static final int FEWER = 100_000;
  private static final int WARM_UPS = 3;
  private static final int TIMES = 5;

  /** DeLong's variance on a million patients, and how time grows from a hundred thousand. */
  void deLong() {
    byte[] labels = labels(MANY);
    double[] scores = scores(labels);
    Timing many = timed(labels, scores);
    byte[] fewerLabels = labels(FEWER);
    Timing fewer = timed(fewerLabels, scores(fewerLabels));
    Map<String, Object> detail = detail(many, MANY);
    if (Discrimination.auroc(labels, scores) instanceof Estimate.Value<Auroc> auroc) {
      detail.put("auroc", auroc.value().value());
      if (auroc.value().se() instanceof Estimate.Value<Double> se) {
        detail.put("se", se.value());
      }
    }
    detail.put("seconds100000", fewer.seconds());
    detail.put("times100000", many.seconds() / fewer.seconds());
    detail.put("timesOfNLogN", MANY * Math.log(MANY) / (FEWER * Math.log(FEWER)));
    out.accept(Figure.of(BENCH, "delong", many.seconds(), "s", detail));
    beside("delong", many, Proc.run(labels, scores, "delong", 0));
  }

  /** Resamples of a hundred thousand patients. */
  void bootstrap() {
    byte[] labels = labels(FEWER);
    double[] scores = scores(labels);
    Timing timing = Timing.median(1, 3, () -> Discrimination.bootstrap(labels, scores, resampling));
    Map<String, Object> detail = detail(timing, FEWER);
    detail.put("resamples", resampling.resamples());
    if (Discrimination.bootstrap(labels, scores, resampling)
        instanceof Estimate.Value<BootstrapInterval> interval) {
      detail.put("percentileLower", interval.value().percentileLower());
      detail.put("percentileUpper", interval.value().percentileUpper());
    }
    out.accept(Figure.of(BENCH, "bootstrap", timing.seconds(), "s", detail));
    beside("bootstrap", timing, Proc.run(labels, scores, "bootstrap", resampling.resamples()));
  }

  private void beside(String figure, Timing timing, Optional<Proc> proc) {
    String theirs = figure + " pROC";
    if (proc.isEmpty()) {
      out.accept(Figure.notMeasured(BENCH, theirs, NO_PROC));
      return;
    }
    Proc measured = proc.get();
    Timing interval = measured.interval();
    out.accept(Figure.of(BENCH, theirs, interval.seconds(), "s", detail(measured)));
    out.accept(
        Figure.of(
            BENCH,
            figure + " pROC / Polarfold",
            interval.seconds() / timing.seconds(),
            "times",
            Map.of(
                "ofCpuSeconds",
                interval.cpuSeconds() / timing.cpuSeconds(),
                "ofCpuSecondsWithRoc",
                (measured.curve().cpuSeconds() + interval.cpuSeconds()) / timing.cpuSeconds())));
  }

  private static Map<String, Object> detail(Proc proc) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("what", "ci.auc alone, a single run; roc, which comes before it, is not counted");
    detail.put("cpuSeconds", proc.interval().cpuSeconds());
    detail.put("rocSeconds", proc.curve().seconds());
    detail.put("rocCpuSeconds", proc.curve().cpuSeconds());
    detail.put("version", proc.version());
    detail.put("lower", proc.lower());
    detail.put("auroc", proc.area());
    detail.put("upper", proc.upper());
    return detail;
  }

  private static Map<String, Object> detail(Timing timing, int n) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("what", "median after warm-up, one core");
    detail.put("n", n);
    detail.put("cpuSeconds", timing.cpuSeconds());
    return detail;
  }

  private static Timing timed(byte[] labels, double[] scores) {
    return Timing.median(WARM_UPS, TIMES, () -> Discrimination.auroc(labels, scores));
  }

  /** Three of ten have the event. */
  private static byte[] labels(int n) {
    byte[] labels = new byte[n];
    for (int i = 0; i < n; i++) {
      labels[i] = (byte) (i % 10 < 3 ? 1 : 0);
    }
    return labels;
  }

  /** Spread evenly in an order that is far from sorted, higher with the event, with some ties. */
  private static double[] scores(byte[] labels) {
    double golden = (Math.sqrt(5) - 1) / 2;
    double digits = 1e6;
    double[] scores = new double[labels.length];
    for (int i = 0; i < scores.length; i++) {
      double even = (i + 1) * golden % 1;
      scores[i] = Math.rint((even + 0.3 * labels[i]) / 1.3 * digits) / digits;
    }
    return scores;
  }
}
