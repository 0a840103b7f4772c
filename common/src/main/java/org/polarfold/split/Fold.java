package org.polarfold.split;

import java.util.List;
import org.polarfold.study.PatientId;

/**
 * One cut of a consortium: these patients are held out, all others train.
 *
 * @param name unique within its design; letters, digits and -
 * @param heldOut sorted, at least one
 */
public record Fold(String name, List<PatientId> heldOut) {

  public Fold {
    heldOut = heldOut.stream().sorted().toList();
    if (heldOut.isEmpty()) {
      throw new IllegalArgumentException("Invalid fold: " + name + " holds nobody out");
    }
  }
}
