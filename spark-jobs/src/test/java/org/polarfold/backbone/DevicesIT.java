package org.polarfold.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.UserException;
import org.polarfold.experiment.Settings;

/**
 * Real workers discover GPUs by the script that is shipped, real executor processes are given them,
 * and tasks take them. The driver is a script and the place of CUDA is taken by a list: there is no
 * GPU.
 */
class DevicesIT {

  private static final Map<String, Cuda> OF_PROCESS = new ConcurrentHashMap<>();

  @TempDir private Path folder;

  /** In the place of CUDA: what an executor's tasks have had pinned. */
  private static final class Cuda implements Accelerator {

    private final ThreadLocal<Integer> pinned = new ThreadLocal<>();
    private final Devices devices;

    Cuda(Path folder) {
      devices =
          new Devices(
              this,
              FakeDriver.asked(folder.resolve("nvidia-smi"), null),
              new GpuClaims(folder, Duration.ofSeconds(1)),
              System.getenv());
    }

    @Override
    public boolean isPreferred() {
      return true;
    }

    @Override
    public boolean isLoaded() {
      return true;
    }

    @Override
    public void pin(int device) {
      pinned.set(device);
    }
  }

  @Test
  void everyTaskComputesOnTheGpuThatSparkGaveIt() throws IOException {
    FakeDriver.of(folder, "8.0", "8.9");
    // One worker with two GPUs; two executors with a core and a GPU each.
    try (JavaSparkContext spark = cluster("local-cluster[1,2,1024]", Map.of())) {
      assertThat(taken(spark, 2))
          .containsExactlyInAnyOrder(
              "given [0], pinned 0, Fake 0 (8.0)", "given [1], pinned 1, Fake 1 (8.9)");
      assertThat(taken(spark, 2)).as("once more, by the same processes").hasSize(2);

      // ND4J of this build is for processors: as Polarfold's own tasks find.
      assertThatThrownBy(() -> Devices.preflight(spark))
          .rootCause()
          .isInstanceOf(UserException.class)
          .hasMessageMatching(
              "Cannot compute on GPU [01] of executor [01] on \\S+: its ND4J is for processors"
                  + " \\(expected a build with mvn -Pcuda and the environment of"
                  + " conf/cluster/gpu.conf for every executor, or a cluster that is not asked for"
                  + " GPUs\\)");
    }
  }

  @Test
  void aGpuThatTwoWorkersDiscoverIsRefusedToTheSecond() throws IOException {
    FakeDriver.of(folder, "8.0");
    try (JavaSparkContext spark =
        cluster("local-cluster[2,1,512]", Map.of("spark.worker.resource.gpu.amount", "1"))) {
      assertThatThrownBy(() -> taken(spark, 2))
          .rootCause()
          .isInstanceOf(UserException.class)
          .hasMessageMatching(
              "Cannot compute on Fake 0 of executor [01] on \\S+: another process of this machine"
                  + " has it .*");
    }
  }

  @Test
  void tasksShareAGpuWhereThatIsConfigured() throws IOException {
    FakeDriver.of(folder, "9.0");
    Map<String, String> shared =
        Map.of(
            "spark.worker.resource.gpu.amount", "1",
            "spark.executor.cores", "2",
            "spark.task.resource.gpu.amount", "0.5");
    try (JavaSparkContext spark = cluster("local-cluster[1,2,512]", shared)) {
      assertThatThrownBy(() -> taken(spark, 2))
          .rootCause()
          .isInstanceOf(UserException.class)
          .hasMessageMatching(
              "Cannot compute on Fake 0 of executor 0 on \\S+: its compute capability is 9.0"
                  + " \\(expected 3.7 to 8.9, .*");
      FakeDriver.of(folder, "8.6");
      assertThat(taken(spark, 2)).containsOnly("given [0], pinned 0, Fake 0 (8.6)").hasSize(2);
    }
  }

  @Test
  void anExecutorWithSeveralGpusIsRefused() throws IOException {
    FakeDriver.of(folder, "8.0", "8.0");
    Map<String, String> both =
        Map.of("spark.executor.resource.gpu.amount", "2", "spark.executor.cores", "2");
    try (JavaSparkContext spark = cluster("local-cluster[1,2,512]", both)) {
      assertThatThrownBy(() -> taken(spark, 2))
          .rootCause()
          .isInstanceOf(UserException.class)
          .hasMessageMatching(
              "Cannot compute on GPU [01] of executor 0 on \\S+ with several GPUs \\(expected"
                  + " spark.executor.resource.gpu.amount = 1, .*");
    }
  }

  /** What tasks that run at the same time have taken. */
  private List<String> taken(JavaSparkContext spark, int tasks) throws IOException {
    String work = folder.toString();
    String meeting = Files.createTempDirectory(folder, "meeting").toString();
    return spark
        .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
        .map(
            task -> {
              meet(Path.of(meeting), task, tasks);
              TaskContext context = TaskContext.get();
              Cuda cuda = OF_PROCESS.computeIfAbsent(work, folder -> new Cuda(Path.of(folder)));
              String gpu = cuda.devices.take(context);
              String given =
                  Arrays.toString(
                      Objects.requireNonNull(context.resourcesJMap().get("gpu")).addresses());
              return "given " + given + ", pinned " + cuda.pinned.get() + ", " + gpu;
            })
        .collect();
  }

  private static void meet(Path place, int task, int tasks)
      throws IOException, InterruptedException {
    Files.createFile(place.resolve(Integer.toString(task)));
    for (int i = 0; i < 300 && count(place) < tasks; i++) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    if (count(place) != tasks) {
      throw new IllegalStateException(tasks + " tasks do not run at the same time");
    }
  }

  private static long count(Path place) throws IOException {
    try (Stream<Path> all = Files.list(place)) {
      return all.count();
    }
  }

  /** Executors as {@code conf/cluster/gpu.conf} asks for them, with the driver of a test. */
  private JavaSparkContext cluster(String master, Map<String, String> changed) throws IOException {
    SparkConf conf = new SparkConf(false).setMaster(master).setAppName("devices");
    Settings shipped =
        Settings.read(GpuDiscoveryTest.SHIPPED.resolveSibling("gpu.conf")).block("spark");
    for (String key : shipped.keys()) {
      conf.set("spark." + key, shipped.scalar(key).orElseThrow());
    }
    String script = discovery();
    conf.set("spark.worker.resource.gpu.amount", "2")
        .set("spark.worker.resource.gpu.discoveryScript", script)
        .set("spark.executor.resource.gpu.discoveryScript", script)
        .set("spark.executor.memory", "512m")
        .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        .set("spark.executorEnv.SPARK_SCALA_VERSION", "2.12")
        .set("spark.task.maxFailures", "1")
        .set("spark.ui.enabled", "false")
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.driver.bindAddress", "127.0.0.1");
    changed.forEach(conf::set);
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    Path release = Path.of(System.getenv("SPARK_HOME"), "RELEASE");
    if (!Files.exists(release)) {
      Files.createFile(release);
    }
    return new JavaSparkContext(conf);
  }

  /** The script that is shipped, where nvidia-smi is the test's. */
  private String discovery() throws IOException {
    Path script = folder.resolve("discovery.sh");
    Files.writeString(
        script,
        "#!/usr/bin/env bash\nunset CUDA_VISIBLE_DEVICES\nPATH='"
            + folder
            + "':$PATH exec '"
            + GpuDiscoveryTest.SHIPPED
            + "'\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script.toString();
  }
}
