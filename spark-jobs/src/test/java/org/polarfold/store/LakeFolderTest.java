package org.polarfold.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.polarfold.UserException;

class LakeFolderTest {

  private static final Map<String, String> OLD =
      Map.of(
          "studies/site=alder/data", "alder1",
          "studies/site=birch/data", "birch1",
          "studies/site=cedar/data", "cedar1",
          "keys/site=alder/data", "alder1",
          "keys/site=birch/data", "birch1",
          "keys/site=cedar/data", "cedar1",
          "rejected/site=alder/data", "alder1",
          "cohort.csv", "1",
          "ingest.json", "ledger1");

  private static final Map<String, String> NEW =
      Map.of(
          "studies/site=alder/data", "alder2",
          "studies/site=cedar/data", "cedar1",
          "studies/site=dune/data", "dune2",
          "keys/site=alder/data", "alder2",
          "keys/site=cedar/data", "cedar1",
          "keys/site=dune/data", "dune2",
          "cohort.csv", "2",
          "ingest.json", "ledger2");

  private static final Configuration HADOOP = new Configuration();

  private final Path root;

  LakeFolderTest(@TempDir Path folder) {
    this.root = folder.resolve("lake");
  }

  private LakeFolder on(FileSystem files) {
    return new LakeFolder(new org.apache.hadoop.fs.Path(root.toUri()), files);
  }

  private LakeFolder healthy() {
    return LakeFolder.at(root.toString(), HADOOP);
  }

  private static LocalFiles local() {
    try {
      return LocalFiles.of(HADOOP);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path stagedIn(LakeReplacement replacement) {
    return Path.of(replacement.staged("studies").toUri().getPath()).resolveSibling("");
  }

  /** As the tasks of an ingest would. */
  private static void stage(LakeReplacement replacement, String version, String... sites) {
    try {
      for (String site : sites) {
        for (String table : List.of("studies", "keys")) {
          Path folder = stagedIn(replacement).resolve(table).resolve("site=" + site);
          Files.writeString(Files.createDirectories(folder).resolve("data"), site + version);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Three sites, alder with a rejected record. */
  private void first() throws IOException {
    if (Files.exists(root)) {
      try (Stream<Path> files = Files.walk(root)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
    try (LakeReplacement replacement = healthy().begin()) {
      stage(replacement, "1", "alder", "birch", "cedar");
      Path rejected = stagedIn(replacement).resolve("rejected/site=alder");
      Files.writeString(Files.createDirectories(rejected).resolve("data"), "alder1");
      replacement.write(replacement.staged("cohort.csv"), "1");
      replacement.commit("ledger1", List.of("alder", "birch", "cedar"));
    }
    Files.createDirectories(root.resolve("runs/first"));
  }

  /** Alder replaced (without any rejected record now), birch removed, dune added; cedar stays. */
  private static void second(LakeFolder lake) {
    try (LakeReplacement replacement = lake.begin()) {
      stage(replacement, "2", "alder", "dune");
      replacement.write(replacement.staged("cohort.csv"), "2");
      replacement.commit("ledger2", List.of("alder", "birch", "dune"));
    }
  }

  /** Whether it came to its end; the files decide about the lake. */
  private static boolean tried(Runnable action) {
    try {
      action.run();
      return true;
    } catch (UserException e) {
      assertThat(e).hasMessageStartingWith("Cannot ").hasMessageNotContaining("\n");
      return false;
    }
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(root.relativize(file).toString(), Files.readString(file));
      }
    }
    assertThat(contents.remove(".ingest-lock")).isEmpty();
    return contents;
  }

  /** What a reader finds: whatever was staged and abandoned is no part of it. */
  private Map<String, String> recovered() throws IOException {
    healthy().recover();
    Map<String, String> contents = contents();
    contents.keySet().removeIf(name -> name.startsWith(".ingest-new"));
    return contents;
  }

  @Test
  void someSitesAreReplacedOthersRemovedTheRestAndTheRunsStay() throws IOException {
    first();
    assertThat(contents()).isEqualTo(OLD);

    second(healthy());

    assertThat(contents()).isEqualTo(NEW);
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
    for (int n = 1; ; n++) {
      first();
      LakeCrashes files = new LakeCrashes(local(), kind, n);
      boolean ended = tried(() -> second(on(files)));

      Map<String, String> found = recovered();
      String ledger = String.valueOf(found.get("ingest.json"));
      assertThat(found).as("%s at %d", kind, n).isEqualTo(ledger.equals("ledger1") ? OLD : NEW);
      if (ended) {
        assertThat(ledger).isEqualTo("ledger2");
      }
      ledgers.add(ledger);
      second(healthy());
      assertThat(contents()).isEqualTo(NEW);
      if (files.isWhole()) {
        break;
      }
    }
    // Once decided it stays so, and there are moments enough before and after.
    assertThat(ledgers).isSorted();
    assertThat(ledgers.stream().filter("ledger1"::equals).count()).isGreaterThan(10);
    assertThat(ledgers.stream().filter("ledger2"::equals).count()).isGreaterThan(15);
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
        first();
        LakeFolder dies = on(files);
        tried(() -> second(dies));
        if (!isDecided()) {
          break;
        }
        tried(on(again)::recover);
        assertThat(recovered()).as("death at %d, then at %d", n, m).isEqualTo(NEW);
        recoveries++;
      } while (!again.isWhole());
    } while (!files.isWhole());
    assertThat(recoveries).isGreaterThan(100);
  }

  private boolean isDecided() throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      return entries.anyMatch(e -> e.getFileName().toString().startsWith(".ingest-complete"));
    }
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
        first();
        LakeFolder dies = on(files);
        tried(() -> second(dies));
        if (isDecided()) {
          recoveries++;
          Callable<Boolean> reader = () -> healthy().hasLedger();
          Callable<Boolean> other = () -> tried(healthy()::recover);
          for (Future<Boolean> one : threads.invokeAll(List.of(other, reader, other, reader))) {
            assertThat(one.get()).isTrue();
          }
          assertThat(contents()).isEqualTo(NEW);
        }
      } while (!files.isWhole());
      assertThat(recoveries).isGreaterThan(15);
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
      first();
      CompletableFuture<String> read = new CompletableFuture<>();
      Thread reader =
          new Thread(
              () -> read.complete(healthy().hasLedger() ? healthy().ledger() : "no lake at all"));
      files =
          new LakeCrashes(
              local(),
              () -> {
                reader.start();
                untilItWaitsOrEnds(reader);
              },
              n);
      second(on(files));
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
    first();
    List<String> met = new ArrayList<>();
    // The change that throws away is the third: the lake's folder and the staged one are made.
    LakeCrashes files =
        new LakeCrashes(
            local(),
            () -> {
              try (LakeReplacement other = healthy().begin()) {
                met.add("let in");
                assertThat(other).isNotNull();
              } catch (UserException e) {
                met.add(e.getMessage());
              }
            },
            3);

    try (LakeReplacement replacement = on(files).begin()) {
      stage(replacement, "2", "alder");
    }

    assertThat(met).singleElement().asString().contains("another ingest holds it");
    assertThat(contents()).isEqualTo(OLD);
    assertThat(root.toFile().list()).doesNotContain(".ingest-new");
  }

  @Test
  void studiesThatNoIngestPutThereAreNotDeleted() throws IOException {
    Files.createDirectories(root.resolve("studies"));

    assertThatThrownBy(healthy()::begin)
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot replace ");
    assertThat(root.resolve("studies")).exists();
    assertThatThrownBy(healthy()::begin).hasMessageStartingWith("Cannot replace ");
  }
}
