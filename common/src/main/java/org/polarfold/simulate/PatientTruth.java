package org.polarfold.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.polarfold.study.Target;

/**
 * One row of the truth's table of patients: labels as they are, the risk of each given the
 * patient's study ({@link IdealObserver}), disease, and what the day and the knobs did to the
 * study. Lesions are branch:stenosis:transmural, with a space between.
 */
final class PatientTruth {

  static final String FIRST = "site";

  /** The columns after the first, which names the site. */
  static final List<String> COLUMNS = columns();

  private PatientTruth() {}

  private static List<String> columns() {
    List<String> columns = new ArrayList<>(List.of("patient", "age_years", "mean_reserve"));
    for (Target target : Target.values()) {
      columns.add(target.key());
    }
    for (Target target : Target.values()) {
      columns.add("risk_" + target.key());
    }
    columns.addAll(
        List.of(
            "race",
            "obstructive",
            "lesions",
            "microvascular",
            "artefact_strength",
            "attenuation",
            "marked",
            "rotation_degrees",
            "abnormal_by",
            "angiography"));
    return List.copyOf(columns);
  }

  static List<String> cells(String identifier, Examination examination, Map<Target, Double> risks) {
    Patient patient = examination.patient();
    Distortion distortion = examination.measured().distortion();
    List<String> cells = new ArrayList<>();
    cells.add(identifier);
    cells.add(number(patient.person().ageYears()));
    cells.add(number(patient.flow().meanReserve()));
    Map<Target, Integer> labels = patient.labels();
    for (Target target : Target.values()) {
      cells.add(String.valueOf(labels.getOrDefault(target, 0)));
    }
    for (Target target : Target.values()) {
      cells.add(number(risks.getOrDefault(target, Double.NaN)));
    }
    cells.add(patient.person().race().key());
    cells.add(truth(patient.disease().obstructive()));
    cells.add(
        patient.disease().lesions().stream()
            .map(PatientTruth::lesion)
            .collect(Collectors.joining(" ")));
    cells.add(number(patient.disease().microvascular()));
    cells.add(number(distortion.artefact()));
    cells.add(number(distortion.attenuation()));
    cells.add(truth(distortion.marked()));
    cells.add(number(distortion.rotationDegrees()));
    cells.add(
        examination.findings().readings().entrySet().stream()
            .filter(Map.Entry::getValue)
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(" ")));
    cells.add(truth(examination.findings().angiography()));
    return cells;
  }

  private static String lesion(Lesion lesion) {
    return String.format(
        Locale.ROOT, "%s:%.2f:%.2f", lesion.branch().key(), lesion.stenosis(), lesion.transmural());
  }

  private static String truth(boolean is) {
    return is ? "1" : "0";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }
}
