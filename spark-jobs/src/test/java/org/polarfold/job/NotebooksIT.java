package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.LocalSpark;

/**
 * The notebooks on a small study, by Jupyter and the kernel that {@code ./run notebook} sets up.
 */
final class NotebooksIT {

  private static final Path TREE =
      Path.of(System.getProperty("polarfold.conf", "../conf"))
          .toAbsolutePath()
          .resolve("..")
          .normalize();

  /** A kernel that missed Jupyter's first message ends, and is started anew. */
  private static final int TRIES = 4;

  /** The kernel can lose the first message that it is sent: then it ends, or never answers. */
  private static final List<String> KERNEL_LOST = List.of("Kernel died", "Kernel didn't respond");

  @TempDir static Path folder;

  @Test
  void runAsTheyAreCommittedAndShowNoPseudonym() throws Exception {
    assumeTrue(
        has("jupyter", "nbconvert", "--version"),
        "Jupyter is not installed (pip3 install jupyterlab nbconvert): notebooks were not run");
    SmallStudy study = SmallStudy.simulated(folder.resolve("consortium"));
    Path lake = folder.resolve("lake");
    Told told = Told.by("study", study.onLake(lake.toString()).toString());
    assertThat(told.status()).as(told.err()).isZero();
    List<String> pseudonyms = pseudonyms(lake);
    assertThat(pseudonyms).hasSizeGreaterThan(50);
    Path registered = register();

    for (Path notebook : notebooks()) {
      JsonNode executed = executed(notebook, lake, registered);
      String text = executed.toString();
      assertThat(text).as(notebook.toString()).contains("Simulated data", "<svg");
      for (JsonNode cell : executed.path("cells")) {
        for (JsonNode output : cell.path("outputs")) {
          assertThat(output.path("output_type").asText()).isNotEqualTo("error");
          assertThat(output.toString())
              .doesNotContain(pseudonyms)
              .doesNotContain("NaN", "Infinity", "null");
        }
      }
    }
  }

  private static List<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(TREE.resolve("notebooks"))) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
    }
  }

  private static List<String> pseudonyms(Path lake) {
    try (SparkSession spark = LocalSpark.start()) {
      return spark
          .read()
          .parquet(lake.resolve("runs/demo-small-1/predictions").toString())
          .select("patient")
          .distinct()
          .collectAsList()
          .stream()
          .map(row -> row.getString(0))
          .toList();
    }
  }

  /** By the script, in a tree that is built already. */
  private static Path register() throws Exception {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    Path target = Files.createDirectories(tree.resolve("spark-jobs/target"));
    Files.createDirectories(tree.resolve("spark-jobs/src/main"));
    Files.createDirectories(tree.resolve(".mvn"));
    Files.writeString(tree.resolve("pom.xml"), "");
    Files.writeString(tree.resolve("spark-jobs/pom.xml"), "");
    Files.copy(TREE.resolve("run"), tree.resolve("run"));
    Files.createSymbolicLink(tree.resolve("conf"), TREE.resolve("conf"));
    Files.writeString(target.resolve("runtime.classpath"), System.getProperty("java.class.path"));
    Path built = Files.writeString(target.resolve(".built"), "\n");
    Files.setLastModifiedTime(built, FileTime.from(Instant.now().plusSeconds(60)));
    Path log = folder.resolve("register.log");
    int status =
        status(log, Map.of(), "bash", tree.resolve("run").toString(), "notebook", "--register");
    assertThat(status).as(Files.readString(log)).isZero();
    assertThat(Files.readString(log)).contains(target.resolve("jupyter").toString());
    return target.resolve("jupyter");
  }

  private static JsonNode executed(Path notebook, Path lake, Path registered) throws Exception {
    Path log = folder.resolve(notebook.getFileName() + ".log");
    int status = -1;
    for (int tried = 0; tried < TRIES && status != 0; tried++) {
      status =
          status(
              log,
              Map.of(
                  "POLARFOLD_LAKE",
                  lake.toString(),
                  "JUPYTER_PATH",
                  registered.toString(),
                  "IPYTHONDIR",
                  folder.resolve("ipython").toString()),
              "jupyter",
              "nbconvert",
              "--to",
              "notebook",
              "--execute",
              "--ExecutePreprocessor.startup_timeout=60",
              "--ExecutePreprocessor.timeout=180",
              "--output-dir",
              folder.resolve("executed").toString(),
              notebook.toString());
      if (status != 0 && KERNEL_LOST.stream().noneMatch(Files.readString(log)::contains)) {
        break;
      }
    }
    assertThat(status).as(Files.readString(log)).isZero();
    return new ObjectMapper()
        .readTree(folder.resolve("executed").resolve(notebook.getFileName()).toFile());
  }

  private static boolean has(String... command) throws Exception {
    try {
      return status(folder.resolve("has.log"), Map.of(), command) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static int status(Path log, Map<String, String> environment, String... command)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(List.of(command)))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(8, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
    }
    return process.exitValue();
  }
}
