package org.polarfold.evaluate;

import java.util.Arrays;

/** Arrays of patients' codes, which are small whole numbers in the order of the pseudonyms. */
public final class Codes {

  private Codes() {}

  /** The positions of the codes in ascending order of code, without boxing. */
  static int[] ascending(int[] codes) {
    long[] keyed = new long[codes.length];
    for (int i = 0; i < codes.length; i++) {
      keyed[i] = (long) codes[i] << Integer.SIZE | i;
    }
    Arrays.sort(keyed);
    int[] positions = new int[codes.length];
    for (int i = 0; i < codes.length; i++) {
      positions[i] = (int) keyed[i];
    }
    return positions;
  }

  /** What two ascending arrays have in common, ascending. */
  public static int[] common(int[] first, int[] second) {
    int[] both = new int[Math.min(first.length, second.length)];
    int size = 0;
    for (int i = 0, j = 0; i < first.length && j < second.length; ) {
      if (first[i] == second[j]) {
        both[size++] = first[i];
        i++;
        j++;
      } else if (first[i] < second[j]) {
        i++;
      } else {
        j++;
      }
    }
    return Arrays.copyOf(both, size);
  }

  /** The positions in an ascending array of an ascending part of it. */
  public static int[] positions(int[] all, int[] part) {
    int[] positions = new int[part.length];
    for (int i = 0, j = 0; j < part.length; i++) {
      if (all[i] == part[j]) {
        positions[j++] = i;
      }
    }
    return positions;
  }

  static int[] pick(int[] values, int[] positions) {
    int[] picked = new int[positions.length];
    for (int i = 0; i < positions.length; i++) {
      picked[i] = values[positions[i]];
    }
    return picked;
  }

  static double[] pick(double[] values, int[] positions) {
    double[] picked = new double[positions.length];
    for (int i = 0; i < positions.length; i++) {
      picked[i] = values[positions[i]];
    }
    return picked;
  }
}
