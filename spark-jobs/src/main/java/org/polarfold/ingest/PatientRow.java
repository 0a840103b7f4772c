package org.polarfold.ingest;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.polarfold.ingest.SiteExport.Vocabulary;
import org.polarfold.study.Target;

/**
 * What the patient table says of one patient.
 *
 * @param ageYears age at the examination, if known
 * @param labels 0 or 1 by target; none where missing
 */
record PatientRow(OptionalDouble ageYears, Map<Target, Integer> labels) {

  /** Where the columns of a patient table stand. */
  static final class Columns {

    private final SiteExport.Patients patients;
    private final int age;
    private final Map<Target, Integer> labels = new EnumMap<>(Target.class);

    Columns(SiteExport.Patients patients, Table table) {
      this.patients = patients;
      this.age = patients.ageYears().map(c -> table.column(c, "patients.age-years")).orElse(-1);
      patients
          .labels()
          .forEach(
              (target, words) ->
                  labels.put(
                      target, table.column(words.column(), "patients.labels." + target.key())));
    }

    PatientRow read(TableRow row) throws RecordFlaw {
      row.checkShape();
      Map<Target, Integer> read = new EnumMap<>(Target.class);
      for (Map.Entry<Target, Integer> column : labels.entrySet()) {
        Vocabulary words = vocabulary(column.getKey());
        Optional<String> text = row.text(column.getValue(), words.column());
        if (text.isPresent()) {
          read.put(column.getKey(), label(text.get(), words));
        }
      }
      return new PatientRow(age(row), read);
    }

    private Vocabulary vocabulary(Target target) {
      return java.util.Objects.requireNonNull(patients.labels().get(target));
    }

    private OptionalDouble age(TableRow row) throws RecordFlaw {
      if (patients.ageYears().isEmpty()) {
        return OptionalDouble.empty();
      }
      String name = patients.ageYears().get();
      Optional<Double> years = row.number(age, name);
      return years.isEmpty()
          ? OptionalDouble.empty()
          : OptionalDouble.of(PhysiologicalRange.AGE.checked(years.get(), name));
    }

    private static int label(String text, Vocabulary words) throws RecordFlaw {
      if (words.positive().contains(text)) {
        return 1;
      }
      if (words.negative().contains(text)) {
        return 0;
      }
      throw new RecordFlaw(
          RejectionReason.LABEL_NOT_IN_VOCABULARY,
          "column "
              + words.column()
              + ": expected one of "
              + String.join(", ", words.positive())
              + ", "
              + String.join(", ", words.negative()));
    }
  }
}
