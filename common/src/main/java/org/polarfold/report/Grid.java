package org.polarfold.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A plain table, ready to read: the first cell of a row is its head. What follows a line feed in a
 * cell stands small below the rest.
 *
 * @param caption what it shows
 * @param heads the heads of the columns
 * @param rows as many cells as heads; without rows the table is not shown
 */
record Grid(String caption, List<String> heads, List<List<String>> rows) {

  /** Rows, as they come. */
  static final class Rows {

    private final List<List<String>> rows = new ArrayList<>();

    void add(String... cells) {
      rows.add(List.of(cells));
    }

    Grid under(String caption, String... heads) {
      return new Grid(caption, List.of(heads), List.copyOf(rows));
    }
  }
}
