package org.polarfold.evaluate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.polarfold.UserException;
import org.polarfold.study.PatientId;
import org.polarfold.study.Segment17;
import org.polarfold.study.SiteId;

/**
 * Reads predictions that any program wrote as comma-separated values: UTF-8 with or without a byte
 * order mark, a header line, one row a patient, arm, target, model, map, repeat and seed.
 */
public final class PredictionsCsv {

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private final String file;
  private final PredictionsBuilder rows;
  private final Columns columns;
  private final List<String> readerColumns;

  private PredictionsCsv(String file, Columns columns) {
    this.file = file;
    this.rows = Predictions.from(file);
    this.columns = columns;
    this.readerColumns = columns.after(LabelSource.READER);
  }

  /**
   * Reads and checks a whole file, row by row.
   *
   * @throws UserException where the file is missing, empty, not UTF-8 or not CSV, lacks a column,
   *     or holds a row that is not right; the message names line, column and value, and never a
   *     patient
   */
  public static Predictions read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserException(
          "Cannot read predictions: "
              + file
              + (Files.exists(file) ? " (a folder; expected a file)" : " (no such file)"));
    }
    try (BufferedReader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      skipByteOrderMark(text);
      try (CSVParser parser = FORMAT.parse(text)) {
        return read(file.toString(), parser);
      }
    } catch (CharacterCodingException e) {
      throw new UserException("Cannot read predictions: " + file + " (not UTF-8)", e);
    } catch (IOException e) {
      throw new UserException("Cannot read predictions: " + file + " (" + reason(e) + ")", e);
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static void skipByteOrderMark(BufferedReader text) throws IOException {
    text.mark(1);
    if (text.read() != BYTE_ORDER_MARK) {
      text.reset();
    }
  }

  private static Predictions read(String file, CSVParser parser) throws IOException {
    Iterator<CSVRecord> records = parser.iterator();
    try {
      if (!records.hasNext()) {
        throw new UserException(
            "Cannot read predictions: " + file + " (empty; expected a header: " + header() + ")");
      }
      PredictionsCsv reader =
          new PredictionsCsv(file, Columns.of(file, List.of(records.next().values())));
      if (!records.hasNext()) {
        throw new UserException("Cannot read predictions: " + file + " (a header and no rows)");
      }
      while (records.hasNext()) {
        CSVRecord cells = records.next();
        reader.row(parser.getCurrentLineNumber(), cells);
      }
      return reader.rows.build();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw e.getCause();
      }
      // The parser's own words may quote the cell, and with it a patient.
      throw new UserException(
          "Invalid predictions: "
              + file
              + ":"
              + parser.getCurrentLineNumber()
              + ": quotation marks that do not match (expected CSV as in RFC 4180)",
          e);
    }
  }

  private static String header() {
    return String.join(",", Columns.REQUIRED);
  }

  private void row(long line, CSVRecord cells) {
    if (cells.size() != columns.size()) {
      throw new UserException(
          "Invalid predictions: %s:%d: %d columns (expected %d, as in the header)"
              .formatted(file, line, cells.size(), columns.size()));
    }
    rows.add(
        line,
        new Prediction(
            patient(line, cells),
            parsed(line, cells, "site", SiteId::new, "1 to 40 of a-z, 0-9 and -"),
            parsed(line, cells, "arm", Arm::new, Arm.EXPECTED),
            name(line, cells, "target"),
            name(line, cells, "model"),
            columns.optional(cells, "map").orElse(Prediction.NO_MAP),
            whole(line, cells, "repeat", Integer::valueOf).orElse(0),
            whole(line, cells, "seed", Long::valueOf).orElse(0L),
            columns.optional(cells, "fold"),
            segment(line, cells),
            number(line, "weight", columns.optional(cells, "weight").orElse(""), "a number"),
            number(
                line, "label", columns.required(cells, "label"), PredictionsBuilder.LABEL_EXPECTED),
            number(
                line, "score", columns.required(cells, "score"), PredictionsBuilder.SCORE_EXPECTED),
            new Attributes(
                columns.optional(cells, Attributes.SEX),
                number(
                    line,
                    Attributes.AGE,
                    columns.optional(cells, Attributes.AGE).orElse(""),
                    PredictionsBuilder.AGE_EXPECTED),
                columns.optional(cells, Attributes.RACE)),
            source(line, cells)));
  }

  private LabelSource source(long line, CSVRecord cells) {
    Optional<Integer> verified =
        columns
            .optional(cells, LabelSource.VERIFIED)
            .map(
                value -> parsed(line, cells, LabelSource.VERIFIED, PredictionsCsv::flag, "0 or 1"));
    SortedMap<String, Integer> readers = new TreeMap<>();
    for (String reader : readerColumns) {
      String column = LabelSource.READER + reader;
      columns
          .optional(cells, column)
          .ifPresent(
              value ->
                  readers.put(
                      reader,
                      parsed(
                          line,
                          cells,
                          column,
                          PredictionsCsv::flag,
                          PredictionsBuilder.READER_EXPECTED)));
    }
    return new LabelSource(verified.map(one -> one == 1), readers);
  }

  private static Integer flag(String text) {
    if (!text.equals("0") && !text.equals("1")) {
      throw new NumberFormatException(text);
    }
    return Integer.valueOf(text);
  }

  private PatientId patient(long line, CSVRecord cells) {
    String value = columns.required(cells, "patient");
    if (value.isBlank()) {
      throw rows.invalid(line, "patient", "", "a pseudonym");
    }
    return new PatientId(value);
  }

  private String name(long line, CSVRecord cells, String column) {
    String value = columns.required(cells, column);
    if (value.isBlank()) {
      throw rows.invalid(line, column, value, "a name");
    }
    return value;
  }

  private <T> T parsed(
      long line, CSVRecord cells, String column, Parser<T> parser, String expected) {
    String value = columns.required(cells, column);
    try {
      return parser.parse(value);
    } catch (UserException | NumberFormatException e) {
      throw rows.invalid(line, column, value, expected);
    }
  }

  private <T> Optional<T> whole(long line, CSVRecord cells, String column, Parser<T> parser) {
    return columns
        .optional(cells, column)
        .map(value -> parsed(line, cells, column, parser, "a whole number"));
  }

  private int segment(long line, CSVRecord cells) {
    int segment = whole(line, cells, "segment", Integer::valueOf).orElse(0);
    if (segment < 0 || segment > Segment17.COUNT) {
      throw rows.invalid(line, "segment", segment, "1 to 17, or empty for the whole heart");
    }
    return segment;
  }

  private OptionalDouble number(long line, String column, String value, String expected) {
    if (value.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (!NUMBER.matcher(value).matches()) {
      throw rows.invalid(line, column, value, expected);
    }
    return OptionalDouble.of(Double.parseDouble(value));
  }

  /** Makes a value of a cell's text, or throws. */
  private interface Parser<T> {
    T parse(String text);
  }
}
