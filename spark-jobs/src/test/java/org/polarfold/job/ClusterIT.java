package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A package, and a standalone cluster of real processes: what {@code ./run package} makes runs by
 * itself, and on the cluster through the cluster's own spark-submit; the same command in this
 * process does without it. All give the same figures, and none tells a secret.
 */
final class ClusterIT {

  private static final Path TREE =
      Path.of(System.getProperty("polarfold.conf", "../conf")).toAbsolutePath().resolve("..");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "a-secret-of-this-test-alone";

  @TempDir static Path folder;
  private static StandaloneSpark cluster;
  private static SmallStudy study;
  private static SmallStudy.Outcome expected;

  @BeforeAll
  static void packAndRunLocally() throws Exception {
    cluster = StandaloneSpark.start(Files.createDirectories(folder.resolve("cluster")), SECRET);
    study = SmallStudy.simulated(Files.createDirectories(folder.resolve("study")));
    pack();
    Path empty = Files.createDirectories(folder.resolve("empty"));
    String lake = lake("local");
    Told told = packaged(empty, Map.of(), "study", study.onLake(lake).toString());
    assertThat(told.status()).as(told.err()).isZero();
    assertThat(empty).isEmptyDirectory();
    expected = SmallStudy.outcome(lake);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    cluster.stop();
  }

  private static String lake(String name) {
    return folder.resolve("lake-" + name).toString();
  }

  /** The jars that ./run takes in a tree of sources, without a second build of them. */
  private static void pack() throws Exception {
    String classPath = Files.readString(TREE.resolve("spark-jobs/target/runtime.classpath"));
    String own;
    try (Stream<Path> files = Files.list(TREE.resolve("spark-jobs/target"))) {
      own =
          files.map(Path::toString).filter(name -> name.endsWith(".jar")).findFirst().orElseThrow();
    }
    List<String> command = java("-cp", own + ":" + classPath, Polarfold.class.getName());
    command.addAll(List.of("package", "--out", folder.resolve("package").toString()));
    Told told = run(folder, Map.of(), command);
    assertThat(told.status()).as(told.err()).isZero();
  }

  private static List<String> java(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dpolarfold.conf=" + TREE.resolve("conf").normalize());
    command.addAll(List.of(arguments));
    return command;
  }

  private static Told packaged(Path here, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(folder.resolve("package/run").toString()));
    command.addAll(List.of(arguments));
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    all.putIfAbsent("SPARK_HOME", "");
    all.putIfAbsent("POLARFOLD_MEMORY", "1g");
    return run(here, all, command);
  }

  private static Told run(Path here, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(here.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(10, TimeUnit.MINUTES)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    return new Told(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @Test
  void aPackageIsWholeAndNeedsNothingButJava() throws Exception {
    Path made = folder.resolve("package");
    assertThat(made)
        .isDirectoryContaining("glob:**/run")
        .isDirectoryContaining("glob:**/LICENSE")
        .isDirectoryContaining("glob:**/README.md")
        .isDirectoryContaining("glob:**/conf");
    Told sums = run(made, Map.of(), List.of("sha256sum", "--check", "--strict", "SHA256SUMS"));
    assertThat(sums.status()).as(sums.err()).isZero();
    try (Stream<Path> files = Files.walk(made)) {
      long all = files.filter(Files::isRegularFile).count();
      assertThat(sums.out())
          .hasLineCount((int) all - 1)
          .contains("run: OK", "conf/java.options: OK");
    }
    Path empty = Files.createDirectories(folder.resolve("nothing"));
    Map<String, String> noMaven = Map.of("PATH", "/usr/bin:/bin", "POLARFOLD_MEMORY", "2g");
    Told doctor = packaged(empty, noMaven, "doctor");
    assertThat(doctor.status()).as(doctor.out() + doctor.err()).isZero();
    assertThat(doctor.out()).contains("Native backend  good");
    Told onExecutors =
        packaged(
            empty,
            Map.of(),
            "ingest",
            study.onLake(lake("by-executors")).toString(),
            "--executors",
            "2");
    assertThat(onExecutors.status()).as(onExecutors.err()).isZero();
    Told still = run(made, Map.of(), List.of("sha256sum", "--check", "--strict", "SHA256SUMS"));
    assertThat(still.status()).as("a package is as it was: " + still.err()).isZero();
    assertThat(packaged(empty, noMaven, "test").err())
        .isEqualTo("Cannot run the tests: this is a package (expected the sources)\n");
    Told twice = run(made, Map.of(), List.of("./run", "package", "--out", made.toString()));
    assertThat(twice.status()).isEqualTo(2);
    assertThat(twice.err()).contains("expected a folder that is not there yet").hasLineCount(1);
  }

  @Test
  void aStandaloneClusterGivesTheSameFigures() throws Exception {
    Path events = folder.resolve("events");
    Path secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
    Path on = settings("\"authenticate.secret.file\" = \"" + secret + "\"", events);
    String lake = lake("standalone");

    Told told = Told.by("study", study.onLake(lake).toString(), "--on", on.toString());

    assertThat(told.status()).as(told.err()).isZero();
    assertThat(SmallStudy.outcome(lake)).isEqualTo(expected);
    requireTold(events, 2);
    keepsSecret(told, events, Path.of(lake));
  }

  @Test
  void soDoesItsOwnSparkSubmit() throws Exception {
    Path events = folder.resolve("submitted-events");
    Path on = settings("", events);
    String lake = lake("submitted");
    Path empty = Files.createDirectories(folder.resolve("elsewhere"));

    Told told =
        packaged(
            empty,
            Map.of(
                "SPARK_HOME",
                cluster.home().toString(),
                "SPARK_LOCAL_IP",
                "127.0.0.1",
                ClusterSecurity.VARIABLE,
                SECRET),
            "study",
            study.onLake(lake).toString(),
            "--on",
            on.toString());

    assertThat(told.status()).as(told.err()).isZero();
    assertThat(SmallStudy.outcome(lake)).isEqualTo(expected);
    requireTold(events, 2);
    keepsSecret(told, events, Path.of(lake));
    try (Stream<String> lines = Files.lines(log(events), StandardCharsets.UTF_8)) {
      assertThat(lines.anyMatch(line -> line.contains("spark.submit.deployMode"))).isTrue();
    }
  }

  @Test
  void withoutTheSecretNothingIsSaidToIt() throws Exception {
    Path on = settings("", folder.resolve("none"));
    Told told = Told.by("study", study.onLake(lake("x")).toString(), "--on", on.toString());
    assertThat(told.status()).isEqualTo(2);
    assertThat(told.err())
        .startsWith("Cannot find the secret of the cluster " + cluster.master())
        .hasLineCount(1);
  }

  /** Spark alone would wait in silence. */
  @Test
  void aClusterWithoutRoomIsToldOf() throws Exception {
    Path on = settings("\"executor.cores\" = 3", folder.resolve("unused"));
    OwnProcess waiting =
        new OwnProcess(
            Files.createDirectories(folder.resolve("waiting")),
            List.of("-Xmx512m", "-Dpolarfold.conf=" + TREE.resolve("conf").normalize()),
            Map.of(ClusterSecurity.VARIABLE, SECRET));
    Process ingest =
        waiting.start("ingest", study.onLake(lake("no-room")).toString(), "--on", on.toString());
    Path err = waiting.folder().resolve("err.txt");
    try {
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(4);
      while (Files.readString(err).isEmpty() && System.nanoTime() < end) {
        assertThat(ingest.isAlive()).isTrue();
        TimeUnit.MILLISECONDS.sleep(200);
      }
    } finally {
      ingest.destroy();
    }
    assertThat(ingest.waitFor(1, TimeUnit.MINUTES)).isTrue();

    assertThat(Files.readString(err).lines().findFirst().orElse(""))
        .startsWith("Waiting for executors of " + cluster.master() + ": none of 2 has been there")
        .containsPattern(" for [6-9][0-9] s \\(the cluster has no room ");
  }

  private static Path settings(String more, Path events) throws IOException {
    return Files.writeString(
        Files.createTempFile(folder, "cluster", ".conf"),
        """
        spark {
          "master" = "%s"
          "executor.instances" = 2
          "executor.memory" = 1g
          "eventLog.dir" = "%s"
          %s
        }
        """
            .formatted(cluster.master(), events, more));
  }

  /** The log that a history server shows: application, executors, jobs with what they are. */
  private static void requireTold(Path events, int executors) throws IOException {
    List<JsonNode> told = new ArrayList<>();
    for (String line : Files.readAllLines(log(events))) {
      told.add(JSON.readTree(line));
    }
    assertThat(of(told, "SparkListenerApplicationStart"))
        .extracting(event -> event.path("App Name").asText())
        .containsExactly("polarfold study");
    assertThat(of(told, "SparkListenerExecutorAdded")).hasSize(executors);
    assertThat(of(told, "SparkListenerApplicationEnd")).hasSize(1);
    assertThat(of(told, "SparkListenerJobStart"))
        .hasSizeGreaterThan(10)
        .allSatisfy(job -> assertThat(job.path("Stage Infos")).isNotEmpty());
    JsonNode properties =
        of(told, "SparkListenerEnvironmentUpdate").get(0).path("Spark Properties");
    assertThat(properties.path("spark.authenticate").asText()).isEqualTo("true");
    assertThat(properties.path("spark.network.crypto.enabled").asText()).isEqualTo("true");
    assertThat(properties.path("spark.io.encryption.enabled").asText()).isEqualTo("true");
    assertThat(properties.path("spark.authenticate.secret").asText()).contains("redacted");
  }

  private static List<JsonNode> of(List<JsonNode> events, String type) {
    return events.stream().filter(event -> event.path("Event").asText().equals(type)).toList();
  }

  private static Path log(Path events) throws IOException {
    try (Stream<Path> files = Files.list(events)) {
      List<Path> logs = files.filter(f -> !f.getFileName().toString().startsWith(".")).toList();
      assertThat(logs).hasSize(1);
      return logs.get(0);
    }
  }

  private static void keepsSecret(Told told, Path events, Path lake) throws IOException {
    String key = Files.readString(study.folder().resolve("consortium.key")).strip();
    List<Path> texts = new ArrayList<>(cluster.logs());
    for (Path place : List.of(events, lake)) {
      try (Stream<Path> files = Files.walk(place)) {
        texts.addAll(files.filter(Files::isRegularFile).toList());
      }
    }
    assertThat(texts).hasSizeGreaterThan(10);
    for (Path text : texts) {
      assertThat(Files.readString(text, StandardCharsets.ISO_8859_1))
          .as(text.toString())
          .doesNotContain(SECRET, key);
    }
    assertThat(told.out() + told.err()).doesNotContain(SECRET, key);
  }
}
