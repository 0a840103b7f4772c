package org.polarfold.split;

import java.time.YearMonth;
import java.util.List;
import java.util.function.Predicate;
import org.polarfold.UserException;
import org.polarfold.split.SplitPlan.PlannedDesign;
import org.polarfold.study.PatientId;

/**
 * Trained on what was examined before a month, judged on the rest. Whose month is unknown neither
 * trains nor is judged.
 *
 * @param from the first month of those who are held out
 */
record Temporal(YearMonth from) implements ValidationDesign {

  private static final String ARM = "temporal";

  @Override
  public List<PlannedDesign> planned(Enrolment enrolment) {
    List<PatientId> later = those(enrolment, month -> !month.isBefore(from));
    List<PatientId> earlier = those(enrolment, month -> month.isBefore(from));
    if (later.isEmpty() || earlier.isEmpty()) {
      throw new UserException(
          "Cannot split at split.temporal-from = %s: %d patients were examined before, %d later, %d %s"
              .formatted(
                  from,
                  earlier.size(),
                  later.size(),
                  enrolment.patients().size() - earlier.size() - later.size(),
                  "in an unknown month (expected patients before and later)"));
    }
    List<PatientId> unknown =
        enrolment.patients().stream()
            .filter(patient -> patient.examined().isEmpty())
            .map(Enrolled::patient)
            .toList();
    return List.of(new PlannedDesign(ARM, List.of(new Fold("from-" + from, later, unknown))));
  }

  private static List<PatientId> those(Enrolment enrolment, Predicate<YearMonth> examined) {
    return enrolment.patients().stream()
        .filter(patient -> patient.examined().filter(examined).isPresent())
        .map(Enrolled::patient)
        .toList();
  }
}
