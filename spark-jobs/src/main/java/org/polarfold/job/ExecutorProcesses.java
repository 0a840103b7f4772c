package org.polarfold.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.network.util.JavaUtils;
import org.polarfold.UserException;

/**
 * The processes that train, wherever they are.
 *
 * @param count how many
 * @param cores tasks that one runs at once, of one core each
 * @param heapMb memory of one for Java objects
 * @param overheadMb memory of one outside Java's heap, for networks and for Java itself
 */
record ExecutorProcesses(int count, int cores, long heapMb, long overheadMb) {

  /** How many executors. */
  static final String INSTANCES = "spark.executor.instances";

  private static final String CORES = "spark.executor.cores";
  private static final String MEMORY = "spark.executor.memory";
  private static final String OVERHEAD = "spark.executor.memoryOverhead";
  private static final String OPTIONS = "spark.executor.extraJavaOptions";

  /** What Java takes outside its heap for itself: classes, threads, buffers of connections. */
  private static final long JAVA_MB = 384;

  /**
   * The processes that properties ask for.
   *
   * @throws UserException where a number is none
   */
  static ExecutorProcesses of(Map<String, String> properties) {
    return new ExecutorProcesses(
        (int) number(properties, INSTANCES, "2", 10_000),
        (int) number(properties, CORES, "1", 1_000),
        megabytes(properties, MEMORY, "1g"),
        megabytes(properties, OVERHEAD, "1408m"));
  }

  /** What one may take for networks. */
  long nativeBytes() {
    return Math.max(0, overheadMb - JAVA_MB) << 20;
  }

  /** Writes what they need into the properties. */
  void ask(ClusterKind kind, SortedMap<String, String> properties) {
    properties.put(INSTANCES, Integer.toString(count));
    properties.put(CORES, Integer.toString(cores));
    properties.put(MEMORY, heapMb + "m");
    properties.put(OVERHEAD, overheadMb + "m");
    if (kind == ClusterKind.LOCAL_CLUSTER) {
      properties.put("spark.master", "local-cluster[" + count + "," + cores + "," + heapMb + "]");
    }
    if (kind == ClusterKind.STANDALONE) {
      // There, an application is given cores, not executors.
      properties.putIfAbsent("spark.cores.max", Integer.toString(count * cores));
    }
    // With more threads than one a task, executors of one machine wait for each other.
    properties.put("spark.executorEnv.OMP_NUM_THREADS", "1");
    // Without it Spark's launcher looks for the build folders of Spark's own source tree.
    properties.putIfAbsent("spark.executorEnv.SPARK_SCALA_VERSION", "2.12");
    properties.merge(OPTIONS, options(kind), (asked, ours) -> ours + " " + asked);
  }

  private String options(ClusterKind kind) {
    return shippedOptions()
        + " -Dorg.bytedeco.javacpp.maxbytes="
        + nativeBytes()
        + " -Dorg.bytedeco.javacpp.maxphysicalbytes=0 -Dorg.bytedeco.javacpp.cachedir="
        + natives(kind);
  }

  /**
   * Where the native library is unpacked. On a cluster that is the executor's own working folder:
   * it fetches the library's jar anew, and a folder shared with others would be written over under
   * them.
   */
  private static String natives(ClusterKind kind) {
    String here = System.getProperty("org.bytedeco.javacpp.cachedir");
    return kind == ClusterKind.LOCAL_CLUSTER && here != null ? here : "javacpp";
  }

  /** The lines of conf/java.options that are options. */
  private static String shippedOptions() {
    Path file = Path.of(System.getProperty("polarfold.conf", "conf"), "java.options");
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(String::strip)
          .filter(line -> line.startsWith("-"))
          .collect(Collectors.joining(" "));
    } catch (IOException e) {
      throw new UserException(
          "Cannot read the options of Java: " + file + " (expected the file that is shipped)", e);
    }
  }

  private static long number(Map<String, String> properties, String key, String absent, int most) {
    String value = properties.getOrDefault(key, absent);
    if (!value.matches("[1-9][0-9]{0,8}") || Integer.parseInt(value) > most) {
      throw new UserException(
          "Invalid value of " + key + ": " + value + " (expected 1 to " + most + ")");
    }
    return Integer.parseInt(value);
  }

  private static long megabytes(Map<String, String> properties, String key, String absent) {
    String value = properties.getOrDefault(key, absent);
    try {
      return JavaUtils.byteStringAsMb(value);
    } catch (NumberFormatException e) {
      throw new UserException(
          "Invalid value of " + key + ": " + value + " (expected a size such as 2g)", e);
    }
  }
}
