package org.polarfold.split;

import java.util.List;

/** A way to cut a consortium into folds, and the name of the arm whose predictions it yields. */
public sealed interface ValidationDesign permits KFold, LeaveOneSiteOut {

  /** The arm in predictions and results, as {@code internal}. */
  String arm();

  /**
   * The folds over these patients. The same patients in another order give the same folds.
   *
   * @throws org.polarfold.UserException where the patients do not suffice
   */
  List<Fold> folds(Enrolment enrolment);
}
