package org.polarfold.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.polarfold.experiment.Settings;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarGrid;

/**
 * How a text file holds one map: a line a ring, a cell a sector.
 *
 * @param charset name of the character set
 * @param delimiter between cells; a single space is one, as NumPy's savetxt writes it
 * @param decimal {@code .} or {@code ,}
 * @param missing what stands for no value
 * @param header whether a line of names comes first, which is passed over
 */
record GridCsv(String charset, char delimiter, char decimal, List<String> missing, boolean header) {

  /** Characters of a cell and its delimiter at most, on average. */
  private static final int WIDEST_CELL = 32;

  private static final int WIDEST_HEADER = 1 << 16;

  /** Reads the keys of a block, which may all be left out. */
  static GridCsv of(Settings maps) {
    char decimal = TableFile.decimal(maps);
    String delimiter = maps.text("delimiter", ",");
    if (delimiter.equals(",") && decimal == ',') {
      throw maps.invalid("delimiter", "another than the decimal sign");
    }
    return new GridCsv(
        TableFile.charset(maps),
        delimiter.equals(",") || delimiter.equals(" ")
            ? delimiter.charAt(0)
            : TableFile.delimiter(maps, decimal),
        decimal,
        maps.textsOrEmpty("missing", List.of("")),
        maps.has("header") && maps.truth("header"));
  }

  /** The finite values of a file that is one map and nothing more. */
  double[] read(InputStream in, PolarGrid grid, MapKind kind) throws IOException, RecordFlaw {
    int most = grid.size() * WIDEST_CELL + WIDEST_HEADER;
    byte[] bytes = in.readNBytes(most + 1);
    if (bytes.length > most) {
      throw new RecordFlaw(
          RejectionReason.WRONG_SHAPE, "the file: expected at most " + most + " bytes");
    }
    String text = new String(bytes, Charset.forName(charset));
    if (text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    // Before a line of nothing but delimiters becomes millions of cells.
    if (text.chars().filter(c -> c == delimiter).count() > 2L * grid.size()) {
      throw wrongShape(grid);
    }
    CSVFormat format =
        CSVFormat.DEFAULT.builder().setDelimiter(delimiter).setIgnoreSurroundingSpaces(true).get();
    try (CSVParser parser = CSVParser.parse(text, format)) {
      return values(parser.iterator(), grid, kind);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private double[] values(Iterator<CSVRecord> lines, PolarGrid grid, MapKind kind)
      throws RecordFlaw {
    if (header && lines.hasNext()) {
      lines.next();
    }
    double[] values = new double[grid.size()];
    int absent = 0;
    for (int ring = 0; ring < grid.rings(); ring++) {
      CSVRecord cells = lines.hasNext() ? lines.next() : null;
      if (cells == null || cells.size() != grid.sectors()) {
        throw wrongShape(grid);
      }
      for (int sector = 0; sector < grid.sectors(); sector++) {
        int at = ring * grid.sectors() + sector;
        String cell = cells.get(sector).strip();
        if (cell.isEmpty() || missing.contains(cell)) {
          absent++;
        } else {
          values[at] = TableRow.number(cell, decimal, () -> GridFiles.cell(grid, at));
        }
      }
    }
    if (lines.hasNext()) {
      throw wrongShape(grid);
    }
    if (absent == values.length) {
      throw new RecordFlaw(
          RejectionReason.MISSING_MAP, "the " + kind.key() + " map: expected values");
    }
    if (absent > 0) {
      throw new RecordFlaw(
          RejectionReason.NOT_A_NUMBER,
          "the " + kind.key() + " map: expected all values, " + absent + " are missing");
    }
    return values;
  }

  private static RecordFlaw wrongShape(PolarGrid grid) {
    return new RecordFlaw(
        RejectionReason.WRONG_SHAPE,
        "the file: expected " + grid.rings() + " lines of " + grid.sectors() + " cells");
  }
}
