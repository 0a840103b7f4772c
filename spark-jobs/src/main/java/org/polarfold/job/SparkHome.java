package org.polarfold.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.polarfold.UserException;

/**
 * The folder {@code SPARK_HOME} from which executors of this machine are started. One with the jars
 * of this process and an empty {@code RELEASE} is all of a Spark distribution that they need.
 */
final class SparkHome {

  private SparkHome() {}

  /**
   * Lays it out for this process's class path, unless it is so already. A package is, and its
   * folder may be read-only.
   *
   * @throws UserException where the environment does not name it
   */
  static void layOut() {
    String home = System.getenv("SPARK_HOME");
    if (home == null) {
      throw new UserException(
          "Cannot start executors: SPARK_HOME is not set (expected to be started by ./run)");
    }
    if (Files.isRegularFile(Path.of(home, "jars", PackageJob.ORDER))) {
      return;
    }
    try {
      fill(Path.of(home, "jars"));
      Path release = Path.of(home, "RELEASE");
      if (!Files.exists(release)) {
        Files.createFile(release);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void fill(Path jars) throws IOException {
    Files.createDirectories(jars);
    Map<String, Path> wanted = new TreeMap<>();
    for (Path jar : ShippedJars.ofThisProcess()) {
      wanted.put(jar.getFileName().toString(), jar);
    }
    Set<Path> present;
    try (Stream<Path> files = Files.list(jars)) {
      present = files.collect(Collectors.toSet());
    }
    for (Path file : present) {
      // Executors of another process may be starting from what is right.
      if (!isRight(file, wanted)) {
        Files.delete(file);
      }
    }
    for (Map.Entry<String, Path> jar : wanted.entrySet()) {
      Path link = jars.resolve(jar.getKey());
      if (!Files.exists(link)) {
        Files.createSymbolicLink(link, jar.getValue());
      }
    }
  }

  private static boolean isRight(Path file, Map<String, Path> wanted) throws IOException {
    Path jar = wanted.get(file.getFileName().toString());
    return jar != null && Files.exists(file) && Files.isSameFile(file, jar);
  }
}
