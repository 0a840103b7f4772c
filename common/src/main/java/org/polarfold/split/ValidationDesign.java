package org.polarfold.split;

import java.util.List;
import org.polarfold.experiment.Splitting;

/** A way to cut a consortium into folds, and the name of the arm whose predictions it yields. */
public sealed interface ValidationDesign
    permits KFold, LeaveOneSiteOut, MatchedKFold, MatchedLeaveOneSiteOut {

  /** The designs of an experiment, in its order. */
  static List<ValidationDesign> of(Splitting splitting) {
    int k = splitting.folds();
    return splitting.designs().stream()
        .<ValidationDesign>map(
            design ->
                switch (design) {
                  case INTERNAL -> new KFold(k);
                  case EXTERNAL -> new LeaveOneSiteOut();
                  case MATCHED_INTERNAL -> new MatchedKFold(k);
                  case MATCHED_EXTERNAL -> new MatchedLeaveOneSiteOut(k);
                })
        .toList();
  }

  /** The arm in predictions and results, as {@code internal}. */
  String arm();

  /**
   * The folds over these patients. The same patients in another order give the same folds.
   *
   * @throws org.polarfold.UserException where the patients do not suffice
   */
  List<Fold> folds(Enrolment enrolment);
}
