package org.polarfold.validate;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * What comes back of one target, model and map, or one target and map: estimates, or what is wrong
 * with its first bad row.
 *
 * @param <T> what is estimated
 * @param estimates of its rows, or none where a row is bad or where a row before it was
 * @param flaws one where a row is bad, else none
 */
record CellResult<T extends Serializable>(List<T> estimates, List<Flaw> flaws)
    implements Serializable {

  /**
   * A row that stops the command. Sent, not thrown: a task that fails is run again.
   *
   * @param file the row's, empty where rows were read without their places
   * @param row its number in the file, from 1
   * @param message of the user's exception
   */
  record Flaw(String file, long row, String message) implements Serializable {

    /** Flaws in the order of the table. */
    static final Comparator<Flaw> ORDER =
        Comparator.comparing(Flaw::file).thenComparingLong(Flaw::row);
  }
}
