package org.polarfold.export;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVPrinter;

/** A part of a table under way, which knows how many rows it has. */
public final class RowsFile implements Closeable {

  private final CSVPrinter printer;
  private int rows;

  /** Makes the file, without a header. */
  public RowsFile(Path file, ExportStyle style) throws IOException {
    printer = new CSVPrinter(Files.newBufferedWriter(file, style.charset()), style.format());
  }

  /** Writes a row and tells its number, from 1. */
  public int row(String patient, List<String> cells) throws IOException {
    printer.printRecord(with(patient, cells));
    rows++;
    return rows;
  }

  /** How many rows there are by now. */
  public int rows() {
    return rows;
  }

  static List<String> with(String first, List<String> cells) {
    List<String> row = new ArrayList<>(1 + cells.size());
    row.add(first);
    row.addAll(cells);
    return row;
  }

  @Override
  public void close() throws IOException {
    printer.close();
  }
}
