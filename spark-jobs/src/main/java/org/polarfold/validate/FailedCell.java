package org.polarfold.validate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.polarfold.UserException;
import org.polarfold.store.RunFolder;
import org.polarfold.store.UnreadableTable;
import org.polarfold.train.DivergedException;

/**
 * A cell that was tried in vain, in its folder's {@code failed.json}; the next run tries it again.
 *
 * @param reason in one line
 * @param attempts how often it was tried
 */
public record FailedCell(String reason, int attempts) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE = "failed.json";
  private static final int LONGEST = 300;
  private static final int ATTEMPTS = 2;

  /**
   * Does a cell's work; once more where that throws.
   *
   * @param ending whether all shall end, so that it is no failure of the cell's
   * @throws RuntimeException where it is not the cell that failed: a mistake of the user's, a table
   *     that cannot be read
   */
  static Optional<FailedCell> of(Runnable work, BooleanSupplier ending) {
    for (int attempt = 1; ; attempt++) {
      try {
        work.run();
        return Optional.empty();
      } catch (DivergedException e) {
        return Optional.of(after(e, attempt));
      } catch (Exception e) { // Spark throws what it does not declare
        if (ending.getAsBoolean() || !isOfOneCell(e)) {
          throw e;
        }
        if (attempt == ATTEMPTS) {
          return Optional.of(after(e, attempt));
        }
      }
    }
  }

  private static boolean isOfOneCell(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof UserException) {
        return false;
      }
    }
    return UnreadableTable.told(thrown).isEmpty();
  }

  private static FailedCell after(Throwable thrown, int attempts) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String told = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    String line = told.lines().findFirst().orElse("").strip();
    return new FailedCell(line.substring(0, Math.min(LONGEST, line.length())), attempts);
  }

  /** The failure that a cell's folder tells of. */
  public static Optional<FailedCell> in(RunFolder cell) {
    return cell.text(FILE)
        .map(
            text -> {
              try {
                return JSON.readValue(text, FailedCell.class);
              } catch (JsonProcessingException e) {
                return new FailedCell("unknown", 1);
              }
            });
  }

  void write(RunFolder cell) {
    ObjectNode root = JSON.valueToTree(this);
    cell.write(FILE, root.toPrettyString() + "\n");
  }
}
