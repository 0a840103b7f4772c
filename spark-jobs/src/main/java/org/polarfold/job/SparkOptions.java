package org.polarfold.job;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;
import org.polarfold.backbone.NativeBackend;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import scala.Tuple2;

/** Where Spark runs: in this process, on executor processes of its own, or on a cluster. */
final class SparkOptions {

  private static final int MOST_EXECUTORS = 10_000;

  /** A namenode that starts anew is asked again, every three seconds for about a minute. */
  private static final Map<String, String> WAITING_FOR_HDFS =
      Map.of(
          "spark.hadoop.dfs.client.retry.policy.enabled", "true",
          "spark.hadoop.dfs.client.retry.policy.spec", "3000,20");

  /** Decide by which of its ways ours and every executor's native library rounds. */
  private static final List<String> ROUNDING =
      List.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "ONEDNN_MAX_CPU_ISA");

  @Option(
      names = "--on",
      paramLabel = "WHERE",
      split = ",",
      completionCandidates = Places.class,
      description =
          "Run on local (the default: in this process), local-cluster, standalone, yarn, k8s:"
              + " settings of conf/cluster, or a file of one's own; several are laid over each"
              + " other.")
  private List<String> on = new ArrayList<>();

  @Option(
      names = "--executors",
      paramLabel = "N",
      description =
          "Run on N separate executor processes; without --on, on processes of this machine.")
  private int executors;

  @Option(names = "--dry-run", description = "Print how it would be run there, and run nothing.")
  private boolean dry;

  /** Whose options these are; none where there is no command line. */
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  /** What a shell offers. */
  static final class Places implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("local", "local-cluster", "standalone", "yarn", "k8s").iterator();
    }
  }

  /** Whether nothing is to be run. */
  boolean isDry() {
    return dry;
  }

  /** The cluster that was asked for. */
  Cluster cluster() {
    if (executors < 0 || executors > MOST_EXECUTORS) {
      throw new UserException(
          "Invalid value of --executors: "
              + executors
              + " (expected 1 to "
              + MOST_EXECUTORS
              + ", or none)");
    }
    if (!on.isEmpty()) {
      return Cluster.named(on, executors);
    }
    return executors == 0
        ? Cluster.inThisProcess()
        : Cluster.named(List.of("local-cluster"), executors);
  }

  /** The only place where a session is made. */
  SparkSession open(String name) {
    Cluster cluster = cluster();
    SparkSession.Builder session =
        SparkSession.builder()
            .appName("polarfold " + name)
            .config("spark.scheduler.mode", "FAIR")
            .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"));
    WAITING_FOR_HDFS.forEach((key, value) -> session.config(key, System.getProperty(key, value)));
    for (String variable : ROUNDING) {
      Optional.ofNullable(System.getenv(variable))
          .filter(value -> !value.isEmpty())
          .ifPresent(value -> session.config("spark.executorEnv." + variable, value));
    }
    cluster.properties().forEach(session::config);
    ClusterSecurity.secrets(cluster, System.getenv()).forEach(session::config);
    if (cluster.kind() == ClusterKind.STANDALONE) {
      ClusterEnded.requireAnswer(cluster.properties().getOrDefault("spark.master", ""));
    }
    if (!isSubmitted()) {
      provide(cluster, session);
    }
    EventLog.prepare(cluster);
    session
        // What tables hold depends on these.
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "4")
        // Whether what workers bring back fits is told before anything is trained.
        .config("spark.driver.maxResultSize", "0")
        // A changed byte of a table is told of instead of read.
        .config("spark.hadoop.parquet.page.verify-checksum.enabled", "true")
        .config("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "false");
    return cluster.kind() == ClusterKind.LOCAL
        ? session.getOrCreate()
        : ExecutorWatch.over(
            cluster, command == null ? new Console() : Console.of(command), session::getOrCreate);
  }

  /** Whether spark-submit started this process: then it ships the jars. */
  private static boolean isSubmitted() {
    return System.getProperty("SPARK_SUBMIT") != null;
  }

  /** Does for the executors what spark-submit would. */
  private static void provide(Cluster cluster, SparkSession.Builder session) {
    switch (cluster.kind()) {
      // YARN is given whatever jars lie in SPARK_HOME.
      case LOCAL_CLUSTER, YARN -> SparkHome.layOut();
      case STANDALONE -> {
        if (!cluster.properties().containsKey("spark.executor.extraClassPath")) {
          session.config("spark.jars", ShippedJars.joined(ShippedJars.besideSpark()));
        }
      }
      case KUBERNETES ->
          throw new UserException(
              "Cannot run on Kubernetes without Spark's own spark-submit (expected SPARK_HOME of a"
                  + " Spark 3.5, or spark-submit on the path)");
      case LOCAL -> {}
    }
  }

  /**
   * Processes that train.
   *
   * @param nativeBytes what one may take outside Java's heap
   * @param heapBytes what one may take on it
   * @param atOnce how many workers one runs at the same time
   */
  record Processes(int count, long nativeBytes, long heapBytes, int atOnce) {}

  /** The processes of a session. */
  static Processes processes(SparkSession spark) {
    SparkConf conf = spark.sparkContext().conf();
    if (!conf.contains(ExecutorProcesses.INSTANCES)) {
      return new Processes(
          1,
          NativeBackend.mostBytes(),
          Runtime.getRuntime().maxMemory(),
          spark.sparkContext().defaultParallelism());
    }
    ExecutorProcesses executors =
        ExecutorProcesses.of(
            Stream.of(conf.getAll()).collect(Collectors.toMap(Tuple2::_1, Tuple2::_2)));
    return new Processes(
        executors.count(), executors.nativeBytes(), executors.heapMb() << 20, executors.cores());
  }
}
