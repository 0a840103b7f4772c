package org.polarfold.backbone;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which machine code an NVIDIA GPU runs, as {@code 8.6}.
 *
 * @param major code of one major number does not run on another
 * @param minor code runs on this and later ones of its major number
 */
record ComputeCapability(int major, int minor) implements Comparable<ComputeCapability> {

  /**
   * What nd4j-cuda-11.6 1.0.0-M2.1 holds code for, read from its fat binaries: sm_37, 50, 52, 60,
   * 61, 70, 75, 80 and 86, and no PTX that a driver could compile for anything newer.
   */
  static final ComputeCapability LEAST = new ComputeCapability(3, 7);

  /** Ada: the last with the major number 8. */
  static final ComputeCapability MOST = new ComputeCapability(8, 9);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})");
  private static final Comparator<ComputeCapability> ORDER =
      Comparator.comparingInt(ComputeCapability::major).thenComparingInt(ComputeCapability::minor);

  static Optional<ComputeCapability> of(String text) {
    Matcher parts = TEXT.matcher(text);
    return parts.matches()
        ? Optional.of(
            new ComputeCapability(
                Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2))))
        : Optional.empty();
  }

  /** Whether ND4J's library runs on it. */
  boolean isCovered() {
    return compareTo(LEAST) >= 0 && compareTo(MOST) <= 0;
  }

  @Override
  public int compareTo(ComputeCapability other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
