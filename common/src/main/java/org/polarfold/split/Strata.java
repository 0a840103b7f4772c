package org.polarfold.split;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.polarfold.study.PatientId;
import org.polarfold.study.Target;

/** Patients by site, primary label and sex; a missing label is a category of its own. */
final class Strata {

  private Strata() {}

  /**
   * The strata in the order of their names, each shuffled.
   *
   * @param patients sorted
   * @param seedOf the seed of a stratum's order, by the stratum's name
   */
  static List<List<PatientId>> shuffled(
      Collection<Enrolled> patients, Target primary, ToLongFunction<String> seedOf) {
    TreeMap<String, List<PatientId>> strata =
        patients.stream()
            .collect(
                groupingBy(
                    p -> name(p, primary), TreeMap::new, mapping(Enrolled::patient, toList())));
    strata.forEach(
        (name, members) -> Collections.shuffle(members, new Random(seedOf.applyAsLong(name))));
    return List.copyOf(strata.values());
  }

  private static String name(Enrolled patient, Target primary) {
    return patient.site()
        + "/"
        + category(patient.label(primary))
        + "/"
        + category(patient.label(Target.SEX));
  }

  private static String category(OptionalInt label) {
    return label.isPresent() ? Integer.toString(label.getAsInt()) : "missing";
  }
}
