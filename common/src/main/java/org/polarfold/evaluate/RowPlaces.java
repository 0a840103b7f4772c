package org.polarfold.evaluate;

/** Says in messages where rows stand. A row is a number that its reader gave it, from 1. */
public interface RowPlaces {

  /** The row by itself, as {@code predictions.csv:17}. */
  String place(long row);

  /** The row beside another one that was just told, as {@code row 17}. */
  String reference(long row);

  /** Rows numbered as in one file or table. */
  static RowPlaces in(String source) {
    return new RowPlaces() {
      @Override
      public String place(long row) {
        return source + ":" + row;
      }

      @Override
      public String reference(long row) {
        return "row " + row;
      }
    };
  }
}
