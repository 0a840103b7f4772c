package org.polarfold.evaluate;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What is known of each patient beside label and score, by the patient's code. */
public final class PatientAttributes {

  private final @Nullable String[] sexes;
  private final @Nullable String[] races;
  private final double[] ages;

  PatientAttributes(@Nullable String[] sexes, @Nullable String[] races, double[] ages) {
    this.sexes = sexes;
    this.races = races;
    this.ages = ages;
  }

  /** Sex as the file has it. */
  public Optional<String> sex(int patient) {
    return Optional.ofNullable(sexes[patient]);
  }

  /** Race as the file has it. */
  public Optional<String> race(int patient) {
    return Optional.ofNullable(races[patient]);
  }

  /** Years. */
  public OptionalDouble age(int patient) {
    return Double.isNaN(ages[patient]) ? OptionalDouble.empty() : OptionalDouble.of(ages[patient]);
  }

  /** Whether anybody's sex is known. */
  public boolean hasSex() {
    return Arrays.stream(sexes).anyMatch(Objects::nonNull);
  }

  /** Whether anybody's race is known. */
  public boolean hasRace() {
    return Arrays.stream(races).anyMatch(Objects::nonNull);
  }

  /** Whether anybody's age is known. */
  public boolean hasAge() {
    return Arrays.stream(ages).anyMatch(age -> !Double.isNaN(age));
  }
}
