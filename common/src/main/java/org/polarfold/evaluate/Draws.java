package org.polarfold.evaluate;

import java.util.SplittableRandom;

/**
 * Whole numbers drawn evenly, two from each 64 random bits, without a division and without bias
 * (Lemire, ACM Transactions on Modeling and Computer Simulation 2019;29:3).
 */
final class Draws {

  private static final long LOW = 0xFFFFFFFFL;

  private Draws() {}

  /** Draws as many units as there are, with replacement, and counts them. */
  static void count(int[] counts, SplittableRandom random) {
    int n = counts.length;
    long refused = refused(n);
    for (int drawn = 0; drawn < n; ) {
      long bits = random.nextLong();
      long first = (bits & LOW) * n;
      if ((first & LOW) >= refused) {
        counts[(int) (first >>> Integer.SIZE)]++;
        drawn++;
      }
      long second = (bits >>> Integer.SIZE) * n;
      if (drawn < n && (second & LOW) >= refused) {
        counts[(int) (second >>> Integer.SIZE)]++;
        drawn++;
      }
    }
  }

  /** The same for some of the units. */
  static void count(int[] some, int[] counts, SplittableRandom random) {
    int n = some.length;
    long refused = refused(n);
    for (int drawn = 0; drawn < n; ) {
      long bits = random.nextLong();
      long first = (bits & LOW) * n;
      if ((first & LOW) >= refused) {
        counts[some[(int) (first >>> Integer.SIZE)]]++;
        drawn++;
      }
      long second = (bits >>> Integer.SIZE) * n;
      if (drawn < n && (second & LOW) >= refused) {
        counts[some[(int) (second >>> Integer.SIZE)]]++;
        drawn++;
      }
    }
  }

  /** Below this, the low half of a product belongs to a number that would come too often. */
  private static long refused(int n) {
    return n == 0 ? 0 : (1L << Integer.SIZE) % n;
  }
}
