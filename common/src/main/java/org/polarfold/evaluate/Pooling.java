package org.polarfold.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import org.polarfold.study.SiteId;

/** Sites on their way into a meta-analysis; those that cannot weigh in are named. */
final class Pooling {

  private final List<Effect> effects = new ArrayList<>();
  private final List<MetaAnalysis.LeftOut> leftOut = new ArrayList<>();

  /** A site's effect with its standard error, on the scale that is pooled. */
  record Effect(double value, double se) {}

  void add(SiteId site, Estimate<Effect> estimate) {
    if (estimate instanceof Estimate.NotEstimable<Effect> none) {
      leftOut.add(new MetaAnalysis.LeftOut(site.value(), none.why()));
    } else if (estimate instanceof Estimate.Value<Effect> present) {
      if (present.value().se() > 0) {
        effects.add(present.value());
      } else {
        leftOut.add(new MetaAnalysis.LeftOut(site.value(), "the arms are identical"));
      }
    }
  }

  Estimate<MetaAnalysis> pool(String scale, DoubleUnaryOperator back) {
    if (effects.size() < 2) {
      String others =
          leftOut.stream()
              .map(site -> site.site() + ": " + site.why())
              .collect(Collectors.joining("; "));
      return Estimate.none(
          "fewer than 2 sites with a standard error" + (others.isEmpty() ? "" : ", " + others));
    }
    RandomEffects pooled =
        RandomEffects.of(
            effects.stream().mapToDouble(Effect::value).toArray(),
            effects.stream().mapToDouble(effect -> effect.se() * effect.se()).toArray());
    return Estimate.of(MetaAnalysis.of(pooled, scale, back, List.copyOf(leftOut)));
  }
}
