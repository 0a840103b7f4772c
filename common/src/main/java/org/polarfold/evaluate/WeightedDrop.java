package org.polarfold.evaluate;

import java.io.Serializable;

/**
 * The drop where labels are trusted to different degrees: each patient of both arms counts by its
 * weight, which is taken as known.
 *
 * @param internal weighted area of the first arm, on the patients in both
 * @param external weighted area of the second
 * @param drop internal minus external, never cut
 * @param se standard error of the paired difference
 * @param lower 95 % interval
 * @param upper its other end
 */
public record WeightedDrop(
    double internal,
    double external,
    double drop,
    Estimate<Double> se,
    Estimate<Double> lower,
    Estimate<Double> upper)
    implements Serializable {

  /** Compares two samples on the patients that are in both. */
  static Estimate<WeightedDrop> of(Sample internal, Sample external) {
    int[] both = Codes.common(internal.patients(), external.patients());
    Sample first = internal.only(both);
    Sample second = external.only(both);
    if (both.length == 0) {
      return Estimate.none("no patient is in both arms");
    }
    if (Weighted.alike(first)) {
      return Estimate.none(Weighted.ALIKE);
    }
    if (first.events() == 0 || first.events() == first.size()) {
      return Estimate.none(Auroc.missing(first));
    }
    WeightedDeLong before = WeightedDeLong.of(first);
    WeightedDeLong after = WeightedDeLong.of(second);
    double drop = before.area() - after.area();
    Estimate<Double> se = before.errorOfDifference(after, first.repeats().equals(second.repeats()));
    return Estimate.of(
        new WeightedDrop(
            before.area(),
            after.area(),
            drop,
            se,
            se.map(error -> drop - Distributions.Z * error),
            se.map(error -> drop + Distributions.Z * error)));
  }
}
