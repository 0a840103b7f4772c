package org.polarfold.ingest;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.polarfold.experiment.Settings;

/**
 * A delimited text file.
 *
 * @param path the file, inside the site's folder
 * @param name folder of the site and file, as it is shown
 * @param charset name of the character set
 * @param delimiter between cells
 * @param decimal {@code .} or {@code ,}
 * @param missing what stands for no value
 * @param patient the column that names the patient
 * @param unread columns that are known to be there and are never read, as those of names
 */
record TableFile(
    Path path,
    String name,
    String charset,
    char delimiter,
    char decimal,
    List<String> missing,
    String patient,
    List<String> unread) {

  /** Reads {@code file}, {@code delimiter}, {@code patient} and the rest of a block. */
  static TableFile of(Settings table, ExportFolder folder) {
    Path path = folder.file(table, "file");
    char decimal = decimal(table);
    return new TableFile(
        path,
        folder.shown(path),
        charset(table),
        delimiter(table, decimal),
        decimal,
        table.textsOrEmpty("missing", List.of("")),
        table.text("patient"),
        table.textsOrEmpty("unread", List.of()));
  }

  /** The key {@code charset}. */
  static String charset(Settings block) {
    return oneOf(block, "charset", charsets(), charsets().get(0));
  }

  /** The key {@code decimal}. */
  static char decimal(Settings block) {
    return oneOf(block, "decimal", List.of(".", ","), ".").charAt(0);
  }

  /** The key {@code delimiter}. */
  static char delimiter(Settings block, char decimal) {
    String delimiter = block.text("delimiter");
    if (delimiter.length() != 1 || !isDelimiter(delimiter.charAt(0), decimal)) {
      throw block.invalid(
          "delimiter",
          "one character, no letter, digit, quote, sign, space, dot or the decimal's own");
    }
    return delimiter.charAt(0);
  }

  private static boolean isDelimiter(char delimiter, char decimal) {
    return delimiter != decimal
        && !Character.isLetterOrDigit(delimiter)
        && "\"'+-. \r\n".indexOf(delimiter) < 0;
  }

  private static List<String> charsets() {
    return List.of(StandardCharsets.UTF_8.name(), StandardCharsets.ISO_8859_1.name());
  }

  private static String oneOf(Settings block, String key, List<String> allowed, String absent) {
    String text = block.text(key, absent);
    if (!allowed.contains(text)) {
      throw block.invalid(key, "one of " + String.join(" ", allowed));
    }
    return text;
  }
}
