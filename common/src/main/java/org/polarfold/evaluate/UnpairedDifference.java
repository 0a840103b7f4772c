package org.polarfold.evaluate;

import java.io.Serializable;

/**
 * The area under the ROC curve of a group minus that of a reference group, which are different
 * patients.
 *
 * <p>Variances by DeLong, DeLong and Clarke-Pearson, Biometrics 1988;44:837; Student's t with the
 * degrees of freedom of Welch, Biometrika 1947;34:28, as pROC has them: {@code (v1 + v2)^2 / (v1^2
 * / (N1 - 1) + v2^2 / (N2 - 1))} with all patients of a group in N.
 *
 * @param n patients of the group
 * @param events those of them with label 1
 * @param referenceN patients of the reference group
 * @param referenceEvents those of them with label 1
 * @param area of the group, in [0, 1]
 * @param referenceArea of the reference group
 * @param difference area minus reference area, never cut
 * @param se root of the sum of both variances
 * @param lower 95 % interval, {@code difference - t(df) se}
 * @param upper its other end
 * @param d {@code difference / se}
 * @param df degrees of freedom, not a whole number
 * @param p two-sided
 * @param method always {@code unpaired DeLong}
 */
public record UnpairedDifference(
    int n,
    int events,
    int referenceN,
    int referenceEvents,
    Estimate<Double> area,
    Estimate<Double> referenceArea,
    Estimate<Double> difference,
    Estimate<Double> se,
    Estimate<Double> lower,
    Estimate<Double> upper,
    Estimate<Double> d,
    Estimate<Double> df,
    Estimate<Double> p,
    String method)
    implements Serializable {

  static final String METHOD = "unpaired DeLong";

  /** Compares two samples that share no patient. */
  public static UnpairedDifference of(Sample group, Sample reference) {
    Estimate<Auroc> first = named("the group", Auroc.of(group));
    Estimate<Auroc> second = named("the reference group", Auroc.of(reference));
    Estimate<Double> difference =
        first.flatMap(one -> second.map(other -> one.value() - other.value()));
    Estimate<Welch> welch =
        difference.flatMap(
            gap ->
                variance("the group", first)
                    .flatMap(
                        v1 ->
                            variance("the reference group", second)
                                .map(v2 -> Welch.of(gap, v1, group.size(), v2, reference.size()))));
    return new UnpairedDifference(
        group.size(),
        group.events(),
        reference.size(),
        reference.events(),
        first.map(Auroc::value),
        second.map(Auroc::value),
        difference,
        welch.map(Welch::se),
        welch.map(test -> test.difference - test.quantile() * test.se),
        welch.map(test -> test.difference + test.quantile() * test.se),
        welch.map(Welch::d),
        welch.map(Welch::df),
        welch.map(test -> Distributions.twoSidedT(test.d(), test.df)),
        METHOD);
  }

  private static Estimate<Double> variance(String whose, Estimate<Auroc> area) {
    return named(whose, area.flatMap(Auroc::se)).map(se -> se * se);
  }

  private static <T> Estimate<T> named(String whose, Estimate<T> estimate) {
    return estimate instanceof Estimate.NotEstimable<T> none
        ? Estimate.none(whose + ": " + none.why())
        : estimate;
  }

  private record Welch(double difference, double se, double df) {

    static Welch of(double difference, double v1, int n1, double v2, int n2) {
      double variance = v1 + v2;
      return new Welch(
          difference,
          Math.sqrt(variance),
          variance * variance / (v1 * v1 / (n1 - 1) + v2 * v2 / (n2 - 1)));
    }

    double d() {
      return difference / se;
    }

    double quantile() {
      return Distributions.t(df, 0.05);
    }
  }
}
