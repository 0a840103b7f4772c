package org.polarfold.evaluate;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where the labels of one target are from, by the patient's code. */
public final class LabelSources {

  private final double[] verified;
  private final SortedMap<String, double[]> readers;

  LabelSources(double[] verified, SortedMap<String, double[]> readers) {
    this.verified = verified;
    this.readers = readers;
  }

  /** None are told. */
  static LabelSources none() {
    return new LabelSources(new double[0], new TreeMap<>());
  }

  /** Whether anybody is said to be verified, or not to be. */
  public boolean hasVerified() {
    return Arrays.stream(verified).anyMatch(one -> !Double.isNaN(one));
  }

  /** Whether the patient is said not to be verified. */
  boolean unverified(int patient) {
    return patient < verified.length && verified[patient] == 0;
  }

  /** Labels by name of reader, one a patient, NaN where there is none. */
  public SortedMap<String, double[]> readers() {
    return readers;
  }
}
