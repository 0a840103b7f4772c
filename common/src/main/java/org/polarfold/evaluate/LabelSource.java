package org.polarfold.evaluate;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a row's label is from.
 *
 * @param verified whether the patient had the reference test, empty where that is not said
 * @param readers labels 0 or 1 by name of reader
 */
public record LabelSource(Optional<Boolean> verified, SortedMap<String, Integer> readers) {

  /** The name of the column of {@link #verified()}. */
  public static final String VERIFIED = "verified";

  /** What the name of a column of {@link #readers()} begins with. */
  public static final String READER = "reader:";

  /** Nothing is said. */
  public static final LabelSource NONE = new LabelSource(Optional.empty(), new TreeMap<>());
}
