package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.LocalSpark;
import org.polarfold.UserException;
import org.polarfold.experiment.Settings;
import org.polarfold.provenance.Digest;
import org.polarfold.simulate.Consortium;
import org.polarfold.simulate.ConsortiumExport;

/** Exports are the same bytes whoever writes which part of them. */
final class SimulateJobIT {

  private static final Path FORMATS =
      Path.of(System.getProperty("polarfold.conf", "../conf")).resolve("simulated/formats.conf");

  @TempDir Path folder;

  @Test
  void theSameBytesWhateverTheParallelism() throws IOException {
    // Tables and arrays of a site in several parts, a last one that is not full, faults in them.
    Files.copy(FORMATS, folder.resolve("formats.conf"));
    Path several =
        Files.writeString(
            folder.resolve("several.conf"),
            """
            simulate {
              templates { include "formats.conf" }
              seed = 5, truth-patients = 100
              sites {
                birch = ${simulate.templates.simulate.sites.birch} { patients = 1200 }
                gorse = ${simulate.templates.simulate.sites.gorse} { patients = 1001, faults { each = 3 } }
                juniper = ${simulate.templates.simulate.sites.juniper} { patients = 501 }
              }
            }
            """);
    Settings simulate = SimulateJob.simulate(several);
    new ConsortiumExport(Consortium.from(simulate), folder.resolve("alone")).writeAll();
    Map<String, String> alone = digests(folder.resolve("alone"));
    assertThat(alone).containsKeys("exports/gorse/rest.npy", "truth/patients.csv", "README.txt");

    for (int cores : new int[] {1, 3}) {
      Path own = folder.resolve("on-" + cores);
      try (SparkSession spark = LocalSpark.start(cores)) {
        SimulateJob.run(spark, simulate, own, Progress.silent(), 1);
      }
      assertThat(digests(own)).isEqualTo(alone);
      assertThat(own.toFile().list())
          .containsExactlyInAnyOrder("README.txt", "consortium.key", "exports", "truth");
    }
  }

  @Test
  void whatIsThereStaysAndWhatIsRefusedLeavesNothing() throws IOException {
    Path out = folder.resolve("out");
    Files.createDirectories(out.resolve("exports/site"));
    Settings simulate = SimulateJob.simulate(FORMATS);
    try (SparkSession spark = LocalSpark.start()) {
      assertThatThrownBy(() -> SimulateJob.run(spark, simulate, out, Progress.silent(), 1))
          .isInstanceOf(UserException.class)
          .hasMessage(
              "Cannot write simulated exports: "
                  + out.resolve("exports")
                  + " (expected no such folder yet)");
      assertThat(out.toFile().list()).containsExactly("exports");

      Path file = Files.writeString(folder.resolve("file"), "text");
      assertThatThrownBy(() -> SimulateJob.run(spark, simulate, file, Progress.silent(), 1))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith("Cannot write simulated exports: " + file + " (");
      assertThat(file).hasContent("text");
    }
  }

  @Test
  void whoInterruptsReadsOneLineAndMayBeginAgain() throws IOException, InterruptedException {
    Files.copy(FORMATS, folder.resolve("formats.conf"));
    Path many =
        Files.writeString(
            folder.resolve("many.conf"),
            """
            simulate {
              templates { include "formats.conf" }
              seed = 5, truth-patients = 100
              sites { alder = ${simulate.templates.simulate.sites.alder} { patients = 200000 } }
            }
            """);
    Path out = folder.resolve("out");
    OwnProcess own =
        new OwnProcess(Files.createDirectory(folder.resolve("work")), List.of(), Map.of());
    Process process = own.start("simulate", "--config", many.toString(), "--out", out.toString());
    Path begun = out.resolve(".simulating/exports/alder/.parts");
    while (!Files.exists(begun) && process.isAlive()) {
      Thread.sleep(100);
    }
    process.destroy();

    assertThat(process.waitFor()).isNotZero();
    assertThat(Files.readAllLines(folder.resolve("work/err.txt"))).containsExactly("Interrupted");
    assertThat(out.resolve("exports")).doesNotExist();

    try (SparkSession spark = LocalSpark.start()) {
      SimulateJob.run(spark, SimulateJob.simulate(FORMATS), out, Progress.silent(), 1);
    }
    assertThat(out.toFile().list())
        .containsExactlyInAnyOrder("README.txt", "consortium.key", "exports", "truth");
  }

  private static Map<String, String> digests(Path root) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        digests.put(root.relativize(file).toString(), Digest.ofFile(file));
      }
    }
    return digests;
  }
}
