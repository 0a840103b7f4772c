package org.polarfold.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.polarfold.store.ToyLake.OLD;
import static org.polarfold.store.ToyLake.local;
import static org.polarfold.store.ToyLake.replace;
import static org.polarfold.store.ToyLake.tried;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.polarfold.UserException;

class LakeFolderTest {

  private static final Map<String, String> NEW = ToyLake.replaced("2");

  private final Path root;
  private final ToyLake lake;

  LakeFolderTest(@TempDir Path folder) {
    this.root = folder.resolve("lake");
    this.lake = new ToyLake(root);
  }

  @Test
  void someSitesAreReplacedOthersRemovedTheRestAndTheRunsStay() throws IOException {
    lake.first();
    assertThat(lake.contents()).isEqualTo(OLD);
    Files.createDirectories(root.resolve("runs/first"));

    replace(lake.healthy(), "2");

    assertThat(lake.contents()).isEqualTo(NEW);
    assertThat(root.toFile().list())
        .containsExactlyInAnyOrder(
            ".ingest-lock", "cohort.csv", "ingest.json", "keys", "rejected", "runs", "studies");
    assertThat(root.resolve("runs/first")).exists();
  }

  @ParameterizedTest
  @EnumSource(LakeCrashes.Kind.class)
  void whateverGoesWrongAtAnyMomentLeavesTheOldOrTheNewAndNothingBetween(LakeCrashes.Kind kind)
      throws IOException {
    List<String> ledgers = new ArrayList<>();
    LakeCrashes files;
    do {
      files = new LakeCrashes(local(), kind, ledgers.size() + 1);
      LakeFolder crashing = lake.on(files);
      lake.first();
      boolean ended = tried(() -> replace(crashing, "2"));

      lake.healthy().recover();
      Map<String, String> found = lake.lake();
      String ledger = String.valueOf(found.get("ingest.json"));
      assertThat(found)
          .as("%s at %d", kind, ledgers.size() + 1)
          .isEqualTo(ledger.equals("ledger1") ? OLD : NEW);
      if (ended) {
        assertThat(ledger).isEqualTo("ledger2");
      }
      ledgers.add(ledger);
      replace(lake.healthy(), "3");
      assertThat(lake.contents()).isEqualTo(ToyLake.replaced("3"));
    } while (!files.isWhole());
    // Once decided it stays so, and there are moments enough before and after.
    assertThat(ledgers).isSorted();
    assertThat(ledgers.stream().filter("ledger1"::equals).count()).isGreaterThan(10);
    assertThat(ledgers.stream().filter("ledger2"::equals).count()).isGreaterThan(10);
  }

  @Test
  void recoveryItselfMayGoWrongAtAnyMoment() throws IOException {
    int recoveries = 0;
    LakeCrashes files;
    int n = 0;
    do {
      n++;
      LakeCrashes again;
      int m = 0;
      do {
        m++;
        files = new LakeCrashes(local(), LakeCrashes.Kind.DIES, n);
        again = new LakeCrashes(local(), LakeCrashes.Kind.DIES, m);
        lake.first();
        LakeFolder dies = lake.on(files);
        tried(() -> replace(dies, "2"));
        if (!lake.isDecided()) {
          break;
        }
        tried(lake.on(again)::recover);
        lake.healthy().recover();
        assertThat(lake.lake()).as("death at %d, then at %d", n, m).isEqualTo(NEW);
        recoveries++;
      } while (!again.isWhole());
    } while (!files.isWhole());
    assertThat(recoveries).isGreaterThan(100);
  }

  @Test
  void severalWhoRecoverAtOnceDoEachOtherNoHarm() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      int n = 0;
      int recoveries = 0;
      LakeCrashes files;
      do {
        n++;
        files = new LakeCrashes(local(), LakeCrashes.Kind.DIES, n);
        lake.first();
        LakeFolder dies = lake.on(files);
        tried(() -> replace(dies, "2"));
        if (lake.isDecided()) {
          recoveries++;
          Callable<Boolean> reader = () -> lake.healthy().hasLedger();
          Callable<Boolean> other = () -> tried(lake.healthy()::recover);
          for (Future<Boolean> one : threads.invokeAll(List.of(other, reader, other, reader))) {
            assertThat(one.get()).isTrue();
          }
          assertThat(lake.contents()).isEqualTo(NEW);
        }
      } while (!files.isWhole());
      assertThat(recoveries).isGreaterThan(10);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aReaderWhoLooksWhileSitesMoveWaitsForTheLedger() throws Exception {
    int waited = 0;
    int n = 0;
    LakeCrashes files;
    do {
      n++;
      lake.first();
      CompletableFuture<String> read = new CompletableFuture<>();
      Thread reader =
          new Thread(
              () -> {
                LakeFolder seen = lake.healthy();
                read.complete(seen.hasLedger() ? seen.ledger() : "no lake at all");
              });
      files =
          new LakeCrashes(
              local(),
              () -> {
                reader.start();
                untilItWaitsOrEnds(reader);
              },
              n);
      replace(lake.on(files), "2");
      if (!files.isWhole()) {
        assertThat(read.get()).as("at %d", n).isIn("ledger1", "ledger2");
        waited += read.get().equals("ledger2") ? 1 : 0;
      }
    } while (!files.isWhole());
    assertThat(waited).isGreaterThan(10);
  }

  private static void untilItWaitsOrEnds(Thread reader) {
    while (reader.getState() != Thread.State.TIMED_WAITING
        && reader.getState() != Thread.State.TERMINATED) {
      Thread.onSpinWait();
    }
  }

  @Test
  void nobodyIsLetInBeforeWhatWasStagedIsThrownAway() throws IOException {
    lake.first();
    LakeCrashes files;
    // The first call makes sure of the folder that the lock is in.
    int n = 1;
    do {
      n++;
      List<String> met = new ArrayList<>();
      files =
          new LakeCrashes(
              local(),
              () ->
                  assertThatThrownBy(lake.healthy()::begin)
                      .isInstanceOfSatisfying(UserException.class, e -> met.add(e.getMessage())),
              n);
      try (LakeReplacement replacement = lake.on(files).begin()) {
        ToyLake.stage(replacement, "2", "alder");
      }
      assertThat(files.isWhole() ? List.of("holds it") : met)
          .as("at %d", n)
          .singleElement()
          .asString()
          .contains("holds it");
      assertThat(lake.contents()).isEqualTo(OLD);
    } while (!files.isWhole());
    assertThat(n).isGreaterThan(8);
  }

  @Test
  void studiesThatNoIngestPutThereAreNotDeleted() throws IOException {
    Files.createDirectories(root.resolve("studies"));

    // Twice: who is refused does not keep the lock.
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(lake.healthy()::begin)
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith("Cannot replace ");
    }
    assertThat(root.resolve("studies")).exists();
  }
}
