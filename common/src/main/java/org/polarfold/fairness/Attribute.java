package org.polarfold.fairness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.polarfold.evaluate.Attributes;
import org.polarfold.evaluate.PatientAttributes;

/**
 * What patients are told apart by.
 *
 * @param name as in {@code sex}
 * @param values in the order of results; the last one is for those of whom it is not known
 * @param of the place of a patient's value among them
 */
record Attribute(String name, List<String> values, IntFunction<Integer> of) {

  static final String UNKNOWN = "unknown";
  static final String AGE_BAND = "ageBand";

  /** Those that anybody of the patients has. */
  static List<Attribute> of(PatientAttributes patients, int[] codes, AgeBands bands) {
    List<Attribute> some = new ArrayList<>();
    if (patients.hasSex()) {
      some.add(texts(Attributes.SEX, patients::sex, codes));
    }
    if (patients.hasRace()) {
      some.add(texts(Attributes.RACE, patients::race, codes));
    }
    if (patients.hasAge()) {
      List<String> names = new ArrayList<>(bands.names());
      names.add(UNKNOWN);
      some.add(
          new Attribute(
              AGE_BAND,
              List.copyOf(names),
              patient ->
                  patients.age(patient).isPresent()
                      ? bands.band(patients.age(patient).getAsDouble())
                      : names.size() - 1));
    }
    return List.copyOf(some);
  }

  private static Attribute texts(String name, IntFunction<Optional<String>> text, int[] codes) {
    TreeSet<String> met = new TreeSet<>();
    for (int code : codes) {
      text.apply(code).ifPresent(met::add);
    }
    met.remove(UNKNOWN);
    List<String> values = new ArrayList<>(met);
    values.add(UNKNOWN);
    Map<String, Integer> places = new HashMap<>();
    values.forEach(value -> places.put(value, places.size()));
    return new Attribute(
        name,
        List.copyOf(values),
        patient -> places.getOrDefault(text.apply(patient).orElse(UNKNOWN), values.size() - 1));
  }

  boolean known(int value) {
    return value < values.size() - 1;
  }
}
