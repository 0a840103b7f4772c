package org.polarfold.planted;

import java.util.List;
import java.util.function.Function;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.MetaAnalysis;

/**
 * How often the headline interval of the pooled novelty covers 0 over consortia without a shift.
 *
 * @param reading what was told, from what
 * @param consortia how many
 * @param covering those whose interval holds 0; one without an interval does not count among them
 * @param estimated those with an interval
 * @param drop mean pooled drop of those that have one, and its standard error over consortia
 * @param internalSize the same of its first part
 * @param novelty the same of the novelty
 * @param externalSize the same of its last part
 * @param width mean width of the novelty's interval, of those that have one
 */
public record NoveltyCoverage(
    Reading reading,
    int consortia,
    int covering,
    int estimated,
    Mean drop,
    Mean internalSize,
    Mean novelty,
    Mean externalSize,
    double width) {

  /** What the interval promises. */
  public static final double NOMINAL = 0.95;

  /** A coverage at least as low as this rarely seen by chance, were it nominal, is too low. */
  private static final double RARE = 0.025;

  static NoveltyCoverage of(Reading reading, List<NoveltyCheck.Parts> consortia) {
    List<MetaAnalysis> intervals = present(consortia, NoveltyCheck.Parts::novelty);
    return new NoveltyCoverage(
        reading,
        consortia.size(),
        (int) intervals.stream().filter(one -> one.lower() <= 0 && 0 <= one.upper()).count(),
        intervals.size(),
        mean(consortia, NoveltyCheck.Parts::drop),
        mean(consortia, NoveltyCheck.Parts::internalSize),
        mean(consortia, NoveltyCheck.Parts::novelty),
        mean(consortia, NoveltyCheck.Parts::externalSize),
        intervals.stream().mapToDouble(one -> one.upper() - one.lower()).average().orElse(0));
  }

  private static List<MetaAnalysis> present(
      List<NoveltyCheck.Parts> consortia,
      Function<NoveltyCheck.Parts, Estimate<MetaAnalysis>> part) {
    return consortia.stream()
        .map(part)
        .flatMap(
            estimate ->
                estimate instanceof Estimate.Value<MetaAnalysis> present
                    ? java.util.stream.Stream.of(present.value())
                    : java.util.stream.Stream.empty())
        .toList();
  }

  private static Mean mean(
      List<NoveltyCheck.Parts> consortia,
      Function<NoveltyCheck.Parts, Estimate<MetaAnalysis>> part) {
    return Mean.of(present(consortia, part).stream().mapToDouble(MetaAnalysis::estimate).toArray());
  }

  /** The share that covers, in [0, 1]. */
  public double share() {
    return (double) covering / consortia;
  }

  /** Its Monte-Carlo standard error. */
  public double error() {
    return Math.sqrt(share() * (1 - share()) / consortia);
  }

  /**
   * Whether coverage is lower than nominal by more than chance allows: were it nominal, so few or
   * fewer of as many consortia would be covered in less than one check of forty.
   */
  public boolean tooLow() {
    // Drawing nothing, so that no generator is needed.
    return new BinomialDistribution(null, consortia, NOMINAL).cumulativeProbability(covering)
        < RARE;
  }
}
