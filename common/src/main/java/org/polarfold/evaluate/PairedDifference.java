package org.polarfold.evaluate;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.Serializable;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.polarfold.study.SiteId;

/**
 * The difference in AUROC between two arms of a model, or two models in an arm, on identical
 * patients.
 *
 * <p>Of arms it is one of the three parts that a drop splits into. Internal minus external is
 * (internal - matched internal), the price of the internal arm's larger training sets, plus
 * (matched internal - matched external), the novelty of the site, plus (matched external -
 * external). Where all four arms are there, each part is on the patients that are in all four, so
 * that the parts add up to the drop of those patients.
 *
 * @param first arm or model that the second is taken from
 * @param second the other
 * @param sites one entry a site, in order of name
 * @param pooled the difference of the one curve over all sites: not the headline
 * @param metaAnalysis differences of the sites pooled: the headline
 */
public record PairedDifference(
    String first,
    String second,
    List<SiteDifference> sites,
    Difference pooled,
    Estimate<MetaAnalysis> metaAnalysis)
    implements Serializable {

  /**
   * The difference at one site.
   *
   * @param site its name
   * @param difference on its patients
   */
  public record SiteDifference(String site, @JsonUnwrapped Difference difference)
      implements Serializable {}

  /**
   * A paired difference in AUROC.
   *
   * @param n patients compared
   * @param events those of them with label 1
   * @param first area of the first
   * @param second area of the second
   * @param difference first minus second, never cut
   * @param se DeLong's standard error of the paired difference
   * @param lower 95 % interval
   * @param upper its other end
   * @param z difference over its standard error; 0 where the two are identical
   * @param p two-sided, normal
   */
  public record Difference(
      int n,
      int events,
      Estimate<Double> first,
      Estimate<Double> second,
      Estimate<Double> difference,
      Estimate<Double> se,
      Estimate<Double> lower,
      Estimate<Double> upper,
      Estimate<Double> z,
      Estimate<Double> p)
      implements Serializable {

    static Difference of(PairedDrop paired) {
      return new Difference(
          paired.n(),
          paired.events(),
          paired.internal(),
          paired.external(),
          paired.drop(),
          paired.se(),
          paired.lower(),
          paired.upper(),
          paired.z(),
          paired.p());
    }
  }

  /** The difference between two, at each site that either has and over all of them. */
  static PairedDifference of(
      String first, ArmSamples minuend, String second, ArmSamples subtrahend) {
    SortedMap<SiteId, PairedDrop> sites = new TreeMap<>();
    ArmSamples.sitesOf(minuend, subtrahend)
        .forEach(site -> sites.put(site, PairedDrop.of(minuend.site(site), subtrahend.site(site))));
    return new PairedDifference(
        first,
        second,
        sites.entrySet().stream()
            .map(site -> new SiteDifference(site.getKey().value(), Difference.of(site.getValue())))
            .toList(),
        Difference.of(PairedDrop.of(minuend.pooled(), subtrahend.pooled())),
        MetaAnalysis.ofDrops(sites));
  }
}
