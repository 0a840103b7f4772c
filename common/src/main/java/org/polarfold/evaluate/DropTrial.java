package org.polarfold.evaluate;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.polarfold.study.SiteId;

/** Drops of sites whose scores are at hand as arrays, by the very tests that the results hold. */
public final class DropTrial {

  private DropTrial() {}

  /**
   * The patients of one site.
   *
   * @param labels 0 or 1, one a patient
   * @param internal scores in the one arm, as many; larger where label 1 is likelier
   * @param external scores in the other
   */
  public record PairedScores(byte[] labels, double[] internal, double[] external) {}

  /** The drop at one site, by the paired test of DeLong. */
  public static PairedDrop atSite(PairedScores site) {
    return PairedDrop.of(sample(site.labels, site.internal), sample(site.labels, site.external));
  }

  /** The drops of sites pooled: the headline. */
  public static Estimate<MetaAnalysis> overSites(List<PairedScores> sites) {
    SortedMap<SiteId, PairedDrop> drops = new TreeMap<>();
    for (int i = 0; i < sites.size(); i++) {
      drops.put(new SiteId("site-" + i), atSite(sites.get(i)));
    }
    return MetaAnalysis.ofDrops(drops);
  }

  private static Sample sample(byte[] labels, double[] scores) {
    return new Sample(
        List.of(new Repeat(0, 0)),
        IntStream.range(0, labels.length).toArray(),
        labels,
        new double[][] {scores});
  }
}
