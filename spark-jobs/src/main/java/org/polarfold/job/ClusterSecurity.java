package org.polarfold.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.polarfold.UserException;

/**
 * Who may talk to the processes of a run, and who can read what they say. Off this process, every
 * connection is authenticated with a secret and encrypted, and so is what executors leave on their
 * disks while they work.
 */
final class ClusterSecurity {

  /** The environment variable with the secret of a standalone cluster. */
  static final String VARIABLE = "POLARFOLD_SPARK_SECRET";

  private static final String AUTHENTICATE = "spark.authenticate";
  private static final String SECRET = "spark.authenticate.secret";
  private static final String SECRET_FILE = "spark.authenticate.secret.file";
  private static final int BYTES = 32;

  private ClusterSecurity() {}

  /** Adds what the settings leave open. */
  static void secure(SortedMap<String, String> properties) {
    properties.putIfAbsent(AUTHENTICATE, "true");
    boolean authenticated = Boolean.parseBoolean(properties.get(AUTHENTICATE));
    properties.putIfAbsent("spark.network.crypto.enabled", Boolean.toString(authenticated));
    properties.putIfAbsent("spark.io.encryption.enabled", Boolean.toString(authenticated));
    // Names or values that the UI and event logs do not show.
    properties.putIfAbsent(
        "spark.redaction.regex",
        "(?i)secret|password|passwd|token|credential|access[.]?key|keytab");
  }

  /**
   * What is to be added to the properties when the session is made, and nowhere else. YARN and
   * Kubernetes get a secret of each application's own from Spark; so do executors of this machine,
   * from here. A standalone cluster has one, with which its master and workers were started.
   *
   * @param environment of this process
   * @throws UserException where a standalone cluster's secret is not told
   */
  static Map<String, String> secrets(Cluster cluster, Map<String, String> environment) {
    Map<String, String> properties = cluster.properties();
    boolean off = !Boolean.parseBoolean(properties.getOrDefault(AUTHENTICATE, "false"));
    if (off || properties.containsKey(SECRET)) {
      return Map.of();
    }
    return switch (cluster.kind()) {
      case LOCAL_CLUSTER -> Map.of(SECRET, drawn());
      case STANDALONE -> Map.of(SECRET, told(properties, environment));
      default -> Map.of();
    };
  }

  private static String drawn() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String told(Map<String, String> properties, Map<String, String> environment) {
    Optional<String> file = Optional.ofNullable(properties.get(SECRET_FILE));
    String secret =
        file.isPresent() ? read(Path.of(file.get())) : environment.getOrDefault(VARIABLE, "");
    if (secret.isEmpty()) {
      throw new UserException(
          "Cannot find the secret of the cluster "
              + properties.get("spark.master")
              + " (expected the one of its master and workers in the environment variable "
              + VARIABLE
              + ", or in a file that \"authenticate.secret.file\" names)");
    }
    return secret;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UserException(
          "Cannot read the secret of the cluster: "
              + file
              + " ("
              + e.getClass().getSimpleName()
              + ")",
          e);
    }
  }
}
