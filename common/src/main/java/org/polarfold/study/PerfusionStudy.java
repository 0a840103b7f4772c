package org.polarfold.study;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One perfusion examination of one patient, as checked by ingest.
 *
 * @param patient pseudonym
 * @param site where it was acquired
 * @param ageYears age at the examination, if known
 * @param acquisition how it was acquired
 * @param rest blood flow at rest, mL/min/g
 * @param stress blood flow under stress, mL/min/g
 * @param reserve flow reserve, dimensionless
 * @param labels 0 or 1 by target; a target without an entry is missing
 */
public record PerfusionStudy(
    PatientId patient,
    SiteId site,
    OptionalDouble ageYears,
    Acquisition acquisition,
    PolarMap rest,
    PolarMap stress,
    PolarMap reserve,
    Map<Target, Integer> labels) {

  public PerfusionStudy {
    labels.forEach(
        (target, label) -> {
          if (label != 0 && label != 1) {
            throw new IllegalArgumentException(
                "Invalid label of " + target.key() + ": " + label + " (expected 0 or 1)");
          }
        });
    Map<Target, Integer> copy = new EnumMap<>(Target.class);
    copy.putAll(labels);
    labels = java.util.Collections.unmodifiableMap(copy);
  }

  /** The map of a kind. */
  public PolarMap map(MapKind kind) {
    return switch (kind) {
      case REST -> rest;
      case STRESS -> stress;
      case RESERVE -> reserve;
    };
  }

  /** The label of a target, 0 or 1, or empty where missing. */
  public OptionalInt label(Target target) {
    Integer label = labels.get(target);
    return label == null ? OptionalInt.empty() : OptionalInt.of(label);
  }
}
