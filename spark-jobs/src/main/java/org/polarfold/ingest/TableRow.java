package org.polarfold.ingest;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** One row of a table; to be asked before the next one is read. */
final class TableRow {

  /** Characters of an identifier at most. */
  static final int LONGEST_IDENTIFIER = 128;

  private static final char REPLACED = '\uFFFD';
  private static final Set<String> NON_FINITE =
      Set.of("nan", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity");

  private final RecordPlace place;
  private final TableFile file;
  private final int width;
  private final Cells cells;

  /**
   * @param place its line
   * @param file how cells are written
   * @param width cells of the header
   * @param cells none where the line cannot be taken apart
   */
  TableRow(RecordPlace place, TableFile file, int width, Cells cells) {
    this.place = place;
    this.file = file;
    this.width = width;
    this.cells = cells;
  }

  RecordPlace place() {
    return place;
  }

  /** The text that names the patient. */
  String identifier(int column) throws RecordFlaw {
    Optional<String> text = text(column, file.patient());
    if (text.isEmpty() || text.get().length() > LONGEST_IDENTIFIER) {
      throw new RecordFlaw(
          RejectionReason.UNREADABLE_RECORD,
          "column " + file.patient() + ": expected 1 to " + LONGEST_IDENTIFIER + " characters");
    }
    return text.get();
  }

  /** The text of a cell, or empty where it stands for no value. */
  Optional<String> text(int column, String name) throws RecordFlaw {
    checkCell(column);
    String text = cells.text(column);
    if (!isLegible(text)) {
      throw new RecordFlaw(
          RejectionReason.UNREADABLE_RECORD,
          "column " + name + ": expected text in " + file.charset());
    }
    return text.isEmpty() || file.missing().contains(text) ? Optional.empty() : Optional.of(text);
  }

  /** Whether a text is 1 to 128 legible characters. */
  static boolean isIdentifier(String text) {
    return !text.isEmpty() && text.length() <= LONGEST_IDENTIFIER && isLegible(text);
  }

  private static boolean isLegible(String text) {
    return text.indexOf(REPLACED) < 0 && text.chars().noneMatch(Character::isISOControl);
  }

  /** Refuses a row of another number of cells than the header. */
  void checkShape() throws RecordFlaw {
    if (cells.count() != width) {
      throw new RecordFlaw(RejectionReason.WRONG_SHAPE, shape());
    }
  }

  private void checkCell(int column) throws RecordFlaw {
    if (cells.count() == 0) {
      throw new RecordFlaw(
          RejectionReason.UNREADABLE_RECORD, "the line: expected cells in quotes that are closed");
    }
    if (column >= cells.count()) {
      throw new RecordFlaw(RejectionReason.WRONG_SHAPE, shape());
    }
  }

  /** Whether cells of a row of the header's shape are all plainly numbers, which are taken then. */
  boolean plainNumbers(int[] columns, double[] into) {
    return cells.plainNumbers(columns, into);
  }

  /** The finite number of a cell, or NaN where it stands for no value. */
  double numberOrNaN(int column, String name) throws RecordFlaw {
    checkCell(column);
    double plain = cells.plainNumber(column);
    if (!Double.isNaN(plain)) {
      return plain;
    }
    Optional<String> text = text(column, name);
    return text.isEmpty() ? Double.NaN : number(text.get(), file.decimal(), () -> "column " + name);
  }

  /**
   * The finite number that a text is.
   *
   * @param cell what its place is called
   */
  static double number(String text, char decimal, Supplier<String> cell) throws RecordFlaw {
    if (NON_FINITE.contains(text.toLowerCase(Locale.ROOT))) {
      throw nonFinite(cell);
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Double.parseDouble alone would also take "1d", "0x1p3" and, here, the other decimal sign.
      if (!(c >= '0' && c <= '9') && c != decimal && "+-eE".indexOf(c) < 0) {
        throw notANumber(decimal, cell);
      }
    }
    try {
      double value = Double.parseDouble(text.replace(decimal, '.'));
      if (Double.isInfinite(value)) {
        throw nonFinite(cell);
      }
      return value;
    } catch (NumberFormatException e) {
      throw notANumber(decimal, cell);
    }
  }

  private static RecordFlaw nonFinite(Supplier<String> cell) {
    return new RecordFlaw(RejectionReason.NON_FINITE, cell.get() + ": expected a finite number");
  }

  private static RecordFlaw notANumber(char decimal, Supplier<String> cell) {
    return new RecordFlaw(
        RejectionReason.NOT_A_NUMBER,
        cell.get() + ": expected a number with \"" + decimal + "\" as decimal sign");
  }

  private String shape() {
    return cells.count() + " cells: expected " + width + " as in the header";
  }
}
