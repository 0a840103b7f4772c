package org.polarfold.job;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polarfold.UserException;

/**
 * A cluster that does not answer, or that has ended the application: whatever of Spark's is asked
 * afterwards fails in ways of its own.
 */
final class ClusterEnded {

  private static final Pattern MASTER = Pattern.compile("([^,/]+):([0-9]{1,5})(?:,|$)");
  private static final int PATIENCE_MS = 10_000;
  private static final int MOST_PORT = 65_535;

  /** What Spark says of an application that it has ended by itself. */
  private static final List<String> SIGNS =
      List.of(
          "LiveListenerBus is stopped",
          "Cannot call methods on a stopped SparkContext",
          "All masters are unresponsive",
          "Master removed our application",
          "Spark context was shut down",
          "SparkContext was shut down");

  private ClusterEnded() {}

  /**
   * Asks a standalone cluster for an answer; Spark would try for a minute.
   *
   * @param master as {@code spark://host:7077}, or several of them
   * @throws UserException where none answers
   */
  static void requireAnswer(String master) {
    List<String> silent = new ArrayList<>();
    Matcher address = MASTER.matcher(master);
    while (address.find()) {
      int port = Math.min(Integer.parseInt(address.group(2)), MOST_PORT);
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(address.group(1), port), PATIENCE_MS);
        return;
      } catch (IOException e) {
        silent.add(address.group(1) + ":" + port + ": " + e.getMessage());
      }
    }
    throw new UserException(
        "Cannot reach the cluster "
            + master
            + " (expected a master of Spark that answers there; "
            + String.join(", ", silent)
            + ")");
  }

  /** What is to be said where it was the cluster that has ended the application. */
  static Optional<String> told(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (SIGNS.stream().anyMatch(message::contains)) {
        return Optional.of(
            "Spark has ended the application (expected a cluster that takes it and keeps it: its own"
                + " logs tell more, and --verbose shows Spark's warnings)");
      }
    }
    return Optional.empty();
  }
}
