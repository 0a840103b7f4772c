package org.polarfold.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.apache.commons.math3.stat.StatUtils;
import org.polarfold.evaluate.Attributes;
import org.polarfold.evaluate.Distributions;
import org.polarfold.evaluate.PatientAttributes;

/**
 * What both regressions are on: a constant, the score (its logit where all scores have one), and of
 * sex, race and age what the file has. Values of fewer than 20 patients are one with the commonest;
 * an unknown value is a value; an unknown age is the mean one, with a column that says so.
 *
 * @param names one a column
 * @param values columns x patients
 */
record Columns(List<String> names, double[][] values) {

  private static final int FEW = 20;

  static Columns of(double[] scores, int[] patients, PatientAttributes attributes) {
    List<String> names = new ArrayList<>();
    List<double[]> columns = new ArrayList<>();
    double[] ones = new double[scores.length];
    Arrays.fill(ones, 1);
    names.add("intercept");
    columns.add(ones);
    boolean finite = Arrays.stream(scores).allMatch(score -> score > 0 && score < 1);
    names.add(finite ? "logit of score" : "score");
    columns.add(finite ? Arrays.stream(scores).map(Distributions::logit).toArray() : scores);
    texts(Attributes.SEX, attributes::sex, patients, names, columns);
    texts(Attributes.RACE, attributes::race, patients, names, columns);
    ages(attributes, patients, names, columns);
    return new Columns(List.copyOf(names), columns.toArray(double[][]::new));
  }

  private static void texts(
      String name,
      IntFunction<Optional<String>> text,
      int[] patients,
      List<String> names,
      List<double[]> columns) {
    Map<String, Integer> counts = new TreeMap<>();
    for (int patient : patients) {
      counts.merge(text.apply(patient).orElse("unknown"), 1, Integer::sum);
    }
    String commonest =
        counts.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse("");
    counts.forEach(
        (value, n) -> {
          if (n >= FEW && !value.equals(commonest)) {
            names.add(name + " " + value);
            columns.add(
                indicator(
                    patients, patient -> text.apply(patient).orElse("unknown").equals(value)));
          }
        });
  }

  private static void ages(
      PatientAttributes attributes, int[] patients, List<String> names, List<double[]> columns) {
    double[] known =
        Arrays.stream(patients)
            .filter(patient -> attributes.age(patient).isPresent())
            .mapToDouble(patient -> attributes.age(patient).orElse(0))
            .toArray();
    if (known.length < FEW || StatUtils.variance(known) == 0) {
      return;
    }
    double mean = StatUtils.mean(known);
    names.add("age per 10 years");
    columns.add(
        Arrays.stream(patients)
            .mapToDouble(patient -> (attributes.age(patient).orElse(mean) - mean) / 10)
            .toArray());
    if (patients.length - known.length >= FEW) {
      names.add("age unknown");
      columns.add(indicator(patients, patient -> attributes.age(patient).isEmpty()));
    }
  }

  private static double[] indicator(int[] patients, IntPredicate is) {
    return Arrays.stream(patients).mapToDouble(patient -> is.test(patient) ? 1 : 0).toArray();
  }
}
