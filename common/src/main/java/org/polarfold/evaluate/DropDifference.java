package org.polarfold.evaluate;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.polarfold.study.SiteId;

/**
 * How much larger one model's drop is than another's: internal minus external of the first, less
 * internal minus external of the second, on the patients that all four have. DeLong's covariances
 * of the four areas: Biometrics 1988;44:837.
 *
 * @param sites one entry a site, in order of name
 * @param metaAnalysis differences of the sites pooled: the headline
 */
public record DropDifference(List<AtSite> sites, Estimate<MetaAnalysis> metaAnalysis)
    implements Serializable {

  /**
   * A site.
   *
   * @param site its name
   * @param difference there, where it can be told
   */
  public record AtSite(String site, Estimate<Difference> difference) implements Serializable {}

  /**
   * A difference of two drops.
   *
   * @param n patients in both arms of both models
   * @param events those of them with label 1
   * @param first drop of the first model
   * @param second drop of the second
   * @param difference first minus second; above 0 where the first loses more
   * @param test its interval and test
   */
  public record Difference(
      int n, int events, double first, double second, double difference, @JsonUnwrapped Test test)
      implements Serializable {}

  /**
   * A test of a difference.
   *
   * @param se DeLong's standard error
   * @param lower 95 % interval, never cut
   * @param upper its other end
   * @param z difference over its standard error
   * @param p two-sided, normal
   */
  public record Test(
      Estimate<Double> se,
      Estimate<Double> lower,
      Estimate<Double> upper,
      Estimate<Double> z,
      Estimate<Double> p)
      implements Serializable {}

  /** Both arms of a model. */
  record Both(ArmSamples internal, ArmSamples external) {}

  static DropDifference of(Both first, Both second) {
    SortedMap<SiteId, Estimate<Difference>> sites = new TreeMap<>();
    for (SiteId site : ArmSamples.sitesOf(first.internal, second.internal)) {
      sites.put(
          site,
          difference(
              first.internal.site(site),
              first.external.site(site),
              second.internal.site(site),
              second.external.site(site)));
    }
    Map<SiteId, Estimate<Pooling.Effect>> effects = new TreeMap<>();
    sites.forEach(
        (site, one) ->
            effects.put(
                site,
                one.flatMap(
                    difference ->
                        difference
                            .test
                            .se()
                            .map(se -> new Pooling.Effect(difference.difference, se)))));
    return new DropDifference(
        sites.entrySet().stream()
            .map(site -> new AtSite(site.getKey().value(), site.getValue()))
            .toList(),
        MetaAnalysis.of(effects, MetaAnalysis.DIFFERENCE, DoubleUnaryOperator.identity()));
  }

  private static Estimate<Difference> difference(
      Sample internal, Sample external, Sample otherInternal, Sample otherExternal) {
    int[] all =
        Sample.inAll(
            Stream.of(internal, external, otherInternal, otherExternal)
                .map(Sample::patients)
                .toList());
    Sample same = internal.only(all);
    int events = same.events();
    if (events == 0 || events == all.length) {
      return Estimate.none(
          all.length == 0 ? "no patient is in both arms of both models" : Auroc.missing(same));
    }
    DeLong.Pair first = DeLong.Pair.of(same, external.only(all));
    DeLong.Pair second = DeLong.Pair.of(otherInternal.only(all), otherExternal.only(all));
    double difference = first.drop() - second.drop();
    return Estimate.of(
        new Difference(
            all.length,
            events,
            first.drop(),
            second.drop(),
            difference,
            test(difference, error(all.length, events, first.varianceOfDifference(second)))));
  }

  private static Estimate<Double> error(int n, int events, double variance) {
    if (events == 1 || n - events == 1) {
      return Estimate.none("only one patient in a class");
    }
    return variance > 0
        ? Estimate.of(Math.sqrt(variance))
        : Estimate.none("no variance between patients");
  }

  private static Test test(double difference, Estimate<Double> se) {
    return new Test(
        se,
        se.map(error -> difference - Distributions.Z * error),
        se.map(error -> difference + Distributions.Z * error),
        se.map(error -> difference / error),
        se.map(error -> Distributions.twoSided(difference / error)));
  }
}
