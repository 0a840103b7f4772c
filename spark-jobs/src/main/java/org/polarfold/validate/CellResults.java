package org.polarfold.validate;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;
import org.polarfold.evaluate.Predictions;
import org.polarfold.evaluate.PredictionsBuilder;
import org.polarfold.store.PredictionDecoder;
import org.polarfold.store.PredictionTable;
import org.polarfold.validate.CellResult.Flaw;

/**
 * Evaluates rows that lie sorted by target, model and map, or target and map, one such cell at a
 * time: no more than a cell's rows are held.
 */
final class CellResults<T extends Serializable> implements Iterator<CellResult<T>> {

  /** What is made of a cell's rows. */
  interface Estimation<T extends Serializable> extends Serializable {
    List<T> of(Predictions predictions);
  }

  /** Whether two rows are of one cell. */
  interface Same extends Serializable {
    boolean cell(Row one, Row other);
  }

  private final Iterator<Row> rows;
  private final String source;
  private final Same same;
  private final Estimation<T> estimation;
  private @Nullable Row ahead;
  private boolean flawed;

  CellResults(Iterator<Row> rows, String source, Same same, Estimation<T> estimation) {
    this.rows = rows;
    this.source = source;
    this.same = same;
    this.estimation = estimation;
    advance();
  }

  @Override
  public boolean hasNext() {
    return ahead != null;
  }

  @Override
  public CellResult<T> next() {
    Row first = ahead;
    if (first == null) {
      throw new NoSuchElementException();
    }
    PredictionDecoder decoder = new PredictionDecoder(source);
    PredictionsBuilder builder = Predictions.from(decoder);
    for (Row row = first; row != null && same.cell(first, row); row = advance()) {
      try {
        long number = decoder.number(row);
        builder.add(number, decoder.prediction(row, number));
      } catch (UserException e) {
        flawed = true;
        Flaw flaw = flaw(row, e);
        skip(first);
        return new CellResult<>(List.of(), List.of(flaw));
      }
    }
    try {
      Predictions predictions = builder.build();
      // Estimates that a flaw elsewhere has made useless are not worth their time.
      return new CellResult<>(flawed ? List.of() : estimation.of(predictions), List.of());
    } catch (UserException e) {
      // A label or score that its target may not have shows when all labels are there.
      flawed = true;
      return new CellResult<>(List.of(), List.of(flaw(first, e)));
    }
  }

  private @Nullable Row advance() {
    ahead = rows.hasNext() ? rows.next() : null;
    return ahead;
  }

  private void skip(Row first) {
    Row row = ahead;
    while (row != null && same.cell(first, row)) {
      row = advance();
    }
  }

  private static Flaw flaw(Row row, UserException e) {
    String message = String.valueOf(e.getMessage());
    return row.schema().getFieldIndex(PredictionTable.FILE).isEmpty()
        ? new Flaw("", 0, message)
        : new Flaw(row.getAs(PredictionTable.FILE), row.<Long>getAs(PredictionTable.ROW), message);
  }
}
