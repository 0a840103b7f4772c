package org.polarfold.evaluate;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a row says of its patient beside label and score.
 *
 * @param sex any text, empty where unknown
 * @param age years, 0 to 130, empty where unknown
 * @param race any text, empty where unknown
 */
public record Attributes(Optional<String> sex, OptionalDouble age, Optional<String> race) {

  /** The name of the column of {@link #sex()}. */
  public static final String SEX = "sex";

  /** The name of the column of {@link #age()}. */
  public static final String AGE = "age";

  /** The name of the column of {@link #race()}. */
  public static final String RACE = "race";

  /** Nothing is known. */
  public static final Attributes NONE =
      new Attributes(Optional.empty(), OptionalDouble.empty(), Optional.empty());
}
