package org.polarfold.backbone;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.util.TaskCompletionListener;
import org.polarfold.UserException;

/**
 * Has every task compute on the device that Spark gave it: on the GPU of its address, which no
 * other task has, or on processors where Spark gives none. A cluster where ND4J and Spark are not
 * of one mind is refused: some workers would compute on GPUs and some not, or all on the first.
 */
public final class Devices {

  private static final String GPU = "gpu";
  private static final String OF_EXECUTOR = "spark.executor.resource.gpu.amount";
  private static final String AMOUNT = "spark.task.resource.gpu.amount";

  /** Address, and nothing that CUDA would read in another way. */
  private static final int MOST_DIGITS = 3;

  private static final Devices OF_THIS_PROCESS =
      new Devices(
          Accelerator.OfNd4j.INSTANCE,
          NvidiaSmi.onPath(),
          new GpuClaims(Path.of("/tmp"), Duration.ofSeconds(30)),
          System.getenv());

  private final Accelerator accelerator;
  private final NvidiaSmi driver;
  private final GpuClaims claims;
  private final Map<String, String> environment;
  private final Map<Integer, Gpu> known = new ConcurrentHashMap<>();

  Devices(
      Accelerator accelerator,
      NvidiaSmi driver,
      GpuClaims claims,
      Map<String, String> environment) {
    this.accelerator = accelerator;
    this.driver = driver;
    this.claims = claims;
    this.environment = environment;
  }

  /**
   * To be called by a task before it computes with ND4J, as often as it likes; outside a task it
   * does nothing.
   *
   * @throws UserException where the task cannot compute on what Spark gave it
   */
  public static void ofThisTask() {
    TaskContext task = TaskContext.get();
    if (task != null) {
      OF_THIS_PROCESS.take(task);
    }
  }

  /**
   * Looks at the executors before any work is done. One that comes later looks by itself.
   *
   * @return what they compute on, sorted, each once
   * @throws UserException where one cannot
   */
  public static List<String> preflight(JavaSparkContext spark) {
    int tasks = 2 * Math.max(1, spark.defaultParallelism());
    return spark
        .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
        .map(task -> OF_THIS_PROCESS.take(TaskContext.get()))
        .distinct()
        .collect()
        .stream()
        .sorted()
        .toList();
  }

  /** Whether ND4J would take GPUs before processors in this process; asking loads nothing. */
  public static boolean arePreferred() {
    return OF_THIS_PROCESS.accelerator.isPreferred();
  }

  /**
   * The GPUs of this machine, all of which ND4J can use.
   *
   * @return product and compute capability of each
   * @throws UserException where there is none, or one that ND4J's library has no code for
   */
  public static List<String> here() {
    return OF_THIS_PROCESS.driver.gpus().stream()
        .map(gpu -> gpu.requireCovered("").toString())
        .toList();
  }

  /** Has the calling thread compute on a task's device; tells what it is. */
  String take(TaskContext task) {
    ResourceInformation given = task.resourcesJMap().get(GPU);
    SparkEnv spark = SparkEnv.get();
    String place =
        " of executor "
            + spark.executorId()
            + " on "
            + spark.blockManager().blockManagerId().host();
    if (given == null) {
      return processors(place);
    }
    int device = device(List.of(given.addresses()), place, spark.conf());
    Gpu gpu = known.computeIfAbsent(device, number -> driver.gpu(number).requireCovered(place));
    if (claims.claim(gpu, place, task.taskAttemptId(), sharers(spark.conf()))) {
      TaskCompletionListener release = ended -> claims.release(gpu, ended.taskAttemptId());
      task.addTaskCompletionListener(release);
    }
    if (!accelerator.isLoaded()) {
      throw new UserException(
          "Cannot compute on GPU "
              + device
              + place
              + ": CUDA does not load (expected CUDA 11 with cublas and cusolver on the library"
              + " path of every executor, or a build with mvn -Pcuda,cuda-redist)");
    }
    accelerator.pin(device);
    return gpu.toString();
  }

  private String processors(String place) {
    if (accelerator.isPreferred()) {
      throw new UserException(
          "Cannot compute on a GPU"
              + place
              + ": Spark gave its task none, and ND4J would take any (expected the settings of"
              + " conf/cluster/gpu.conf, or BACKEND_PRIORITY_CPU=200 in the environment of every"
              + " executor, to compute on processors)");
    }
    return "processors";
  }

  /** The one device, checked before anything of CUDA is loaded. */
  private int device(List<String> addresses, String place, SparkConf conf) {
    String given = "GPU " + String.join(", ", addresses) + place;
    if (!accelerator.isPreferred()) {
      throw new UserException(
          "Cannot compute on "
              + given
              + ": its ND4J is for processors (expected a build with mvn -Pcuda and the"
              + " environment of conf/cluster/gpu.conf for every executor, or a cluster that is"
              + " not asked for GPUs)");
    }
    if (addresses.size() != 1 || conf.getInt(OF_EXECUTOR, 1) != 1) {
      throw new UserException(
          "Cannot compute on "
              + given
              + " with several GPUs (expected "
              + OF_EXECUTOR
              + " = 1, and "
              + AMOUNT
              + " at most that: what an executor keeps between tasks lies on its GPU)");
    }
    if (!"PCI_BUS_ID".equals(environment.get("CUDA_DEVICE_ORDER"))) {
      throw new UserException(
          "Cannot tell which is "
              + given
              + " (expected CUDA_DEVICE_ORDER=PCI_BUS_ID in its environment, as"
              + " conf/cluster/gpu.conf sets it: else CUDA numbers GPUs otherwise than their"
              + " driver)");
    }
    return number(addresses.get(0))
        .orElseThrow(
            () ->
                new UserException(
                    "Cannot compute on "
                        + given
                        + " (expected CUDA's number of a device, as conf/cluster/gpu-discovery.sh"
                        + " tells it)"));
  }

  private static Optional<Integer> number(String address) {
    return address.length() <= MOST_DIGITS && address.matches("[0-9]+")
        ? Optional.of(Integer.parseInt(address))
        : Optional.empty();
  }

  /** How many tasks Spark puts on one GPU, by its own rule for fractions. */
  private static int sharers(SparkConf conf) {
    double amount = conf.getDouble(AMOUNT, 1);
    return amount < 1 ? (int) Math.floor(1 / amount) : 1;
  }
}
