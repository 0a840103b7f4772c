package org.polarfold.store;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table whose rows cannot be read, as Spark tells of it: by the text of what an executor threw,
 * which is all that comes to the driver from another machine.
 */
public final class UnreadableTable {

  private static final Pattern DAMAGED =
      Pattern.compile("Encountered error while reading file (\\S+)\\. Details");

  private static final Pattern OTHER_TYPE =
      Pattern.compile(
          "Parquet column cannot be converted in file (\\S+)\\. Column: \\[([^\\]]*)\\]");

  private UnreadableTable() {}

  /** One line for the user where that is what was thrown. */
  public static Optional<String> told(Throwable thrown) {
    Optional<String> damaged = Optional.empty();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      Matcher type = OTHER_TYPE.matcher(message);
      if (type.find()) {
        return Optional.of(
            "Invalid table: "
                + type.group(1)
                + ", column "
                + type.group(2)
                + ": another type (expected that of docs/lake.md)");
      }
      Matcher file = DAMAGED.matcher(message);
      if (damaged.isEmpty() && file.find()) {
        damaged =
            Optional.of(
                "Cannot read " + file.group(1) + " (expected Parquet, whole to its last byte)");
      }
    }
    return damaged;
  }
}
