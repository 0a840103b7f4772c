package org.polarfold.ingest;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polarfold.experiment.Settings;
import org.polarfold.study.Acquisition;
import org.polarfold.study.Target;

/**
 * A site's clinical tables as its site.conf describes them.
 *
 * @param patients the patient table, one row a patient
 * @param ageYears the column of ages, if there is one
 * @param labels the column and words of each target that the site sends
 * @param acquisition how the site acquires
 */
record Clinical(
    TableFile patients,
    Optional<String> ageYears,
    Map<Target, Vocabulary> labels,
    Acquisition acquisition) {

  /**
   * The words of a label.
   *
   * @param column where it stands
   * @param positive what means 1
   * @param negative what means 0; shares no word with the former
   */
  record Vocabulary(String column, List<String> positive, List<String> negative) {}

  /** Reads the blocks {@code patients} and {@code acquisition}. */
  static Clinical of(Settings site, ExportFolder folder) {
    Settings patients = site.block("patients");
    TableFile table = TableFile.of(patients, folder);
    Optional<String> age =
        patients.has("age-years") ? Optional.of(patients.text("age-years")) : Optional.empty();
    Map<Target, Vocabulary> labels = new EnumMap<>(Target.class);
    patients
        .optionalBlock("labels")
        .ifPresent(
            block -> {
              for (Target target : Target.values()) {
                block
                    .optionalBlock(target.key().replace('_', '-'))
                    .ifPresent(label -> labels.put(target, vocabulary(label, table)));
              }
            });
    return new Clinical(
        table, age, Collections.unmodifiableMap(labels), acquisition(site.block("acquisition")));
  }

  private static Vocabulary vocabulary(Settings label, TableFile table) {
    String column = label.text("column");
    List<String> positive = label.texts("positive");
    List<String> negative = label.texts("negative");
    if (positive.isEmpty() || !Collections.disjoint(positive, table.missing())) {
      throw label.invalid("positive", "at least one word, none of those for missing");
    }
    if (negative.isEmpty()
        || !Collections.disjoint(negative, positive)
        || !Collections.disjoint(negative, table.missing())) {
      throw label.invalid(
          "negative", "at least one word, none of those for positive or for missing");
    }
    return new Vocabulary(column, positive, negative);
  }

  private static Acquisition acquisition(Settings acquisition) {
    return new Acquisition(
        acquisition.text("tracer", Acquisition.UNKNOWN),
        acquisition.text("scanner", Acquisition.UNKNOWN),
        acquisition.text("software", Acquisition.UNKNOWN),
        acquisition.text("kinetic-model", Acquisition.UNKNOWN),
        acquisition.text("reconstruction", Acquisition.UNKNOWN),
        acquisition.text("attenuation-correction", Acquisition.UNKNOWN),
        acquisition.text("stressor", Acquisition.UNKNOWN));
  }

  /** Opens the tables and finds their columns. */
  ClinicalTables open() {
    return new ClinicalTables(this);
  }
}
