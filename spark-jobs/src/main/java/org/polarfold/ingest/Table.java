package org.polarfold.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.polarfold.UserException;

/**
 * A delimited file of a site, row by row; one row is in memory at a time. A row is one line: a
 * broken row then spoils itself and not what follows it.
 */
final class Table implements Closeable {

  /** Columns at most: the largest grid has 144,000 values. */
  static final int MOST_COLUMNS = 150_000;

  private final TableFile file;
  private final CSVFormat format;
  private final BoundedLines lines;
  private final Map<String, Integer> columns = new HashMap<>();
  private final Set<String> repeated = new HashSet<>();
  private final int width;

  private Table(TableFile file, BoundedLines lines) throws IOException {
    this.file = file;
    this.lines = lines;
    this.format =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(file.delimiter())
            .setIgnoreSurroundingSpaces(true)
            .get();
    List<String> header = header();
    this.width = header.size();
    for (int i = 0; i < width; i++) {
      if (columns.putIfAbsent(header.get(i), i) != null) {
        repeated.add(header.get(i));
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
   * Where a column stands.
   *
   * @param named the key of site.conf that asks for it
   * @throws UserException where the header names it never or twice
   */
  int column(String column, String named) {
    Integer index = columns.get(column);
    if (index == null || repeated.contains(column)) {
      // The header is not shown: of a file without one it would be a patient's row.
      throw new UserException(
          "Cannot find a column in "
              + file.name()
              + ":1: "
              + column
              + " (expected once in the header, as "
              + named
              + " in site.conf says)");
    }
    return index;
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
      for (String line = lines.next(); line != null; line = lines.next()) {
        if (!line.isBlank()) {
          return Optional.of(new TableRow(place(), file, width, cells(line)));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private List<String> header() throws IOException {
    String line = lines.next();
    List<String> header = line == null ? List.of() : cells(line);
    if (header.isEmpty() || header.size() > MOST_COLUMNS) {
      throw new UserException(
          "Cannot read the header in "
              + file.name()
              + ":1: "
              + header.size()
              + " columns (expected 1 to "
              + MOST_COLUMNS
              + " in quotes that are closed)");
    }
    return header;
  }

  /** The cells of a line; none where it cannot be taken apart. */
  private List<String> cells(String line) {
    try (CSVParser parser = CSVParser.parse(line, format)) {
      List<CSVRecord> records = parser.getRecords();
      return records.size() == 1 ? records.get(0).toList() : List.of();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  private RecordPlace place() {
    return new RecordPlace(file.name(), lines.line());
  }

  private static UserException unreadable(TableFile file, IOException cause) {
    return new UserException("Cannot read " + file.name() + " (expected a readable file)", cause);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
