package org.polarfold.evaluate;

import java.io.Serializable;
import org.polarfold.UserException;
import org.polarfold.provenance.Seeds;

/**
 * How often and under which seed patients are drawn again, for intervals that no formula gives.
 *
 * @param resamples bootstrap resamples, 0 for none: intervals that need them are then not estimable
 * @param seed root of all draws; every estimate derives its own by name
 */
public record Resampling(int resamples, long seed) implements Serializable {

  /** The number of resamples where none is asked for. */
  public static final int USUAL = 2000;

  /** As many as usual, from seed 0. */
  public static final Resampling DEFAULT = new Resampling(USUAL, 0);

  /** No resampling. */
  public static final Resampling NONE = new Resampling(0, 0);

  private static final int MOST = 1_000_000;

  /**
   * Checks the number.
   *
   * @throws UserException where it is neither 0 nor 100 to a million
   */
  public Resampling {
    if (resamples != 0 && (resamples < 100 || resamples > MOST)) {
      throw new UserException(
          "Invalid number of resamples: " + resamples + " (expected 0, or 100 to " + MOST + ")");
    }
  }

  /** The seed of one use, by its names. */
  long seed(Object... names) {
    return new Seeds(seed).seed(names);
  }
}
