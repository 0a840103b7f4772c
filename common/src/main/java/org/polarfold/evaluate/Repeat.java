package org.polarfold.evaluate;

import java.util.Comparator;

/** One repetition of the random procedure: a pair of repeat and seed. */
public record Repeat(int repeat, long seed) implements Comparable<Repeat> {

  private static final Comparator<Repeat> ORDER =
      Comparator.comparingInt(Repeat::repeat).thenComparingLong(Repeat::seed);

  @Override
  public int compareTo(Repeat other) {
    return ORDER.compare(this, other);
  }
}
