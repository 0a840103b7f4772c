package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.LocalSpark;
import org.polarfold.provenance.Digest;

/** Trainings in processes of their own that something befalls, and one that nothing does. */
final class FaultsIT {

  private static final Path CONF = Path.of(System.getProperty("polarfold.conf", "../conf"));
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONGEST = Duration.ofMinutes(4);

  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private static Path folder;
  private static Map<String, String> unharmed;

  @BeforeAll
  static void trainUnharmed(@TempDir Path temporary) throws IOException {
    folder = temporary;
    Path key = Files.writeString(folder.resolve("key"), "00112233445566778899aabbccddeeff");
    assertThat(
            Told.by(
                    "simulate",
                    "--config",
                    CONF.resolve("simulated/demo-small.conf").toString(),
                    "--out",
                    folder.toString())
                .status())
        .isZero();
    Path conf = experiment("lake", key);
    for (String step : List.of("ingest", "split", "train")) {
      Told told = Told.by(step, conf.toString());
      assertThat(told.status()).as(told.err()).isZero();
    }
    unharmed = contents(folder.resolve("lake"));
    assertThat(unharmed.keySet().stream().filter(name -> name.endsWith("/_DONE"))).hasSize(5 * 3);
    assertThat(unharmed).hasSizeGreaterThan(400);
  }

  /** An averaging after every batch, so that there is a round to be hit. */
  private static Path experiment(String lake, Path key) throws IOException {
    String data =
        "data { exports = \"%s\", lake = \"%s\", key-file = \"%s\" }"
            .formatted(folder.resolve("exports"), folder.resolve(lake), key);
    return Files.writeString(
        folder.resolve(lake + ".conf"),
        Files.readString(CONF.resolve("demo-small.conf"))
            .replaceFirst("(?s)data \\{.*?\n\\}", data)
            .replaceAll("(?m)^simulated-consortium.*$", "")
            .replaceAll("averaging-period = 50", "averaging-period = 1")
            .replaceAll("batch-size = 32", "batch-size = 16"));
  }

  /** A lake of the same studies with a plan, whose cells are to be trained. */
  private static Path harmed(String name) throws IOException {
    copy(folder.resolve("lake"), folder.resolve(name));
    Path run = folder.resolve(name).resolve("runs/demo-small-1");
    for (String made : List.of("cells", "predictions", "cells.txt")) {
      DemoJob.delete(run.resolve(made));
    }
    return experiment(name, folder.resolve("key"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    }
  }

  private static Path cells(String lake) {
    return folder.resolve(lake).resolve("runs/demo-small-1/cells");
  }

  /** The digests of everything that cells hold, but for times. */
  private static Map<String, String> contents(Path lake) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    Path cells = lake.resolve("runs/demo-small-1/cells");
    try (Stream<Path> all = Files.walk(cells)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        Path inside = cells.relativize(path);
        String cell = inside.getName(0).toString();
        String name = inside.getName(inside.getNameCount() - 1).toString();
        if (!name.endsWith(".parquet") && !name.equals("progress.json") && !name.endsWith(".crc")) {
          contents.put(cell + "/" + name, Digest.ofFile(path));
        }
      }
    }
    try (SparkSession spark = LocalSpark.start()) {
      spark
          .read()
          .parquet(cells + "/*/predictions.parquet")
          .collectAsList()
          .forEach(row -> contents.put(row.mkString(","), "row"));
    }
    return contents;
  }

  /** The names of what is not as in the training that nothing befell: files, then rows. */
  private static List<String> differences(String lake) throws IOException {
    Map<String, String> contents = contents(folder.resolve(lake));
    Set<String> names = new TreeSet<>(contents.keySet());
    names.addAll(unharmed.keySet());
    names.removeIf(name -> Objects.equals(contents.get(name), unharmed.get(name)));
    return names.stream()
        .sorted(Comparator.comparing((String name) -> !name.contains("/")))
        .toList();
  }

  /**
   * Where the networks of two trainings part: the epochs' losses, and the parts of their files that
   * are not the same.
   */
  private static String partings(String lake) throws IOException {
    StringBuilder told = new StringBuilder("Where networks part from the unharmed training:\n");
    try (Stream<Path> all = Files.list(cells(lake))) {
      for (Path cell : all.sorted().toList()) {
        Path like = cells("lake").resolve(String.valueOf(cell.getFileName()));
        Path model = cell.resolve("model.zip");
        Path unharmedModel = like.resolve("model.zip");
        if (Files.exists(model)
            && Files.exists(unharmedModel)
            && Files.mismatch(model, unharmedModel) >= 0) {
          told.append(cell.getFileName())
              .append(": losses ")
              .append(losses(cell))
              .append(", unharmed ")
              .append(losses(like))
              .append(", rounds here ")
              .append(rounds(cell))
              .append(", roundings ")
              .append(roundings(cell))
              .append(", unharmed ")
              .append(roundings(like));
          parts(model, unharmedModel, told);
          told.append('\n');
        }
      }
    }
    return told.toString();
  }

  private static String losses(Path cell) throws IOException {
    return JSON.readTree(cell.resolve("progress.json").toFile()).path("losses").toString();
  }

  private static String roundings(Path cell) throws IOException {
    return JSON.readTree(cell.resolve("progress.json").toFile()).path("roundings").toString();
  }

  private static void parts(Path model, Path unharmedModel, StringBuilder told) throws IOException {
    try (ZipFile one = new ZipFile(model.toFile());
        ZipFile other = new ZipFile(unharmedModel.toFile())) {
      for (String name : List.of("configuration.json", "coefficients.bin", "polarfold.json")) {
        byte[] here = one.getInputStream(one.getEntry(name)).readAllBytes();
        byte[] there = other.getInputStream(other.getEntry(name)).readAllBytes();
        if (name.equals("polarfold.json")) {
          JsonNode facts = JSON.readTree(there);
          JSON.readTree(here)
              .properties()
              .forEach(
                  fact -> {
                    if (!fact.getValue().equals(facts.path(fact.getKey()))) {
                      told.append(", other ").append(fact.getKey());
                    }
                  });
        } else {
          IntStream differing =
              IntStream.range(0, Math.min(here.length, there.length))
                  .filter(i -> here[i] != there[i]);
          told.append(", ").append(differing.count()).append(" other bytes of ").append(name);
        }
      }
    }
  }

  private static OwnProcess process(String name, String... options) throws IOException {
    List<String> all =
        new ArrayList<>(List.of("-Xmx1g", "-Dpolarfold.conf=" + CONF.toAbsolutePath()));
    all.addAll(Arrays.asList(options));
    Path own = Files.createDirectories(folder.resolve(name + "-process"));
    return new OwnProcess(own, all, Map.of(ClusterSecurity.VARIABLE, SECRET));
  }

  private static void waitFor(OwnProcess training, Process process, Callable<Boolean> condition)
      throws Exception {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!condition.call()) {
      assertThat(process.isAlive()).as(err(training)).isTrue();
      assertThat(System.nanoTime()).as("the time to wait until").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static int ended(Process process) throws InterruptedException {
    if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    return process.exitValue();
  }

  private static String err(OwnProcess process) throws IOException {
    return Files.readString(process.folder().resolve("err.txt"));
  }

  /** Whether a cell of a network is in training, and has gone some way. */
  private static boolean isInRound(String lake) throws IOException {
    if (!Files.isDirectory(cells(lake))) {
      return false;
    }
    try (Stream<Path> all = Files.list(cells(lake))) {
      for (Path cell : all.toList()) {
        Path progress = cell.resolve("progress.json");
        if (!Files.exists(cell.resolve("_DONE"))
            && Files.exists(progress)
            && JSON.readTree(progress.toFile()).path("rounds").asInt() > 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<ProcessHandle> executors(Process driver) {
    return driver
        .descendants()
        .filter(
            process ->
                process.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
        .toList();
  }

  @Test
  void anExecutorThatIsKilledInARoundChangesNothing() throws Exception {
    String conf = harmed("killed-executor").toString();
    OwnProcess training = process("killed-executor");
    Process driver = training.start("train", conf, "--executors", "2");
    waitFor(training, driver, () -> isInRound("killed-executor"));

    executors(driver).get(0).destroyForcibly();

    assertThat(ended(driver)).as(err(training)).isZero();
    assertThat(differences("killed-executor")).as(err(training)).isEmpty();
  }

  /** Told of by its silence, and replaced. */
  @Test
  void anExecutorThatHangsIsReplaced() throws Exception {
    String conf = harmed("hanging").toString();
    OwnProcess training =
        process(
            "hanging",
            "-Dspark.executor.heartbeatInterval=1s",
            "-Dspark.network.timeout=6s",
            "-Dspark.network.timeoutInterval=2s");
    Process driver = training.start("train", conf, "--executors", "2", "--verbose");
    waitFor(training, driver, () -> isInRound("hanging"));
    ProcessHandle hanging = executors(driver).get(0);

    new ProcessBuilder("bash", "-c", "kill -STOP " + hanging.pid()).start().waitFor();

    assertThat(ended(driver)).as(err(training)).isZero();
    hanging.destroyForcibly();
    assertThat(differences("hanging")).as("%s%s", err(training), partings("hanging")).isEmpty();
  }

  /** A file of settings for two executors of a cluster. */
  private static String settings(StandaloneSpark spark) throws IOException {
    return Files.writeString(
            folder.resolve("ours.conf"),
            """
            spark {
              "master" = "%s"
              "executor.instances" = 2
              "executor.memory" = 1g
              "scheduler.minRegisteredResourcesRatio" = 1
              "scheduler.maxRegisteredResourcesWaitingTime" = 120s
              "executor.extraClassPath" = "%s"
            }
            """
                .formatted(spark.master(), System.getProperty("java.class.path")))
        .toString();
  }

  /** Its share is trained by the executor that is left, beside its own. */
  @Test
  void aWorkerThatIsLostForGoodChangesNothing() throws Exception {
    String conf = harmed("lost").toString();
    Path home = Files.createDirectories(folder.resolve("standalone"));
    StandaloneSpark spark = StandaloneSpark.start(home, SECRET);
    try {
      OwnProcess training = process("lost");
      Process driver = training.start("train", conf, "--on", settings(spark));
      waitFor(training, driver, () -> isInRound("lost"));

      spark.lose(1);

      assertThat(ended(driver)).as(err(training)).isZero();
    } finally {
      spark.stop();
    }
    assertThat(differences("lost")).isEmpty();
  }

  /** As machines of several kinds do. No digits are promised then, and that is told. */
  @Test
  void workersThatRoundDifferentlyAreToldOf() throws Exception {
    String conf = harmed("mixed").toString();
    Path home = Files.createDirectories(folder.resolve("mixed-standalone"));
    StandaloneSpark spark =
        StandaloneSpark.start(home, SECRET, Map.of("OPENBLAS_CORETYPE", "Nehalem"));
    String told;
    try {
      // Else executors would be given the test's own kind of processor.
      OwnProcess training = process("mixed").with(Map.of("OPENBLAS_CORETYPE", ""));
      Process driver = training.start("train", conf, "--on", settings(spark));
      assertThat(ended(driver)).as(err(training)).isZero();
      // On a busy machine executors may be waited for.
      told =
          err(training)
              .lines()
              .filter(line -> !line.contains(" executors "))
              .collect(Collectors.joining("\n"));
    } finally {
      spark.stop();
    }
    Path run = folder.resolve("mixed/runs/demo-small-1");
    assertThat(told)
        .startsWith("Workers of 2 kinds, which round differently, have trained " + run + ": ")
        .hasLineCount(1);
    assertThat(Told.by("status", run.toString()).out()).contains(told);
    assertThat(Told.by("status", cells("lake").resolveSibling("").toString()).out())
        .doesNotContain("round differently");
    assertThat(differences("mixed")).anyMatch(name -> name.endsWith("model.zip"));
  }

  @Test
  void hdfsThatIsAwayForAWhileChangesNothing() throws Exception {
    harmed("away");
    HdfsConfiguration hadoop = new HdfsConfiguration();
    hadoop.set("dfs.replication", "1");
    File storage = folder.resolve("hdfs").toFile();
    try (MiniDFSCluster cluster =
        new MiniDFSCluster.Builder(hadoop, storage).numDataNodes(1).build()) {
      org.apache.hadoop.fs.Path there =
          new org.apache.hadoop.fs.Path(cluster.getURI() + "/polarfold/away");
      org.apache.hadoop.fs.Path here =
          new org.apache.hadoop.fs.Path(folder.resolve("away").toUri());
      cluster.getFileSystem().copyFromLocalFile(here, there);
      Path conf =
          Files.writeString(
              folder.resolve("away.conf"),
              Files.readString(folder.resolve("away.conf"))
                  .replace(folder.resolve("away").toString(), there.toString()));
      OwnProcess training = process("away");
      Process driver = training.start("train", conf.toString());
      org.apache.hadoop.fs.Path done =
          new org.apache.hadoop.fs.Path(
              there, "runs/demo-small-1/cells/internal-fold-1-reserve-seed-1-step-1/_DONE");
      waitFor(training, driver, () -> cluster.getFileSystem().exists(done));

      cluster.shutdownNameNode(0);
      TimeUnit.SECONDS.sleep(20);
      cluster.restartNameNode(0);

      assertThat(ended(driver)).as(err(training)).isZero();
      DemoJob.delete(folder.resolve("away"));
      cluster.getFileSystem().copyToLocalFile(there, here);
    }
    assertThat(differences("away")).isEmpty();
  }

  /** Inside a cell it goes on from the last checkpoint; meanwhile no other driver may. */
  @Test
  void aKilledDriverGoesOnInsideTheCell() throws Exception {
    String conf = harmed("killed-driver").toString();
    String[] command = {"train", conf, "--folds-at-once", "1", "--checkpoint-seconds", "0"};
    OwnProcess training = process("killed-driver");
    Process driver = training.start(command);
    Path second = cells("killed-driver").resolve("internal-fold-2-reserve-seed-1-step-1");
    waitFor(training, driver, () -> hasCheckpoint(second));
    Told other = Told.by(command);
    driver.destroyForcibly().waitFor();

    assertThat(other.status()).isEqualTo(2);
    assertThat(other.err())
        .startsWith("Cannot write the run: ")
        .contains("another command holds it: process " + driver.pid() + " of ")
        .hasLineCount(1);
    boolean unfinished = !Files.exists(second.resolve("_DONE"));
    Told again = Told.by(command);

    assertThat(again.status()).as(again.err()).isZero();
    assertThat(differences("killed-driver")).isEmpty();
    if (unfinished) {
      Path whole = cells("lake").resolve(String.valueOf(second.getFileName()));
      assertThat(rounds(second)).isPositive().isLessThan(rounds(whole));
    }
  }

  private static int rounds(Path cell) throws IOException {
    JsonNode progress = JSON.readTree(cell.resolve("progress.json").toFile());
    return progress.path("rounds").asInt();
  }

  private static boolean hasCheckpoint(Path cell) throws IOException {
    if (!Files.isDirectory(cell)) {
      return false;
    }
    try (Stream<Path> files = Files.list(cell)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("checkpoint-"));
    }
  }

  @Test
  void aFullDiskIsOneLineAndGoesOnWhenThereIsRoom() throws Exception {
    String conf = harmed("full").toString();
    Path full = folder.resolve("full-disk");
    OwnProcess training =
        process(
            "full",
            "-Dspark.hadoop.fs.file.impl=" + FullDisk.class.getName(),
            "-Dspark.hadoop." + FullDisk.SETTING + "=" + full);
    Process driver = training.start("train", conf, "--folds-at-once", "1");
    Path first = cells("full").resolve("internal-fold-1-reserve-seed-1-step-1/_DONE");
    waitFor(training, driver, () -> Files.exists(first));

    Files.createFile(full);

    assertThat(ended(driver)).as(err(training)).isEqualTo(2);
    assertThat(err(training).lines())
        .singleElement()
        .asString()
        .startsWith("Cannot write file: " + folder.resolve("full"));
    Files.delete(full);
    Told again = Told.by("train", conf);
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(differences("full")).isEmpty();
  }

  /** Of an arm that is not whole nothing is estimated, and of the others what was. */
  @Test
  void aMissingCellIsToldAndNothingIsEstimatedWithoutIt() throws Exception {
    copy(folder.resolve("lake"), folder.resolve("missing"));
    String conf = experiment("missing", folder.resolve("key")).toString();
    String name = "external-birch-reserve-seed-1-step-1";
    Files.delete(cells("missing").resolve(name).resolve("_DONE"));
    Files.writeString(
        cells("missing").resolve(name).resolve("failed.json"),
        "{\"reason\":\"it was cursed\",\"attempts\":2}");

    Told told = Told.by("evaluate", conf, "--resamples", "0");

    assertThat(told.status()).isEqualTo(4);
    assertThat(told.err())
        .startsWith("Missing cell " + name + ": it was cursed\n1 cell is missing; ")
        .hasLineCount(2);
    JsonNode results =
        JSON.readTree(folder.resolve("missing/runs/demo-small-1/results.json").toFile());
    JsonNode missing = results.path("provenance").path("missingCells");
    assertThat(missing).hasSize(1);
    assertThat(missing.path(0).path("cell").asText()).isEqualTo(name);
    assertThat(missing.path(0).path("reason").asText()).isEqualTo("it was cursed");
    for (JsonNode target : results.path("targets")) {
      boolean whole =
          !target.path("model").asText().equals("dl")
              || !target.path("target").asText().equals("impaired_mfr");
      assertThat(target.path("arms").has("internal")).isTrue();
      assertThat(target.path("arms").has("external")).isEqualTo(whole);
      assertThat(target.path("drop").has("notEstimable")).isEqualTo(!whole);
    }
  }

  /** What is computed can be computed again: one file is cut off, another has a byte changed. */
  @Test
  void featuresThatAreNotWhatWasWrittenAreComputedAgain() throws Exception {
    String conf = harmed("spoilt").toString();
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder.resolve("spoilt/features"))) {
      files =
          all.filter(file -> file.toString().endsWith(".parquet"))
              .filter(Files::isRegularFile)
              .toList();
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2]++;
      Files.write(file, file.equals(files.get(0)) ? bytes : Arrays.copyOf(bytes, 100));
    }
    Path first = files.get(0);
    Files.deleteIfExists(first.resolveSibling("." + first.getFileName() + ".crc"));

    Told told = Told.by("train", conf);

    assertThat(told.status()).as(told.err()).isZero();
    assertThat(differences("spoilt")).isEmpty();
    try (Stream<Path> all = Files.walk(folder.resolve("spoilt/features"))) {
      assertThat(all.filter(file -> file.getFileName().toString().equals("SHA256SUMS")))
          .allSatisfy(sums -> assertThat(Files.readString(sums)).matches("([0-9a-f]{64}  .*\n)+"));
    }
  }
}
