package org.polarfold.simulate;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** A delimited file under way, row after row, that knows the line it is at. */
final class Table implements Closeable {

  private final CSVPrinter printer;
  private int line;

  Table(Path file, Charset charset, char delimiter) throws IOException {
    CSVFormat format =
        CSVFormat.DEFAULT.builder().setDelimiter(delimiter).setRecordSeparator('\n').get();
    printer = new CSVPrinter(Files.newBufferedWriter(file, charset), format);
  }

  /** Writes a row and tells its line, from 1. */
  int row(List<String> cells) throws IOException {
    printer.printRecord(cells);
    line++;
    return line;
  }

  @Override
  public void close() throws IOException {
    printer.close();
  }
}
