package org.polarfold.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.UserException;
import org.polarfold.store.IngestLedger.SiteLedger;
import org.polarfold.study.SiteId;

class LakeFolderTest {

  private final Path root;
  private final LakeFolder lake;

  LakeFolderTest(@TempDir Path folder) {
    this.root = folder.resolve("lake");
    this.lake = LakeFolder.at(root.toString(), new Configuration());
  }

  private void begin(String version) throws IOException {
    Path fresh = Path.of(lake.begin().toUri().getPath());
    for (String name : List.of("studies", "rejected")) {
      Files.createDirectories(fresh.resolve(name));
      Files.writeString(fresh.resolve(name).resolve("data"), version);
    }
  }

  private void holds(String version) throws IOException {
    assertThat(root.resolve("studies/data")).hasContent(version);
    assertThat(root.resolve("rejected/data")).hasContent(version);
    assertThat(lake.ledger()).isEqualTo(version);
    assertThat(root.resolve(".ingest-complete")).doesNotExist();
  }

  @Test
  void theNewReplacesTheOldAndRunsStay() throws IOException {
    begin("one");
    lake.replace("one");
    Files.createDirectories(root.resolve("runs/first"));
    begin("two");
    holds("one");

    lake.replace("two");

    holds("two");
    assertThat(root.resolve("runs/first")).exists();
  }

  @Test
  void aDeathBeforeTheDecisionLeavesTheOld() throws IOException {
    begin("one");
    lake.replace("one");
    begin("two");

    lake.recover();
    holds("one");

    begin("three");
    lake.abandon();
    holds("one");
    assertThat(root.resolve(".ingest-new")).doesNotExist();
  }

  /** A death at every step after the decision: so many of the entries have moved in already. */
  @Test
  void aDeathAfterTheDecisionIsFinished() throws IOException {
    for (int moved = 0; moved <= 3; moved++) {
      begin("one");
      lake.replace("one");
      begin("two");
      Files.writeString(root.resolve(".ingest-new/ingest.json"), "two");
      Files.move(root.resolve(".ingest-new"), root.resolve(".ingest-complete"));
      for (String name : List.of("studies", "rejected", "ingest.json").subList(0, moved)) {
        if (!name.equals("ingest.json")) {
          Files.delete(root.resolve(name).resolve("data"));
        }
        Files.delete(root.resolve(name));
        // Hadoop's checksum of the file that was there.
        Files.deleteIfExists(root.resolve("." + name + ".crc"));
        Files.move(root.resolve(".ingest-complete").resolve(name), root.resolve(name));
      }
      if (moved < 3) {
        Files.deleteIfExists(root.resolve("ingest.json"));
        Files.deleteIfExists(root.resolve(".ingest.json.crc"));
      }

      lake.recover();

      holds("two");
    }
  }

  @Test
  void studiesThatNoIngestPutThereAreNotDeleted() throws IOException {
    Files.createDirectories(root.resolve("studies"));

    assertThatThrownBy(lake::begin)
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot replace ");
    assertThat(root.resolve("studies")).exists();
  }

  @Test
  void aLedgerThatDoesNotBalanceCannotBeMade() {
    SiteId site = new SiteId("birch");

    assertThatThrownBy(() -> new SiteLedger(site, false, 5, 3, Map.of("no-maps", 1L)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("5 records were received, 3 accepted and 1 rejected");
  }

  @Test
  void aLedgerIsReadAsItWasWritten() {
    IngestLedger ledger =
        new IngestLedger(
            "d1",
            List.of(
                new SiteLedger(
                    new SiteId("birch"), true, 5, 3, Map.of("no-maps", 1L, "non-finite", 1L)),
                new SiteLedger(new SiteId("cedar"), false, 0, 0, Map.of())));

    assertThat(LedgerJson.read(LedgerJson.write(ledger), "ingest.json")).isEqualTo(ledger);
    assertThat(ledger.simulated()).isTrue();
    assertThatThrownBy(() -> LedgerJson.read("{\"schema\":\"other/1\"}", "ingest.json"))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read ingest.json: schema = other/1 (expected polarfold-ingest/1)");
  }
}
