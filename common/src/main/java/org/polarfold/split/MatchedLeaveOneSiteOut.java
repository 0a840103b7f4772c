package org.polarfold.split;

import java.util.List;
import org.polarfold.split.SplitPlan.PlannedDesign;
import org.polarfold.study.SiteId;

/**
 * As {@link LeaveOneSiteOut}, with every training set cut to the size that {@link MatchedKFold}
 * learns from as well.
 *
 * @param k folds of the internal arm, at least 2
 */
public record MatchedLeaveOneSiteOut(int k) implements ValidationDesign {

  private static final String ARM = "matched-external";

  @Override
  public List<PlannedDesign> planned(Enrolment enrolment) {
    return List.of(new PlannedDesign(ARM, folds(enrolment)));
  }

  List<Fold> folds(Enrolment enrolment) {
    MatchedSizes matched = new MatchedSizes(enrolment, k);
    return matched.external().stream()
        .map(
            fold ->
                matched.part(
                    fold.name(),
                    fold.heldOut(),
                    fold,
                    matched.sizes().getOrDefault(new SiteId(fold.name()), 0),
                    ARM))
        .toList();
  }
}
