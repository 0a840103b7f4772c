package org.polarfold.study;

import java.time.YearMonth;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What is known of a patient beside the maps; anything may be missing.
 *
 * @param ageYears age at the examination
 * @param examined month of the examination; the day is never kept
 * @param labels 0 or 1 by target; a target without an entry is missing
 * @param race in the consortium's words, where it is collected
 * @param readers what each reader said of the maps, 1 abnormal or 0 normal; sorted by the reader's
 *     name in site.conf
 * @param angiographyDone whether the patient reached angiography
 * @param obstructiveDisease what angiography found
 */
public record ClinicalFacts(
    OptionalDouble ageYears,
    Optional<YearMonth> examined,
    Map<Target, Integer> labels,
    Optional<String> race,
    Map<String, Integer> readers,
    Optional<Boolean> angiographyDone,
    Optional<Boolean> obstructiveDisease) {

  /**
   * Copies the maps.
   *
   * @throws IllegalArgumentException for a label that is neither 0 nor 1
   */
  public ClinicalFacts {
    labels.forEach((target, label) -> check(target.key(), label));
    readers.forEach(ClinicalFacts::check);
    Map<Target, Integer> copy = new EnumMap<>(Target.class);
    copy.putAll(labels);
    labels = Collections.unmodifiableMap(copy);
    readers = Collections.unmodifiableMap(new TreeMap<>(readers));
  }

  /** Age and labels alone. */
  public static ClinicalFacts of(OptionalDouble ageYears, Map<Target, Integer> labels) {
    return new ClinicalFacts(
        ageYears,
        Optional.empty(),
        labels,
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** The label of a target, 0 or 1, or empty where missing. */
  public OptionalInt label(Target target) {
    Integer label = labels.get(target);
    return label == null ? OptionalInt.empty() : OptionalInt.of(label);
  }

  private static void check(String name, int label) {
    if (label != 0 && label != 1) {
      throw new IllegalArgumentException(
          "Invalid label of " + name + ": " + label + " (expected 0 or 1)");
    }
  }
}
