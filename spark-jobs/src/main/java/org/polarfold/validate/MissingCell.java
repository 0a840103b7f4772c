package org.polarfold.validate;

import java.util.List;
import org.polarfold.store.PredictionTable;

/**
 * A cell without which estimates cannot be made: it failed, or was never run.
 *
 * @param cell its name
 * @param reason why, in one line
 * @param arm of its predictions
 * @param model of its predictions
 * @param map of its predictions
 * @param targets that it would have scored
 */
public record MissingCell(
    String cell, String reason, String arm, String model, String map, List<String> targets) {

  /** The predictions of the same arm, which are not whole without it. */
  public PredictionTable outOf(PredictionTable table) {
    return table.without(arm, model, map, targets);
  }
}
