package org.polarfold.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.polarfold.UserException;

/**
 * A delimited file of a site, row by row; one row is in memory at a time. A row is one line: a
 * broken row then spoils itself and not what follows it.
 */
final class Table implements Closeable {

  /** Columns at most: the largest grid has 144,000 values. */
  static final int MOST_COLUMNS = 150_000;

  private final TableFile file;
  private final BoundedLines lines;
  private final Cells cells;
  private final List<String> header;
  private final Map<String, Integer> columns = new HashMap<>();
  private final Set<String> repeated = new HashSet<>();

  /** Columns that site.conf names. */
  private final BitSet declared = new BitSet();

  private Table(TableFile file, BoundedLines lines) throws IOException {
    this.file = file;
    this.lines = lines;
    this.cells = new Cells(file);
    this.header = header();
    for (int i = 0; i < header.size(); i++) {
      if (columns.putIfAbsent(header.get(i), i) != null) {
        repeated.add(header.get(i));
      }
      if (file.unread().contains(header.get(i))) {
        declared.set(i);
      }
    }
  }

  /**
   * Opens a file and reads its header.
   *
   * @throws UserException where there is none that can be read
   */
  static Table open(TableFile file) {
    try {
      BoundedLines lines =
          new BoundedLines(
              new InputStreamReader(
                  Files.newInputStream(file.path()), Charset.forName(file.charset())),
              file.name());
      try {
        return new Table(file, lines);
      } catch (IOException | UserException e) {
        lines.close();
        throw e;
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Opens a file for a reader that finds its columns; any other column must not look like one of
   * identifiers.
   *
   * @param block of site.conf that describes the table
   * @param reader made from the open table, which closes it from then on
   * @throws UserException where the file, its header or a column is not as it should be; the file
   *     is closed then
   */
  static <T> T open(TableFile file, String block, Function<Table, T> reader) {
    Table table = open(file);
    try {
      T opened = reader.apply(table);
      table.refuseIdentifiers(block);
      return opened;
    } catch (UserException e) {
      try {
        table.close();
      } catch (IOException notClosed) {
        e.addSuppressed(notClosed);
      }
      throw e;
    }
  }

  /**
   * Where a column stands.
   *
   * @param named the key of site.conf that asks for it
   * @throws UserException where the header names it never or twice, or it is not to be read
   */
  int column(String column, String named) {
    Integer index = columns.get(column);
    if (index == null || repeated.contains(column)) {
      // The header is not shown: of a file without one it would be a patient's row.
      throw refused(column, "once in the header, as " + named + " in site.conf says");
    }
    if (file.unread().contains(column)) {
      throw refused(column, "either in unread or as " + named + " in site.conf, not both");
    }
    declared.set(index);
    return index;
  }

  private UserException refused(String column, String expected) {
    return new UserException(
        "Cannot find a column in "
            + file.name()
            + ":1: "
            + column
            + " (expected "
            + expected
            + ")");
  }

  /**
   * Refuses a column that looks like one of identifiers and that nobody has asked for.
   *
   * @param block of site.conf that describes the table
   * @throws UserException where there is one; it names the column by number and never a cell
   */
  void refuseIdentifiers(String block) {
    BitSet undeclared = new BitSet();
    undeclared.set(0, header.size());
    undeclared.andNot(declared);
    if (!undeclared.isEmpty()) {
      new UndeclaredColumns(file, block, header, undeclared).refuse();
    }
  }

  /** The file as it is shown. */
  String name() {
    return file.name();
  }

  /** Whether the header names a column. */
  boolean has(String column) {
    return columns.containsKey(column);
  }

  /**
   * The next row that is not blank, or empty after the last.
   *
   * @throws UserException where the file cannot be read on
   */
  Optional<TableRow> next() {
    try {
      while (lines.next()) {
        if (!isBlank()) {
          cells.take(lines.text(), lines.start(), lines.end());
          return Optional.of(
              new TableRow(new RecordPlace(file.name(), lines.line()), file, header.size(), cells));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private boolean isBlank() {
    int at = lines.start();
    while (at < lines.end() && Character.isWhitespace(lines.text()[at])) {
      at++;
    }
    return at == lines.end();
  }

  private List<String> header() throws IOException {
    int count = 0;
    if (lines.next() && !isBlank()) {
      cells.take(lines.text(), lines.start(), lines.end());
      count = cells.count();
    }
    if (count == 0 || count > MOST_COLUMNS) {
      throw new UserException(
          "Cannot read the header in "
              + file.name()
              + ":1: "
              + count
              + " columns (expected 1 to "
              + MOST_COLUMNS
              + " in quotes that are closed)");
    }
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      names.add(cells.text(i));
    }
    return names;
  }

  private static UserException unreadable(TableFile file, IOException cause) {
    return new UserException("Cannot read " + file.name() + " (expected a readable file)", cause);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
