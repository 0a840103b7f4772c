package org.polarfold.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.polarfold.study.MapKind;

/**
 * How a site writes numbers and tables.
 *
 * @param unit of rest and stress maps
 * @param charset of tables
 * @param delimiter between columns
 * @param decimal the decimal sign
 * @param missing what stands for no value
 * @param patient name of the patient column, in every table
 */
public record ExportStyle(
    Unit unit, Charset charset, char delimiter, char decimal, String missing, String patient) {

  /** A number with so many decimals. */
  public String number(double value, int decimals) {
    if (!Double.isFinite(value)) {
      return String.valueOf(value);
    }
    long unscaled = Math.round(value * Math.pow(10, decimals));
    return BigDecimal.valueOf(unscaled, decimals).toPlainString().replace('.', decimal);
  }

  /** A value of a map, already in the site's unit. */
  String value(double value, MapKind kind) {
    return number(value, unit.decimals(kind));
  }

  /** A value of stress, already in the site's unit. */
  public String stress(double value) {
    return value(value, MapKind.STRESS);
  }

  /** The keys of a site.conf that describe one table. */
  public Map<String, Object> table(String file) {
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("file", file);
    table.put("charset", charset.name());
    table.put("delimiter", String.valueOf(delimiter));
    table.put("decimal", String.valueOf(decimal));
    table.put("missing", List.of(missing));
    table.put("patient", patient);
    return table;
  }

  /** A row as it stands in a file. */
  byte[] row(List<String> cells) {
    StringBuilder text = new StringBuilder();
    try (CSVPrinter printer = new CSVPrinter(text, format())) {
      printer.printRecord(cells);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().getBytes(charset);
  }

  CSVFormat format() {
    return CSVFormat.DEFAULT.builder().setDelimiter(delimiter).setRecordSeparator('\n').get();
  }
}
