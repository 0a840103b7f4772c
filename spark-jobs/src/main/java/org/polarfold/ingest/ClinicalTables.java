package org.polarfold.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.polarfold.ingest.Clinical.Vocabulary;
import org.polarfold.study.Target;

/** The rows of a site's clinical tables: those of the patient table first, then all others. */
final class ClinicalTables implements Closeable {

  private final Clinical clinical;
  private final Table patients;
  private final int patient;
  private final int age;
  private final Map<Target, Integer> labels = new EnumMap<>(Target.class);

  ClinicalTables(Clinical clinical) {
    this.clinical = clinical;
    this.patients = Table.open(clinical.patients());
    this.patient = patients.column(clinical.patients().patient(), "patients.patient");
    this.age = clinical.ageYears().map(c -> patients.column(c, "patients.age-years")).orElse(-1);
    clinical
        .labels()
        .forEach(
            (target, words) ->
                labels.put(
                    target, patients.column(words.column(), "patients.labels." + target.key())));
  }

  /** The next row, or empty after the last. */
  Optional<ClinicalRow> next() {
    return patients.next().map(ClinicalRow::new);
  }

  @Override
  public void close() throws IOException {
    patients.close();
  }

  /** One row of one table. */
  final class ClinicalRow {

    private final TableRow row;

    ClinicalRow(TableRow row) {
      this.row = row;
    }

    RecordPlace place() {
      return row.place();
    }

    String identifier() throws RecordFlaw {
      return row.identifier(patient);
    }

    /** Whether it is the row of the patient table, of which there is one a patient. */
    boolean enrols() {
      return true;
    }

    /** Adds what the row says; one row of every table may be added. */
    void addTo(PatientFacts facts) throws RecordFlaw {
      row.checkShape();
      for (Map.Entry<Target, Integer> column : labels.entrySet()) {
        Vocabulary words = Objects.requireNonNull(clinical.labels().get(column.getKey()));
        Optional<String> text = row.text(column.getValue(), words.column());
        if (text.isPresent()) {
          facts.label(column.getKey(), label(text.get(), words));
        }
      }
      if (clinical.ageYears().isPresent()) {
        String name = clinical.ageYears().get();
        Optional<Double> years = row.number(age, name);
        if (years.isPresent()) {
          facts.ageYears(PhysiologicalRange.AGE.checked(years.get(), name));
        }
      }
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
