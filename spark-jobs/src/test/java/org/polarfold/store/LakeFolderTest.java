package org.polarfold.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.polarfold.store.ToyLake.OLD;
import static org.polarfold.store.ToyLake.local;
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
import java.util.concurrent.Semaphore;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.polarfold.UserException;

class LakeFolderTest {

  private static final Map<String, String> NEW = ToyLake.replaced("2");

  private final Path root;
  private final ToyLake lake;

  LakeFolderTest(@TempDir Path folder) {
    this.root = folder.resolve("lake");
    this.lake = ToyLake.at(root);
  }

  @Test
  void someSitesAreReplacedOthersRemovedTheRestAndTheRunsStay() throws IOException {
    lake.first();
    assertThat(lake.contents()).isEqualTo(OLD);
    Files.createDirectories(root.resolve("runs/first"));

    lake.replace(lake.healthy(), "2");

    assertThat(lake.contents()).isEqualTo(NEW);
    assertThat(root.toFile().list())
        .containsExactlyInAnyOrder(
            ".ingest-lock", "cohort.csv", "ingest.json", "keys", "rejected", "runs", "studies");
    assertThat(root.resolve("runs/first")).exists();
  }

  @Test
  void aLakeThatIsAFileIsToldInWords(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");

    for (Path path : List.of(file, file.resolve("lake"))) {
      assertThatThrownBy(() -> LakeFolder.at(path.toString(), new Configuration()).begin())
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith("Cannot write the lake: ")
          .hasMessageContaining(" (there is a file of this name, or of a folder's name above it;");
    }
    assertThat(file).hasContent("text");
  }

  @ParameterizedTest
  @EnumSource(LakeCrashes.Kind.class)
  void whateverGoesWrongAtAnyMomentLeavesTheOldOrTheNewAndNothingBetween(LakeCrashes.Kind kind)
      throws IOException {
    List<String> ledgers = whereItGoesWrong(ToyLake.inMemory(oneAtATime()), kind, 1, 1);
    // There are moments enough before it is decided and after.
    assertThat(ledgers.stream().filter("ledger1"::equals).count()).isGreaterThan(10);
    assertThat(ledgers.stream().filter("ledger2"::equals).count()).isGreaterThan(10);
  }

  /** The three kinds together at every moment. */
  @ParameterizedTest
  @CsvSource({"DIES, 1", "REFUSES_ONCE, 2", "DENIES, 3"})
  void andOnALocalDisk(LakeCrashes.Kind kind, int first) throws IOException {
    List<String> ledgers = whereItGoesWrong(lake, kind, first, 3);
    assertThat(ledgers.stream().filter("ledger1"::equals).count()).isGreaterThan(2);
    assertThat(ledgers.stream().filter("ledger2"::equals).count()).isGreaterThan(2);
  }

  /** The ledgers found after it went wrong at one moment and every so many after it. */
  private static List<String> whereItGoesWrong(
      ToyLake lake, LakeCrashes.Kind kind, int first, int step) throws IOException {
    List<String> ledgers = new ArrayList<>();
    LakeCrashes files;
    int moment = first;
    do {
      files = new LakeCrashes(lake.files(), kind, moment);
      LakeFolder crashing = lake.on(files);
      lake.first();
      boolean ended = tried(() -> lake.replace(crashing, "2"));

      lake.healthy().recover();
      Map<String, String> found = lake.lake();
      String ledger = String.valueOf(found.get("ingest.json"));
      assertThat(found)
          .as("%s at %d", kind, moment)
          .isEqualTo(ledger.equals("ledger1") ? OLD : NEW);
      if (ended) {
        assertThat(ledger).isEqualTo("ledger2");
      }
      ledgers.add(ledger);
      lake.replace(lake.healthy(), "3");
      assertThat(lake.contents()).isEqualTo(ToyLake.replaced("3"));
      moment += step;
    } while (!files.isWhole());
    // Once decided it stays so.
    assertThat(ledgers).isSorted();
    return ledgers;
  }

  @Test
  void recoveryItselfMayGoWrongAtAnyMoment() throws IOException {
    ToyLake lake = ToyLake.inMemory(oneAtATime());
    int recoveries = 0;
    LakeCrashes files;
    int n = 0;
    do {
      n++;
      LakeCrashes again;
      int m = 0;
      do {
        m++;
        files = new LakeCrashes(lake.files(), LakeCrashes.Kind.DIES, n);
        again = new LakeCrashes(lake.files(), LakeCrashes.Kind.DIES, m);
        lake.first();
        LakeFolder dies = lake.on(files);
        tried(() -> lake.replace(dies, "2"));
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

  /** Locks that one has at a time. */
  private static LakeFiles.Action<FolderLock> oneAtATime() {
    Semaphore free = new Semaphore(1);
    return () -> {
      if (!free.tryAcquire()) {
        throw FolderLock.Use.LAKE.held(new org.apache.hadoop.fs.Path("lake"), "");
      }
      return new FolderLock() {
        @Override
        public void requireHeld() {}

        @Override
        public void close() {
          free.release();
        }
      };
    };
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
        tried(() -> lake.replace(dies, "2"));
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
    ToyLake lake = ToyLake.inMemory(oneAtATime());
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
              lake.files(),
              () -> {
                reader.start();
                untilItWaitsOrEnds(reader);
              },
              n);
      lake.replace(lake.on(files), "2");
      if (!files.isWhole()) {
        assertThat(read.get()).as("at %d", n).isIn("ledger1", "ledger2");
        waited += read.get().equals("ledger2") ? 1 : 0;
      }
    } while (!files.isWhole());
    assertThat(waited).isGreaterThan(10);
  }

  /** As a local one may while whoever takes a replacement up renames it. */
  @Test
  void aListingThatMissesADecidedReplacementDoesNotMakeTheLakeNone() throws IOException {
    ToyLake lake = ToyLake.inMemory(oneAtATime());
    lake.first();
    int n = 0;
    do {
      n++;
      LakeFolder dies = lake.on(new LakeCrashes(lake.files(), LakeCrashes.Kind.DIES, n));
      tried(() -> lake.replace(dies, "2"));
    } while (lake.files().exists(lake.healthy().entry("ingest.json")));
    FileSystem missing =
        new FilterFileSystem(lake.files()) {
          private int misses = 2;

          @Override
          public FileStatus[] listStatus(org.apache.hadoop.fs.Path path) throws IOException {
            return misses-- > 0 ? new FileStatus[0] : super.listStatus(path);
          }
        };

    assertThat(lake.on(missing).hasLedger()).isTrue();

    assertThat(lake.contents()).isEqualTo(NEW);
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
        lake.stage(replacement, "2", "alder");
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
