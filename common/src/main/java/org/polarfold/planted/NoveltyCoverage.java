package org.polarfold.planted;

import java.util.List;
import java.util.function.Function;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.MetaAnalysis;

/**
 * How often the headline interval of the pooled novelty covers 0 over consortia without a shift.
 *
 * @param told what was told, from what, by which model
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
    String told,
    int consortia,
    int covering,
    int estimated,
    Mean drop,
    Mean internalSize,
    Mean novelty,
    Mean externalSize,
    double width) {

  /** What the interval promises. */
  public static final double NOMINAL = Nominal.SHARE;

  /**
   * Counts.
   *
   * @param told as {@link #told()}
   * @param consortia what each came to, at least one
   */
  public static NoveltyCoverage of(String told, List<PooledParts> consortia) {
    List<MetaAnalysis> intervals = present(consortia, PooledParts::novelty);
    return new NoveltyCoverage(
        told,
        consortia.size(),
        (int) intervals.stream().filter(one -> one.lower() <= 0 && 0 <= one.upper()).count(),
        intervals.size(),
        mean(consortia, PooledParts::drop),
        mean(consortia, PooledParts::internalSize),
        mean(consortia, PooledParts::novelty),
        mean(consortia, PooledParts::externalSize),
        intervals.stream().mapToDouble(one -> one.upper() - one.lower()).average().orElse(0));
  }

  private static List<MetaAnalysis> present(
      List<PooledParts> consortia, Function<PooledParts, Estimate<MetaAnalysis>> part) {
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
      List<PooledParts> consortia, Function<PooledParts, Estimate<MetaAnalysis>> part) {
    return Mean.of(present(consortia, part).stream().mapToDouble(MetaAnalysis::estimate).toArray());
  }

  /** The share that covers, in [0, 1]. */
  public double share() {
    return (double) covering / consortia;
  }

  /** Its Monte-Carlo standard error. */
  public double error() {
    return Nominal.error(covering, consortia);
  }

  /** Whether coverage is lower than nominal by more than chance allows. */
  public boolean tooLow() {
    return Nominal.isMissed(covering, consortia);
  }
}
