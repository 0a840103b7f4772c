package org.polarfold.split;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.polarfold.split.SplitPlan.PlannedDesign;
import org.polarfold.study.PatientId;

/**
 * As {@link KFold}, with the same patients held out of every site that is ever held out as a whole,
 * and every training set cut to the size that {@link MatchedLeaveOneSiteOut} learns from as well.
 * Sites of the same size share a network: it would learn from the same patients.
 *
 * @param k folds of the internal arm, at least 2
 */
public record MatchedKFold(int k) implements ValidationDesign {

  private static final String ARM = "matched-internal";

  @Override
  public List<PlannedDesign> planned(Enrolment enrolment) {
    return List.of(new PlannedDesign(ARM, folds(enrolment)));
  }

  List<Fold> folds(Enrolment enrolment) {
    MatchedSizes matched = new MatchedSizes(enrolment, k);
    List<Fold> folds = new ArrayList<>();
    for (Fold fold : matched.internal()) {
      for (int size : new TreeSet<>(matched.sizes().values())) {
        List<PatientId> heldOut =
            matched.of(fold, site -> matched.sizes().getOrDefault(site, -1) == size);
        if (!heldOut.isEmpty()) {
          folds.add(matched.part(fold.name() + "-of-" + size, heldOut, fold, size, ARM));
        }
      }
    }
    return folds;
  }
}
