package org.polarfold.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.polarfold.report.Words;

/** A table in long form: one figure or one set of figures a row, with the place it is from. */
final class Table {

  private static final String FORMULA = "=+-@\t\r";
  static final String SOURCE = "source";
  static final String WHY = "not_estimable";

  private final List<String> columns;
  private final List<Map<String, String>> rows = new ArrayList<>();

  /** A table of these columns, with {@code not_estimable} and {@code source} at the end. */
  Table(String... columns) {
    this.columns = new ArrayList<>(List.of(columns));
    this.columns.add(WHY);
    this.columns.add(SOURCE);
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  List<String> columns() {
    return List.copyOf(columns);
  }

  /** A new row, whose figures are from a place. */
  Row row(Place source) {
    return row(source.file() + ": " + source.key()).why(source);
  }

  /** A new row. */
  Row row(String source) {
    Map<String, String> cells = new LinkedHashMap<>();
    cells.put(SOURCE, source);
    rows.add(cells);
    return new Row(cells);
  }

  /** A row being filled. */
  final class Row {

    private final Map<String, String> cells;

    private Row(Map<String, String> cells) {
      this.cells = cells;
    }

    /** A name or words, made harmless for spreadsheets. */
    Row text(String column, String words) {
      return put(column, harmless(words));
    }

    /** A number with every digit of the file; where there is none, the reason if one is given. */
    Row number(String column, Place place) {
      if (place.isNumber() || place.node().isBoolean()) {
        return put(column, place.node().asText());
      }
      return why(place);
    }

    /** Several numbers, each a key of the source: column, key, column, key, ... */
    Row numbers(Place from, String... columnsAndKeys) {
      for (int i = 0; i < columnsAndKeys.length; i += 2) {
        number(columnsAndKeys[i], from.down(columnsAndKeys[i + 1]));
      }
      return this;
    }

    private Row why(Place place) {
      String why = place.node().path("notEstimable").asText("");
      return why.isEmpty() || cells.containsKey(WHY) ? this : put(WHY, harmless(why));
    }

    private Row put(String column, String value) {
      if (!columns.contains(column)) {
        throw new IllegalArgumentException("No such column: " + column);
      }
      cells.put(column, value);
      return this;
    }
  }

  /** A cell that no spreadsheet takes for a formula: an apostrophe stands before what could be. */
  static String harmless(String words) {
    String clean = Words.clean(words);
    return !clean.isEmpty() && FORMULA.indexOf(clean.charAt(0)) >= 0 ? "'" + clean : clean;
  }

  /**
   * The file: comment lines, a header, rows.
   *
   * @param warnings each a line that begins with {@code #}
   */
  String csv(List<String> warnings) {
    StringBuilder text = new StringBuilder();
    warnings.forEach(warning -> text.append("# ").append(warning).append('\n'));
    CSVFormat format = CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();
    try (CSVPrinter csv = new CSVPrinter(text, format)) {
      csv.printRecord(columns);
      for (Map<String, String> row : rows) {
        csv.printRecord(columns.stream().map(column -> row.getOrDefault(column, "")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
