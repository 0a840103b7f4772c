package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.UserException;

class TableTest {

  private final Path file;

  TableTest(@TempDir Path folder) {
    this.file = folder.resolve("t.csv");
  }

  private TableFile described(char delimiter, char decimal, String... missing) {
    return new TableFile(
        file, "birch/t.csv", "UTF-8", delimiter, decimal, List.of(missing), "id", List.of());
  }

  private static List<String> lines(Reader reader) throws IOException {
    List<String> lines = new ArrayList<>();
    try (BoundedLines bounded = new BoundedLines(reader, "birch/t.csv")) {
      while (bounded.next()) {
        lines.add(
            bounded.line()
                + ":"
                + new String(bounded.text(), bounded.start(), bounded.end() - bounded.start()));
      }
      assertThat(bounded.next()).as("after the end").isFalse();
    }
    return lines;
  }

  /** Every cell of every row as text, rows of a table whose first line is its header. */
  private List<List<String>> cells(TableFile described, String text, int columns)
      throws IOException {
    Files.writeString(file, text);
    List<List<String>> rows = new ArrayList<>();
    try (Table table = Table.open(described)) {
      for (Optional<TableRow> row = table.next(); row.isPresent(); row = table.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
          try {
            cells.add(row.get().text(i, "c").orElse("none"));
          } catch (RecordFlaw flaw) {
            cells.add(((IngestOutcome.Rejected) flaw.at(row.get().place())).reason().code());
          }
        }
        rows.add(cells);
      }
    }
    return rows;
  }

  @Test
  void linesEndInThreeWaysAndTheLastNeedNotEnd() throws IOException {
    assertThat(lines(new StringReader("\uFEFFa\nb\r\n\r\rc\n\n\uFEFFd")))
        .containsExactly("1:a", "2:b", "3:", "4:", "5:c", "6:", "7:\uFEFFd");
    assertThat(lines(new StringReader(""))).isEmpty();
    assertThat(lines(new StringReader("\uFEFF"))).isEmpty();
    assertThat(lines(new StringReader("\n"))).containsExactly("1:");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 65_535, 65_536, 65_537, 200_000})
  void linesOfAnyLengthAreWholeHoweverTheyArrive(int length) throws IOException {
    String line = "x".repeat(length);
    for (String end : List.of("\n", "\r", "\r\n")) {
      String text = (line + end).repeat(3) + line;
      for (int portion : new int[] {1, 8_191, 1 << 20}) {
        Reader slow =
            new StringReader(text) {
              @Override
              public int read(char[] into, int at, int most) throws IOException {
                return super.read(into, at, Math.min(most, portion));
              }
            };
        assertThat(lines(slow)).containsExactly("1:" + line, "2:" + line, "3:" + line, "4:" + line);
      }
    }
  }

  @Test
  void aLineThatNeverEndsIsRefused() throws IOException {
    Reader endless =
        new Reader() {
          @Override
          public int read(char[] into, int at, int most) {
            java.util.Arrays.fill(into, at, at + most, 'x');
            return most;
          }

          @Override
          public void close() {
            // Nothing to close.
          }
        };
    try (BoundedLines lines = new BoundedLines(endless, "birch/t.csv")) {
      assertThatThrownBy(lines::next)
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith("Cannot read birch/t.csv:1 ");
    }
    String longest = "y".repeat(BoundedLines.LONGEST);
    assertThat(lines(new StringReader(longest))).containsExactly("1:" + longest);
    assertThatThrownBy(() -> lines(new StringReader("a\n" + longest + "y\n")))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot read birch/t.csv:2 ");
  }

  @Test
  void cellsAreThoseOfTheLineWithAndWithoutQuotes() throws IOException {
    assertThat(
            cells(
                described(';', '.', "NA"),
                """
                id;a;b
                 1 ; x y ;z
                ;;
                NA;"NA";" q "
                "a;b";"say ""yes\""";5" disc
                1;2
                "open;2;3
                "closed"no;2;3
                1;2;3;4
                """,
                3))
        .containsExactly(
            List.of("1", "x y", "z"),
            List.of("none", "none", "none"),
            List.of("none", "none", "q"),
            List.of("a;b", "say \"yes\"", "5\" disc"),
            List.of("1", "2", "wrong-shape"),
            List.of("unreadable-record", "unreadable-record", "unreadable-record"),
            List.of("unreadable-record", "unreadable-record", "unreadable-record"),
            List.of("1", "2", "3"));
  }

  /** The cells of a line as commons-csv takes it apart, or none where it cannot. */
  private static List<String> cellsOfTheLibrary(String line) throws IOException {
    CSVFormat format =
        CSVFormat.DEFAULT.builder().setDelimiter(';').setIgnoreSurroundingSpaces(true).get();
    try (CSVParser parser = CSVParser.parse(line, format)) {
      List<CSVRecord> records = parser.getRecords();
      return records.size() == 1 ? records.get(0).stream().map(String::strip).toList() : List.of();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  @Test
  void everyLineHasTheCellsThatTheLibraryFinds() throws IOException {
    Random random = new Random(3);
    Cells cells = new Cells(described(';', '.'));
    for (int i = 0; i < 10_000; i++) {
      StringBuilder line = new StringBuilder();
      int length = 1 + random.nextInt(12);
      while (line.length() < length) {
        line.append("\"\"\";;; a1.\t\0".charAt(random.nextInt(12)));
      }
      if (line.toString().isBlank()) {
        continue;
      }
      char[] text = ("<" + line + ">").toCharArray();
      cells.take(text, 1, text.length - 1);
      List<String> found = new ArrayList<>();
      for (int c = 0; c < cells.count(); c++) {
        found.add(cells.text(c));
      }
      assertThat(found).as("%s", line).isEqualTo(cellsOfTheLibrary(line.toString()));
    }
  }

  @Test
  void tabsSeparateAlsoEmptyCells() throws IOException {
    assertThat(cells(described('\t', '.'), "id\ta\tb\n\t\tx\ny\t\t\n", 3))
        .containsExactly(List.of("none", "none", "x"), List.of("y", "none", "none"));
  }

  @Test
  void charactersThatNobodyTypesAreUnreadable() throws IOException {
    assertThat(cells(described(',', '.'), "id,a\n1\0,\u0007\n\uFFFD,\"\0\"\n", 2))
        .containsExactly(
            List.of("unreadable-record", "unreadable-record"),
            List.of("unreadable-record", "unreadable-record"));
  }

  private static String number(TableRow row, int column) {
    try {
      return Double.toString(row.numberOrNaN(column, "c"));
    } catch (RecordFlaw flaw) {
      return ((IngestOutcome.Rejected) flaw.at(row.place())).reason().code();
    }
  }

  private String read(String cell, char decimal, String... missing) throws IOException {
    Files.writeString(file, "id;c\n1;" + cell + "\n");
    try (Table table = Table.open(described(';', decimal, missing))) {
      return number(table.next().orElseThrow(), 1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "1.234, 1.234",
        " 1.234  , 1.234",
        "+1, 1.0",
        "-0, -0.0",
        "-0.0, -0.0",
        ".5, 0.5",
        "5., 5.0",
        "1e3, 1000.0",
        "1E-3, 0.001",
        "007, 7.0",
        "\"1.5\", 1.5",
        "\u00A01, not-a-number",
        "\u20031.5\u2003, 1.5",
        "999, NaN",
        "999.0, 999.0",
        "n/a, NaN",
        "1d, not-a-number",
        "1f, not-a-number",
        "0x1p3, not-a-number",
        "NaN, non-finite",
        "nan, non-finite",
        "Infinity, non-finite",
        "-INF, non-finite",
        "1e999, non-finite",
        "1e-999, 0.0",
        "1.2.3, not-a-number",
        "., not-a-number",
        "-, not-a-number",
        "+-1, not-a-number",
        "1e, not-a-number",
        "e5, not-a-number",
        "1 2, not-a-number",
        "1_0, not-a-number",
        "1-2, not-a-number",
        "\u0661, not-a-number",
        "4.9E-324, 4.9E-324",
        "0.1000000000000000055511151231257827, 0.1",
        "12345678901234567890, 1.2345678901234567E19",
        "00000000000000000000000000000001.5, 1.5"
      })
  void numbersArePlainAndNothingElseIs(String cell, String expected) throws IOException {
    assertThat(read(cell, '.', "n/a", "999")).isEqualTo(expected);
    if (cell.indexOf(',') < 0 && !cell.startsWith("1.2.3")) {
      assertThat(read(cell.replace('.', ','), ',', "n/a", "999")).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1.5", "1.234,5", "1,234.5", "1 234,5", "1'234,5", "1,2,3"})
  void theOtherDecimalSignAndGroupsAreNoNumbers(String cell) throws IOException {
    assertThat(read(cell, ',')).isEqualTo("not-a-number");
  }

  @Test
  void everyNumberIsTheOneThatJavaReads() throws IOException {
    Random random = new Random(11);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      double any = Double.longBitsToDouble(random.nextLong());
      double flow = random.nextDouble() * 5;
      texts.add(Double.toString(Double.isFinite(any) ? any : flow));
      texts.add(Double.toString(flow));
      texts.add(Float.toString((float) flow));
      texts.add(String.format(Locale.ROOT, "%." + random.nextInt(20) + "f", flow * 1e3 - 2e3));
      texts.add(Long.toString(random.nextLong() >> random.nextInt(64)));
    }
    Files.writeString(
        file, "id" + ";c".repeat(texts.size()) + "\n1;" + String.join(";", texts) + "\n");
    try (Table table = Table.open(described(';', '.'))) {
      TableRow row = table.next().orElseThrow();
      for (int i = 0; i < texts.size(); i++) {
        assertThat(number(row, i + 1))
            .as(texts.get(i))
            .isEqualTo(Double.toString(Double.parseDouble(texts.get(i))));
      }
    }
  }

  @Test
  void aMillionColumnsAreRefusedInTheHeaderAndAreNoMoreThanAWrongShapeBelow() throws IOException {
    for (String cell : List.of("c,", "\"\",")) {
      Files.writeString(file, cell.repeat(1_000_000) + "\n");
      assertThatThrownBy(() -> Table.open(described(',', '.')))
          .isInstanceOf(UserException.class)
          .hasMessage(
              "Cannot read the header in birch/t.csv:1: 1000001 columns (expected 1 to 150000 in"
                  + " quotes that are closed)");
    }
    assertThat(cells(described(',', '.'), "id,a\n" + "1,".repeat(1_000_000) + "\n5,6", 2))
        .containsExactly(List.of("1", "1"), List.of("5", "6"));
    Files.writeString(file, "id,a\n" + "1,".repeat(1_000_000));
    try (Table table = Table.open(described(',', '.'))) {
      TableRow row = table.next().orElseThrow();
      assertThatThrownBy(row::checkShape)
          .isInstanceOf(RecordFlaw.class)
          .hasMessage("1000001 cells: expected 2 as in the header");
    }
  }

  @Test
  void theMostColumnsAreAllRead() throws IOException {
    StringBuilder header = new StringBuilder("id");
    StringBuilder row = new StringBuilder("p");
    for (int i = 1; i < Table.MOST_COLUMNS; i++) {
      header.append(",c").append(i);
      row.append(',').append(i);
    }
    for (String last : List.of("", ",c150000")) {
      Files.writeString(file, header + last + "\n" + row + "\n");
      if (last.isEmpty()) {
        try (Table table = Table.open(described(',', '.'))) {
          TableRow read = table.next().orElseThrow();
          assertThat(number(read, table.column("c149999", "x"))).isEqualTo("149999.0");
          assertThat(number(read, 1)).isEqualTo("1.0");
        }
      } else {
        assertThatThrownBy(() -> Table.open(described(',', '.')))
            .hasMessageContaining("150001 columns");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "  \nid,c", "\"id,c\n1,2", "\"", "\uFEFF"})
  void aFileWithoutAHeaderIsRefused(String text) throws IOException {
    Files.writeString(file, text, StandardCharsets.UTF_8);

    assertThatThrownBy(() -> Table.open(described(',', '.')))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot read the header in birch/t.csv:1: 0 columns");
  }

  @Test
  void aHeaderWithoutLineEndIsOne() throws IOException {
    Files.writeString(file, "id,c");
    try (Table table = Table.open(described(',', '.'))) {
      assertThat(table.column("c", "x")).isEqualTo(1);
      assertThat(table.next()).isEmpty();
    }
  }
}
