package org.polarfold.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.polarfold.UserException;

/**
 * Where tasks run. It decides how fast a study is and what it survives, never what comes of it.
 *
 * @param kind of place
 * @param properties of Spark, secrets apart: what the settings say, over what Polarfold needs
 */
record Cluster(ClusterKind kind, SortedMap<String, String> properties) {

  private static final String SUFFIX = ".conf";

  /** Threads of this process, as many as there are processors. */
  static Cluster inThisProcess() {
    return from(List.of(), new TreeMap<>(Map.of("spark.master", "local")), 0);
  }

  /**
   * The cluster that settings ask for, later ones over earlier ones.
   *
   * @param names of files of {@code conf/cluster} without .conf, or paths of others
   * @param executors how many, or 0 to leave it to the settings
   * @throws UserException for anything that is not as it should be
   */
  static Cluster named(List<String> names, int executors) {
    SortedMap<String, String> asked = new TreeMap<>();
    for (String name : names) {
      asked.putAll(ClusterSettings.read(file(name)).properties());
    }
    return from(names, asked, executors);
  }

  private static Cluster from(List<String> names, SortedMap<String, String> asked, int executors) {
    String master = asked.getOrDefault("spark.master", "");
    ClusterKind kind =
        ClusterKind.of(master)
            .orElseThrow(() -> invalid(names, "spark.master", master, ClusterKind.MASTERS));
    require(names, asked, "spark.dynamicAllocation.enabled", "false");
    require(names, asked, "spark.submit.deployMode", "client");
    if (kind == ClusterKind.LOCAL && asked.keySet().stream().anyMatch(Cluster::isOfResources)) {
      throw invalid(
          names,
          "spark.master",
          master,
          "another cluster with GPUs, as local-cluster,gpu: Spark gives none to threads of its own"
              + " process, and a task would wait for ever");
    }
    if (executors > 0) {
      asked.put(ExecutorProcesses.INSTANCES, Integer.toString(executors));
    }
    SortedMap<String, String> properties = new TreeMap<>();
    properties.put("spark.ui.enabled", "false");
    properties.put("spark.ui.showConsoleProgress", "false");
    properties.putAll(asked);
    EventLog.ask(properties);
    if (kind.isHere()) {
      properties.put("spark.driver.host", "127.0.0.1");
      properties.put("spark.driver.bindAddress", "127.0.0.1");
    }
    if (kind == ClusterKind.LOCAL) {
      int cores = Math.max(2, Runtime.getRuntime().availableProcessors());
      properties.put("spark.master", "local[" + cores + "]");
    } else {
      properties.put("spark.dynamicAllocation.enabled", "false");
      ClusterSecurity.secure(properties);
      ExecutorProcesses.of(properties).ask(kind, properties);
    }
    return new Cluster(kind, properties);
  }

  private static boolean isOfResources(String key) {
    return key.startsWith("spark.task.resource.") || key.startsWith("spark.executor.resource.");
  }

  private static void require(
      List<String> names, SortedMap<String, String> asked, String key, String expected) {
    String value = asked.getOrDefault(key, expected);
    if (!value.equals(expected)) {
      throw invalid(names, key, value, expected);
    }
  }

  private static UserException invalid(
      List<String> names, String key, String value, String expected) {
    return new UserException(
        "Invalid value of --on "
            + String.join(",", names)
            + ": "
            + key
            + " = "
            + (value.isEmpty() ? "none" : value)
            + " (expected "
            + expected
            + ")");
  }

  private static Path file(String name) {
    if (name.endsWith(SUFFIX) || name.contains("/")) {
      return Path.of(name);
    }
    Path folder = Path.of(System.getProperty("polarfold.conf", "conf"), "cluster");
    Path file = folder.resolve(name + SUFFIX);
    if (!Files.isRegularFile(file)) {
      throw new UserException(
          "Invalid value of --on: "
              + name
              + " (expected "
              + String.join(", ", names(folder))
              + ", or a path that ends in "
              + SUFFIX
              + ")");
    }
    return file;
  }

  private static List<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(SUFFIX))
          .map(file -> file.substring(0, file.length() - SUFFIX.length()))
          .sorted()
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
