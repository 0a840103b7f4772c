package org.polarfold.job;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.polarfold.UserException;
import org.polarfold.backbone.NativeBackend;
import picocli.CommandLine.Option;

/** Where Spark runs: in this process, or on executor processes of its own. */
final class SparkOptions {

  private static final String EXECUTOR_MEMORY_MB = "1024";
  private static final long EXECUTOR_NATIVE_BYTES = 1L << 30;
  private static final Pattern CLUSTER = Pattern.compile("local-cluster\\[(\\d+),.*");
  private static final Pattern CLASS_PATH = Pattern.compile(File.pathSeparator, Pattern.LITERAL);

  @Option(
      names = "--executors",
      paramLabel = "N",
      description =
          "Run on N separate executor processes on this machine (default: in this process).")
  int executors;

  /** The only place where a session is made. */
  SparkSession open(String command) {
    if (executors < 0 || executors > 64) {
      throw new UserException(
          "Invalid value of --executors: " + executors + " (expected 1 to 64, or none)");
    }
    SparkSession.Builder session =
        SparkSession.builder()
            .appName("polarfold " + command)
            .config("spark.scheduler.mode", "FAIR")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", "4")
            // Whether what workers bring back fits is told before anything is trained.
            .config("spark.driver.maxResultSize", "0")
            .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"))
            // A changed byte of a table is told of instead of read.
            .config("spark.hadoop.parquet.page.verify-checksum.enabled", "true")
            // HDFS may be away for a while, as its namenode is when it starts anew.
            .config("spark.hadoop.dfs.client.retry.policy.enabled", "true")
            .config("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "false");
    return (executors == 0 ? inThisProcess(session) : onExecutors(session)).getOrCreate();
  }

  /**
   * Processes that train, what one may take outside Java's heap, and how many workers it runs at
   * once.
   */
  record Processes(int count, long nativeBytes, int atOnce) {}

  /** The processes of a session. */
  static Processes processes(SparkSession spark) {
    Matcher cluster = CLUSTER.matcher(spark.sparkContext().master());
    return cluster.matches()
        ? new Processes(Integer.parseInt(cluster.group(1)), EXECUTOR_NATIVE_BYTES, 1)
        : new Processes(1, NativeBackend.mostBytes(), spark.sparkContext().defaultParallelism());
  }

  private static SparkSession.Builder inThisProcess(SparkSession.Builder session) {
    int cores = Math.max(2, Runtime.getRuntime().availableProcessors());
    return session.master("local[" + cores + "]");
  }

  private SparkSession.Builder onExecutors(SparkSession.Builder session) {
    layOutSparkHome();
    String natives = System.getProperty("org.bytedeco.javacpp.cachedir");
    return session
        .master("local-cluster[" + executors + ",1," + EXECUTOR_MEMORY_MB + "]")
        .config("spark.executor.memory", EXECUTOR_MEMORY_MB + "m")
        .config("spark.executorEnv.OMP_NUM_THREADS", "1")
        // Without it the launcher looks for the build folders of Spark's own source tree.
        .config("spark.executorEnv.SPARK_SCALA_VERSION", "2.12")
        .config(
            "spark.executor.extraJavaOptions",
            "-Duser.timezone=UTC -Dorg.bytedeco.javacpp.maxbytes="
                + EXECUTOR_NATIVE_BYTES
                + " -Dorg.bytedeco.javacpp.maxphysicalbytes=0"
                + (natives == null ? "" : " -Dorg.bytedeco.javacpp.cachedir=" + natives));
  }

  /**
   * Executors are started from {@code SPARK_HOME}: a folder with the jars of this process and an
   * empty {@code RELEASE} is all of a Spark distribution that they need.
   */
  private static void layOutSparkHome() {
    String home = System.getenv("SPARK_HOME");
    if (home == null) {
      throw new UserException(
          "Cannot start executors: SPARK_HOME is not set (expected to be started by ./run)");
    }
    Path jars = Path.of(home, "jars");
    try {
      if (Files.isDirectory(jars)) {
        try (Stream<Path> old = Files.list(jars)) {
          for (Path link : old.toList()) {
            Files.delete(link);
          }
        }
      }
      Files.createDirectories(jars);
      for (String entry : CLASS_PATH.split(System.getProperty("java.class.path"), -1)) {
        Path jar = Path.of(entry).toAbsolutePath();
        if (entry.endsWith(".jar") && Files.isRegularFile(jar)) {
          Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
        }
      }
      Path release = Path.of(home, "RELEASE");
      if (!Files.exists(release)) {
        Files.createFile(release);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
