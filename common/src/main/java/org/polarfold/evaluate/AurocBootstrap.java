package org.polarfold.evaluate;

import java.util.List;

/** Bootstrap intervals of the area under the ROC curve, beside DeLong's. */
final class AurocBootstrap {

  private AurocBootstrap() {}

  /** Draws patients; none without both classes. */
  static Estimate<BootstrapInterval> ofPatients(
      Sample sample, Resampling resampling, Object... names) {
    return of(sample, Bootstrap.ofPatients(sample.size(), resampling, names));
  }

  /** Draws patients within each class, as pROC does unless told otherwise. */
  static Estimate<BootstrapInterval> withinClasses(
      Sample sample, Resampling resampling, Object... names) {
    return of(sample, Bootstrap.withinClasses(sample.labels(), resampling, names));
  }

  private static Estimate<BootstrapInterval> of(Sample sample, Bootstrap bootstrap) {
    int events = sample.events();
    if (events == 0 || events == sample.size()) {
      return Estimate.none(Auroc.missing(sample));
    }
    return bootstrap.intervals(List.of(Curves.of(sample).area())).get(0);
  }
}
