package org.polarfold.coverage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.polarfold.evaluate.DropPower;
import org.polarfold.evaluate.DropTrial;
import org.polarfold.evaluate.DropTrial.PairedScores;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.MetaAnalysis;
import org.polarfold.provenance.Seeds;

/**
 * How often a planned drop is found where scores are drawn as the plan assumes: in each class
 * normal with variance 1, correlated within a patient, the true drops of the sites normal about the
 * mean. The tests are those of the results file; a test that cannot be made finds nothing.
 *
 * @param plan what is planned
 * @param consortia how many are drawn, at least 1
 * @param seed root of all draws; each consortium has its own
 */
public record PowerSimulation(DropPower plan, int consortia, long seed) {

  private static final NormalDistribution NORMAL = new NormalDistribution();
  private static final double LEAST_AREA = 0.001;

  /**
   * What was found.
   *
   * @param consortia how many were drawn
   * @param atOneSite share of single sites at which the drop was found; one a consortium is drawn,
   *     with the mean drop as its own
   * @param pooled share of consortia in which the headline found it
   */
  public record Found(int consortia, double atOneSite, double pooled) {

    /** The Monte-Carlo standard error of a share, if it is the given one. */
    public double error(double share) {
      return Math.sqrt(share * (1 - share) / consortia);
    }
  }

  /** Draws and tests; the same figures on any number of processors. */
  public Found run() {
    double scores = plan.scoreCorrelation();
    Seeds seeds = new Seeds(seed).family("power", plan);
    double site = 1 - plan.alpha() / 2;
    double criticalZ = NORMAL.inverseCumulativeProbability(site);
    double criticalT = new TDistribution(plan.sites() - 1).inverseCumulativeProbability(site);
    long[] found =
        IntStream.range(0, consortia)
            .parallel()
            .mapToObj(
                i -> {
                  SplittableRandom random = new SplittableRandom(seeds.seed(i));
                  return new long[] {
                    atOneSite(random, scores, criticalZ) ? 1 : 0,
                    pooled(random, scores, criticalT) ? 1 : 0
                  };
                })
            .reduce(new long[2], (a, b) -> new long[] {a[0] + b[0], a[1] + b[1]});
    return new Found(consortia, found[0] / (double) consortia, found[1] / (double) consortia);
  }

  private boolean atOneSite(SplittableRandom random, double scores, double critical) {
    return DropTrial.atSite(site(random, scores, plan.drop())).z()
            instanceof Estimate.Value<Double> z
        && Math.abs(z.value()) > critical;
  }

  private boolean pooled(SplittableRandom random, double scores, double critical) {
    List<PairedScores> sites = new ArrayList<>();
    for (int i = 0; i < plan.sites(); i++) {
      sites.add(site(random, scores, plan.drop() + plan.tau() * random.nextGaussian()));
    }
    return DropTrial.overSites(sites) instanceof Estimate.Value<MetaAnalysis> meta
        && meta.value().k() == plan.sites()
        && Math.abs(meta.value().pooled())
            > critical * Math.max(meta.value().seHartungKnapp(), meta.value().seWald());
  }

  private PairedScores site(SplittableRandom random, double correlation, double drop) {
    int events = (int) Math.round(plan.patients() * plan.events());
    byte[] labels = new byte[plan.patients()];
    Arrays.fill(labels, 0, events, (byte) 1);
    double[] internal = new double[labels.length];
    double[] external = new double[labels.length];
    double apartInternal = apart(plan.auroc());
    double apartExternal = apart(plan.auroc() - drop);
    double own = Math.sqrt((1 - correlation) * (1 + correlation));
    for (int i = 0; i < labels.length; i++) {
      double shared = random.nextGaussian();
      internal[i] = labels[i] * apartInternal + shared;
      external[i] = labels[i] * apartExternal + correlation * shared + own * random.nextGaussian();
    }
    return new PairedScores(labels, internal, external);
  }

  /** How far the classes' means are apart, in their standard deviations. */
  private static double apart(double area) {
    double possible = Math.max(LEAST_AREA, Math.min(1 - LEAST_AREA, area));
    return Math.sqrt(2) * NORMAL.inverseCumulativeProbability(possible);
  }
}
