package org.polarfold.validate;

import java.util.Optional;
import org.polarfold.split.PatientSum;

/**
 * Whom a training has learnt from, by what it has really read.
 *
 * @param learnt whom it took its steps on; empty where nobody has told
 * @param watched by whom it was seen when enough is learnt, all of them in turn; empty where by
 *     nobody
 */
record LearntFrom(Optional<PatientSum> learnt, Optional<PatientSum> watched) {

  /** Before it begins. */
  static final LearntFrom NOT_TOLD = new LearntFrom(Optional.empty(), Optional.empty());
}
