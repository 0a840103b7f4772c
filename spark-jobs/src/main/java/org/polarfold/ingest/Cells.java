package org.polarfold.ingest;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The cells of one line as places in its characters, so that a line of thousands of numbers makes
 * no text a cell. Used for line after line.
 */
final class Cells {

  private static final int PLACES_AT_FIRST = 64;

  /** 10^15 is below 2^53. */
  private static final int MOST_EXACT_DIGITS = 15;

  private static final double[] POWERS_OF_TEN = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private final char delimiter;
  private final char decimal;
  private final CSVFormat format;

  /** Words for no value other than the empty one. */
  private final char[][] missing;

  private char[] text = new char[0];

  /** Where every cell begins, and the end as if one more did; each ends one before the next. */
  private int[] starts = new int[PLACES_AT_FIRST];

  private char[] scratch = new char[PLACES_AT_FIRST];
  private int count;

  Cells(TableFile file) {
    this.delimiter = file.delimiter();
    this.decimal = file.decimal();
    this.format =
        CSVFormat.DEFAULT.builder().setDelimiter(delimiter).setIgnoreSurroundingSpaces(true).get();
    this.missing =
        file.missing().stream()
            .filter(word -> !word.isEmpty())
            .map(String::toCharArray)
            .toArray(char[][]::new);
  }

  /**
   * Takes a line apart; it has no cells where its quotes are not closed.
   *
   * @param line in which the quotes around cells may be replaced by spaces
   */
  void take(char[] line, int from, int to) {
    text = line;
    starts[0] = from;
    int found = 1;
    // In locals, for the loop runs over every character there is.
    int[] begins = starts;
    char between = delimiter;
    for (int at = from; at < to; at++) {
      char c = line[at];
      if (c == between) {
        if (found == begins.length) {
          begins = roomFor(found);
        }
        if (found < begins.length) {
          begins[found] = at + 1;
        }
        found++;
      } else if (c == '"') {
        int begun = found <= begins.length ? begins[found - 1] : at;
        int closing = at == begun ? closing(line, at, to) : -1;
        if (closing < 0) {
          takeQuoted(quoted(new String(line, from, to - from)));
          return;
        }
        // The spaces around a cell do not count.
        line[at] = ' ';
        line[closing] = ' ';
        at = closing;
      }
    }
    count = found;
    startNext(found, to + 1);
  }

  /** Where the quotes around a cell without delimiters or quotes close, or -1 for any other. */
  private int closing(char[] line, int opening, int to) {
    int at = opening + 1;
    while (at < to && line[at] != '"' && line[at] != delimiter) {
      at++;
    }
    boolean closes = at < to && line[at] == '"' && (at + 1 == to || line[at + 1] == delimiter);
    return closes ? at : -1;
  }

  /** A line with any other quotes: what they mean is left to the library. */
  private void takeQuoted(List<String> cells) {
    text = new char[cells.stream().mapToInt(cell -> cell.length() + 1).sum()];
    count = cells.size();
    int at = 0;
    starts[0] = 0;
    for (int i = 0; i < count; i++) {
      String cell = cells.get(i);
      cell.getChars(0, cell.length(), text, at);
      at += cell.length() + 1;
      startNext(i + 1, at);
    }
  }

  private List<String> quoted(String line) {
    try (CSVParser parser = CSVParser.parse(line, format)) {
      List<CSVRecord> records = parser.getRecords();
      return records.size() == 1 ? records.get(0).toList() : List.of();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  private void startNext(int cell, int at) {
    if (cell < roomFor(cell).length) {
      starts[cell] = at;
    }
  }

  /** Where cells begin, with room for one more unless there are too many. */
  private int[] roomFor(int cell) {
    if (cell >= starts.length && cell <= Table.MOST_COLUMNS) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
    }
    return starts;
  }

  /** How many there are; beyond {@link Table#MOST_COLUMNS} they are counted and not kept. */
  int count() {
    return count;
  }

  /** A cell without surrounding white space. */
  String text(int column) {
    int from = starts[column];
    return new String(text, from, starts[column + 1] - 1 - from).strip();
  }

  /**
   * The value of a cell that is plainly a finite number: digits, signs, the decimal sign and an
   * exponent, spaces around it. NaN for any other, which is to be looked at closely.
   */
  double plainNumber(int column) {
    int from = starts[column];
    int to = starts[column + 1] - 1;
    while (from < to && text[from] == ' ') {
      from++;
    }
    while (from < to && text[to - 1] == ' ') {
      to--;
    }
    if (from == to || isMissing(from, to)) {
      return Double.NaN;
    }
    double shortDecimal = shortDecimal(from, to);
    if (!Double.isNaN(shortDecimal)) {
      return shortDecimal;
    }
    boolean point = decimal == '.';
    for (int i = from; i < to; i++) {
      char c = text[i];
      // The parser alone would also take "1d", "0x1p3" and the other decimal sign.
      if (!(c >= '0' && c <= '9') && c != decimal && "+-eE".indexOf(c) < 0) {
        return Double.NaN;
      }
    }
    try {
      double value =
          point
              ? JavaDoubleParser.parseDouble(text, from, to - from)
              : JavaDoubleParser.parseDouble(withPoint(from, to), 0, to - from);
      return Double.isInfinite(value) ? Double.NaN : value;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /**
   * A number of at most 15 digits without an exponent, or NaN for any other: digits and power of
   * ten are then exact, and one division rounds as it should (Clinger, How to read floating point
   * numbers accurately, PLDI 1990).
   */
  private double shortDecimal(int from, int to) {
    if (to - from > MOST_EXACT_DIGITS + 2) {
      return Double.NaN;
    }
    char first = text[from];
    long digits = 0;
    int count = 0;
    int whole = -1;
    for (int i = first == '-' || first == '+' ? from + 1 : from; i < to; i++) {
      char c = text[i];
      if (c >= '0' && c <= '9') {
        digits = 10 * digits + (c - '0');
        count++;
      } else if (c == decimal && whole < 0) {
        whole = count;
      } else {
        return Double.NaN;
      }
    }
    if (count == 0 || count > MOST_EXACT_DIGITS) {
      return Double.NaN;
    }
    double value = whole < 0 ? digits : digits / POWERS_OF_TEN[count - whole];
    return first == '-' ? -value : value;
  }

  /**
   * The values of cells that are all plainly numbers, as {@link #plainNumber} gives them.
   *
   * @param columns that there are
   * @return false where one is not, and what is in the array is nothing then
   */
  boolean plainNumbers(int[] columns, double[] into) {
    for (int i = 0; i < columns.length; i++) {
      double value = plainNumber(columns[i]);
      if (Double.isNaN(value)) {
        return false;
      }
      into[i] = value;
    }
    return true;
  }

  private boolean isMissing(int from, int to) {
    for (char[] word : missing) {
      if (Arrays.equals(text, from, to, word, 0, word.length)) {
        return true;
      }
    }
    return false;
  }

  private char[] withPoint(int from, int to) {
    if (scratch.length < to - from) {
      scratch = new char[to - from];
    }
    for (int i = from; i < to; i++) {
      scratch[i - from] = text[i] == decimal ? '.' : text[i];
    }
    return scratch;
  }
}
