package org.polarfold.split;

import java.util.List;
import org.polarfold.experiment.Splitting;
import org.polarfold.split.SplitPlan.PlannedDesign;

/** A way to cut a consortium into folds, for one arm of predictions or several. */
public sealed interface ValidationDesign
    permits KFold,
        LeaveOneSiteOut,
        MatchedKFold,
        MatchedLeaveOneSiteOut,
        NamedExternal,
        Repeated,
        SingleSite,
        Temporal {

  /** The designs of an experiment, in its order. */
  static List<ValidationDesign> of(Splitting splitting) {
    int k = splitting.folds();
    int repeats = splitting.repeats();
    return splitting.designs().stream()
        .<ValidationDesign>map(
            design ->
                switch (design) {
                  case INTERNAL -> new Repeated(new KFold(k), repeats);
                  case EXTERNAL -> new LeaveOneSiteOut();
                  case MATCHED_INTERNAL -> new Repeated(new MatchedKFold(k), repeats);
                  case MATCHED_EXTERNAL -> new Repeated(new MatchedLeaveOneSiteOut(k), repeats);
                  case SINGLE_SITE -> new SingleSite(k);
                  case NAMED_EXTERNAL -> new NamedExternal();
                  case TEMPORAL -> new Temporal(splitting.temporalFrom().orElseThrow());
                })
        .toList();
  }

  /**
   * The folds over these patients, by arm. The same patients in another order give the same folds.
   *
   * @throws org.polarfold.UserException where the patients do not suffice
   */
  List<PlannedDesign> planned(Enrolment enrolment);
}
