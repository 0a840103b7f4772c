package org.polarfold.split;

import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.polarfold.study.PatientId;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

/**
 * What a plan may know of a patient.
 *
 * @param patient pseudonym
 * @param site where the patient was examined
 * @param labels 0 or 1 by target; a target without an entry is missing
 * @param examined the month of the examination, or empty where unknown
 */
public record Enrolled(
    PatientId patient, SiteId site, Map<Target, Integer> labels, Optional<YearMonth> examined) {

  public Enrolled {
    labels = Map.copyOf(labels);
  }

  /** A patient whose examination has no known month. */
  public Enrolled(PatientId patient, SiteId site, Map<Target, Integer> labels) {
    this(patient, site, labels, Optional.empty());
  }

  /** The label of a target, or empty where missing. */
  public OptionalInt label(Target target) {
    Integer label = labels.get(target);
    return label == null ? OptionalInt.empty() : OptionalInt.of(label);
  }
}
