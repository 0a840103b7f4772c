package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.LocalSpark;
import org.polarfold.ingest.NamedFilesExport;
import org.polarfold.store.StudyStore;

/** Two ingests into one lake at once, in two processes. */
final class TwoIngestsIT {

  @Test
  void theSecondIsRefusedInOneLineAndSucceedsWhenTheFirstHasEnded(@TempDir Path folder)
      throws IOException, InterruptedException {
    NamedFilesExport.write(folder.resolve("exports"));
    Path key = Files.writeString(folder.resolve("key"), "00112233445566778899aabbccddeeff");
    Path conf = OwnProcess.experiment(folder, "key-file = \"" + key + "\"");
    OwnProcess second = new OwnProcess(folder, List.of("-Xmx1g"), Map.of());

    try (SparkSession spark = LocalSpark.start();
        StudyStore.Staged first = StudyStore.at(spark, folder.resolve("lake").toString()).begin()) {
      Told refused = second.run("ingest", conf.toString());

      assertThat(refused.status()).isEqualTo(2);
      assertThat(refused.err().lines())
          .singleElement()
          .asString()
          .startsWith("Cannot write the lake: ")
          .contains("another ingest holds it: process " + ProcessHandle.current().pid() + " of ");
      assertThat(folder.resolve("lake/ingest.json")).doesNotExist();
      assertThat(first).isNotNull();
    }
    Told alone = second.run("ingest", conf.toString());

    assertThat(alone.status()).as(alone.err()).isZero();
    assertThat(alone.out()).contains("received      2, accepted      2, rejected    0");
  }
}
