package org.polarfold.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import org.polarfold.study.SiteId;

/** Sites on their way into a meta-analysis; those that cannot weigh in are named. */
final class Pooling {

  static final String NO_ERROR = "its standard error is 0";

  // What is below is a rounding error; the squared inverse of neither overflows.
  private static final double LEAST_ERROR = 1e-12;
  private static final double MOST = 1e30;

  private final List<String> sites = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();
  private final List<MetaAnalysis.LeftOut> leftOut = new ArrayList<>();

  /** A site's effect with its standard error, on the scale that is pooled. */
  record Effect(double value, double se) {

    /** The effect, or why it cannot weigh in. */
    Estimate<Effect> weighable() {
      if (!(Math.abs(value) <= MOST && se <= MOST)) {
        return Estimate.none("its effect or standard error is beyond all measure");
      }
      return se >= LEAST_ERROR ? Estimate.of(this) : Estimate.none(NO_ERROR);
    }
  }

  void add(SiteId site, Estimate<Effect> estimate) {
    Estimate<Effect> weighable = estimate.flatMap(Effect::weighable);
    if (weighable instanceof Estimate.Value<Effect> present) {
      sites.add(site.value());
      effects.add(present.value());
    } else if (weighable instanceof Estimate.NotEstimable<Effect> none) {
      leftOut.add(new MetaAnalysis.LeftOut(site.value(), none.why()));
    }
  }

  /** Names of the sites that weigh in. */
  List<String> sites() {
    return List.copyOf(sites);
  }

  double[] effects() {
    return effects.stream().mapToDouble(Effect::value).toArray();
  }

  double[] variances() {
    return effects.stream().mapToDouble(effect -> effect.se() * effect.se()).toArray();
  }

  List<MetaAnalysis.LeftOut> leftOut() {
    return List.copyOf(leftOut);
  }

  /**
   * Pools what was added.
   *
   * @param scale its name, as in {@code logit AUROC}
   * @param back increasing, from that scale to the sites' own figures
   */
  Estimate<MetaAnalysis> pool(String scale, DoubleUnaryOperator back) {
    return effects.size() < 2 ? tooFew(2) : MetaAnalysis.of(this, scale, back);
  }

  /** Why nothing is pooled, with what kept each site from weighing in. */
  <T> Estimate<T> tooFew(int needed) {
    String others =
        leftOut.stream()
            .map(site -> site.site() + ": " + site.why())
            .collect(Collectors.joining("; "));
    return Estimate.none(
        "fewer than "
            + needed
            + " sites with a standard error"
            + (others.isEmpty() ? "" : ", " + others));
  }
}
