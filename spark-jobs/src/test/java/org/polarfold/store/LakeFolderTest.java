package org.polarfold.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.UserException;

class LakeFolderTest {

  private final Path root;

  LakeFolderTest(@TempDir Path folder) {
    this.root = folder.resolve("lake");
  }

  /** A local file system that fails at its n-th change, and from then on at all or at none. */
  private static final class Failing extends FilterFileSystem {

    private final boolean dies;
    private int left;

    Failing(int changes, boolean dies) throws IOException {
      super(local());
      this.left = changes;
      this.dies = dies;
    }

    private static FileSystem local() throws IOException {
      LocalFileSystem files = new LocalFileSystem();
      files.initialize(URI.create("file:///"), new Configuration());
      return files;
    }

    boolean isLeft() {
      return left > 0;
    }

    private void change() throws IOException {
      left--;
      if (left == 0 || (dies && left < 0)) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      change();
      return super.rename(from, to);
    }

    @Override
    public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
      change();
      return super.delete(path, recursive);
    }

    @Override
    public boolean mkdirs(org.apache.hadoop.fs.Path path) throws IOException {
      change();
      return super.mkdirs(path);
    }

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path path,
        FsPermission permission,
        boolean overwrite,
        int buffer,
        short replication,
        long block,
        Progressable progress)
        throws IOException {
      change();
      return super.create(path, permission, overwrite, buffer, replication, block, progress);
    }
  }

  private LakeFolder on(FileSystem files) {
    return new LakeFolder(new org.apache.hadoop.fs.Path(root.toUri()), files);
  }

  private LakeFolder healthy() {
    return LakeFolder.at(root.toString(), new Configuration());
  }

  private void stage(String version, String... sites) throws IOException {
    Path fresh = root.resolve(".ingest-new");
    for (String site : sites) {
      for (String table : List.of("studies", "keys")) {
        Path folder = Files.createDirectories(fresh.resolve(table).resolve("site=" + site));
        Files.writeString(folder.resolve("data"), site + version);
      }
    }
    Files.writeString(fresh.resolve("cohort.csv"), version);
  }

  /** Three sites, alder with a rejected record. */
  private void first() throws IOException {
    LakeFolder lake = healthy();
    try (LakeLock lock = lake.lock()) {
      lake.begin();
      stage("1", "alder", "birch", "cedar");
      Path rejected = Files.createDirectories(root.resolve(".ingest-new/rejected/site=alder"));
      Files.writeString(rejected.resolve("data"), "alder1");
      lake.replace(lock, "ledger1", List.of("alder", "birch", "cedar"));
    }
    Files.createDirectories(root.resolve("runs/first"));
  }

  /** Alder replaced (without any rejected record now), birch removed, cedar left alone. */
  private void second(LakeFolder lake) throws IOException {
    try (LakeLock lock = lake.lock()) {
      lake.begin();
      stage("2", "alder");
      lake.replace(lock, "ledger2", List.of("alder", "birch"));
    }
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".crc"))
          .filter(file -> !file.endsWith(".ingest-lock"))
          .forEach(file -> contents.put(root.relativize(file).toString(), text(file)));
    }
    return contents;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

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
          "keys/site=alder/data", "alder2",
          "keys/site=cedar/data", "cedar1",
          "cohort.csv", "2",
          "ingest.json", "ledger2");

  @Test
  void someSitesAreReplacedOthersRemovedTheRestAndTheRunsStay() throws IOException {
    first();
    assertThat(contents()).isEqualTo(OLD);

    second(healthy());

    assertThat(contents()).isEqualTo(NEW);
    assertThat(root.resolve("runs/first")).exists();
    assertThat(root.resolve("rejected")).isDirectory();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whateverFailsAtAnyMomentLeavesTheOldOrTheNewAndNothingBetween(boolean dies)
      throws IOException {
    int old = 0;
    int now = 0;
    for (int n = 1; ; n++) {
      first();
      Failing files = new Failing(n, dies);
      try {
        second(on(files));
      } catch (UserException e) {
        assertThat(e).hasMessageStartingWith("Cannot ");
      }
      boolean ended = files.isLeft();

      healthy().recover();
      Map<String, String> found = contents();
      found.keySet().removeIf(name -> name.startsWith(".ingest-new"));
      if ("ledger1".equals(found.get("ingest.json"))) {
        assertThat(found).as("failure at %d", n).isEqualTo(OLD);
        old++;
      } else {
        assertThat(found).as("failure at %d", n).isEqualTo(NEW);
        now++;
      }
      second(healthy());
      assertThat(contents()).isEqualTo(NEW);
      delete();
      if (ended) {
        break;
      }
    }
    // Before the decision: the folder, the journal, the ledger, the rename. After it: the rest.
    assertThat(old).isGreaterThan(3);
    assertThat(now).isGreaterThan(8);
  }

  @Test
  void recoveryItselfMayFailAtAnyMoment() throws IOException {
    for (int decided = 6; decided < 14; decided++) {
      for (int n = 1; n < 12; n++) {
        first();
        assertFails(decided);
        boolean isDecided = Files.exists(root.resolve(".ingest-complete"));
        try {
          on(new Failing(n, true)).recover();
        } catch (UserException e) {
          assertThat(e).hasMessageStartingWith("Cannot ");
        }
        healthy().recover();
        if (isDecided) {
          Map<String, String> found = contents();
          assertThat(found).isEqualTo(NEW);
        }
        delete();
      }
    }
  }

  private void assertFails(int n) throws IOException {
    try {
      second(on(new Failing(n, true)));
    } catch (UserException e) {
      return;
    }
    assertThat(contents()).isEqualTo(NEW);
  }

  @Test
  void whatTheFirstVersionDecidedIsFinished() throws IOException {
    Path complete = Files.createDirectories(root.resolve(".ingest-complete"));
    for (String table : List.of("studies", "rejected")) {
      Path folder = Files.createDirectories(complete.resolve(table).resolve("site=alder"));
      Files.writeString(folder.resolve("data"), "2");
      Files.createDirectories(root.resolve(table).resolve("site=birch"));
    }
    Files.writeString(complete.resolve("ingest.json"), "ledger");

    healthy().recover();

    assertThat(contents())
        .isEqualTo(
            Map.of(
                "studies/site=alder/data", "2",
                "rejected/site=alder/data", "2",
                "ingest.json", "ledger"));
    assertThat(root.resolve("studies/site=birch")).doesNotExist();
  }

  @Test
  void studiesThatNoIngestPutThereAreNotDeleted() throws IOException {
    Files.createDirectories(root.resolve("studies"));

    assertThatThrownBy(() -> healthy().begin())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot replace ");
    assertThat(root.resolve("studies")).exists();
  }
}
