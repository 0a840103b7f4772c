package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.Collection;

/**
 * What became of the rows read: {@code rows = used +} the sum of what was excluded.
 *
 * @param rows rows read
 * @param used rows that entered an estimate
 * @param excluded rows that did not, by reason
 */
public record Counts(long rows, long used, Excluded excluded) implements Serializable {

  /**
   * Rows left out, each under the first reason that applies.
   *
   * @param labelMissing without a label
   * @param scoreMissing with a label, without a score
   * @param notInEveryRepeat complete, of a patient whom another repeat of the same arm and site has
   *     no complete row of
   */
  public record Excluded(long labelMissing, long scoreMissing, long notInEveryRepeat)
      implements Serializable {}

  static Counts of(long used, long labelMissing, long scoreMissing, long notInEveryRepeat) {
    return new Counts(
        used + labelMissing + scoreMissing + notInEveryRepeat,
        used,
        new Excluded(labelMissing, scoreMissing, notInEveryRepeat));
  }

  static Counts sum(Collection<Counts> parts) {
    return of(
        parts.stream().mapToLong(Counts::used).sum(),
        parts.stream().mapToLong(part -> part.excluded().labelMissing()).sum(),
        parts.stream().mapToLong(part -> part.excluded().scoreMissing()).sum(),
        parts.stream().mapToLong(part -> part.excluded().notInEveryRepeat()).sum());
  }
}
