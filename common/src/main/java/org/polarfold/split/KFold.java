package org.polarfold.split;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.polarfold.UserException;
import org.polarfold.study.PatientId;
import org.polarfold.study.Target;

/**
 * k folds of equal size (to one patient), balanced over site, primary label and sex; a missing
 * label is a category of its own.
 *
 * @param k at least 2
 */
public record KFold(int k) implements ValidationDesign {

  public KFold {
    if (k < 2) {
      throw new IllegalArgumentException(
          "Invalid number of folds: " + k + " (expected at least 2)");
    }
  }

  @Override
  public String arm() {
    return "internal";
  }

  @Override
  public List<Fold> folds(Enrolment enrolment) {
    if (enrolment.patients().size() < k) {
      throw new UserException(
          "Cannot make "
              + k
              + " folds of "
              + enrolment.patients().size()
              + " patients (expected at least one a fold)");
    }
    List<List<PatientId>> folds =
        IntStream.range(0, k).<List<PatientId>>mapToObj(i -> new ArrayList<>()).toList();
    int next = 0;
    // Dealt out stratum by stratum without a new start, so that no fold gets all the remainders.
    for (List<PatientId> stratum : strata(enrolment)) {
      for (PatientId patient : stratum) {
        folds.get(next++ % k).add(patient);
      }
    }
    return IntStream.range(0, k).mapToObj(i -> new Fold("fold-" + (i + 1), folds.get(i))).toList();
  }

  private static List<List<PatientId>> strata(Enrolment enrolment) {
    Target primary = enrolment.splitting().primaryTarget();
    TreeMap<String, List<PatientId>> strata =
        enrolment.patients().stream()
            .collect(
                groupingBy(
                    p ->
                        p.site()
                            + "/"
                            + category(p.label(primary))
                            + "/"
                            + category(p.label(Target.SEX)),
                    TreeMap::new,
                    java.util.stream.Collectors.mapping(Enrolled::patient, toList())));
    strata.forEach(
        (name, patients) ->
            Collections.shuffle(patients, new Random(enrolment.seeds().seed("k-fold", name))));
    return List.copyOf(strata.values());
  }

  private static String category(OptionalInt label) {
    return label.isPresent() ? Integer.toString(label.getAsInt()) : "missing";
  }
}
