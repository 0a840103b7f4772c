package org.polarfold.split;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.polarfold.UserException;
import org.polarfold.split.SplitPlan.PlannedDesign;
import org.polarfold.study.PatientId;

/**
 * k folds of equal size (to one patient), balanced over site, primary label and sex; a missing
 * label is a category of its own.
 *
 * @param k at least 2
 */
public record KFold(int k) implements ValidationDesign {

  private static final String ARM = "internal";

  public KFold {
    if (k < 2) {
      throw new IllegalArgumentException(
          "Invalid number of folds: " + k + " (expected at least 2)");
    }
  }

  @Override
  public List<PlannedDesign> planned(Enrolment enrolment) {
    return List.of(new PlannedDesign(ARM, folds(enrolment)));
  }

  List<Fold> folds(Enrolment enrolment) {
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
    for (List<PatientId> stratum :
        Strata.shuffled(
            enrolment.patients(),
            enrolment.splitting().primaryTarget(),
            name -> enrolment.seeds().seed("k-fold", name))) {
      for (PatientId patient : stratum) {
        folds.get(next++ % k).add(patient);
      }
    }
    return IntStream.range(0, k).mapToObj(i -> new Fold("fold-" + (i + 1), folds.get(i))).toList();
  }
}
