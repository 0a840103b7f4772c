package org.polarfold.job;

import java.util.List;
import org.polarfold.validate.MissingCell;

/** What a command says of cells that failed. */
final class MissingCells {

  private static final int SHOWN = 10;

  private MissingCells() {}

  /** Tells of them on standard error; the exit status of a command that has finished otherwise. */
  static int told(List<MissingCell> missing, Console console) {
    if (missing.isEmpty()) {
      return 0;
    }
    missing.stream()
        .limit(SHOWN)
        .forEach(cell -> console.warn("Missing cell " + cell.cell() + ": " + cell.reason()));
    console.fail(
        missing.size()
            + (missing.size() == 1 ? " cell is missing" : " cells are missing")
            + "; no arm is estimated without all of its cells, and ./run train tries again");
    return Polarfold.INCOMPLETE;
  }
}
