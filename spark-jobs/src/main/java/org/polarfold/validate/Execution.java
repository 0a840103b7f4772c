package org.polarfold.validate;

import java.time.Duration;

/**
 * How cells are run; no result depends on it.
 *
 * @param foldsAtOnce folds whose cells are trained at the same time, at least 1
 * @param checkpointEvery how much time of a training may be lost when its driver dies
 */
public record Execution(int foldsAtOnce, Duration checkpointEvery) {

  /** One fold at a time, for as long as it takes. */
  public static final Execution PLAIN = new Execution(1, Duration.ofHours(1));
}
