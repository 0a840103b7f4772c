package org.polarfold.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.polarfold.UserException;

/**
 * A lake on the local disk whose files are short texts, and its replacement: at first the sites
 * alder (with a rejected record), birch and cedar; then alder is replaced, birch removed and dune
 * added, and cedar stays.
 *
 * @param root its folder
 */
record ToyLake(Path root) {

  /** Its files at first. */
  static final Map<String, String> OLD =
      Map.of(
          "studies/site=alder/data", "alder1",
          "studies/site=birch/data", "birch1",
          "studies/site=cedar/data", "cedar1",
          "keys/site=alder/data", "alder1",
          "rejected/site=alder/data", "alder1",
          "cohort.csv", "1",
          "ingest.json", "ledger1");

  private static final Configuration HADOOP = new Configuration();

  /** Its files after a replacement of that version. */
  static Map<String, String> replaced(String version) {
    return Map.of(
        "studies/site=alder/data", "alder" + version,
        "studies/site=cedar/data", "cedar1",
        "studies/site=dune/data", "dune" + version,
        "keys/site=alder/data", "alder" + version,
        "cohort.csv", version,
        "ingest.json", "ledger" + version);
  }

  static LocalFiles local() {
    try {
      return LocalFiles.of(HADOOP);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LakeFolder healthy() {
    return LakeFolder.at(root.toString(), HADOOP);
  }

  LakeFolder on(FileSystem files) {
    return new LakeFolder(LakeFiles.on(files, path()));
  }

  /** Under another lock than the file system's. */
  LakeFolder on(FileSystem files, LakeFiles.Action<LakeLock> locks) {
    return new LakeFolder(new LakeFiles(path(), files, locks));
  }

  private org.apache.hadoop.fs.Path path() {
    return new org.apache.hadoop.fs.Path(root.toUri());
  }

  /** As the tasks of an ingest would. */
  static void stage(LakeReplacement replacement, String version, String... sites) {
    try {
      Path staged = Path.of(replacement.staged("studies").getParent().toUri().getPath());
      for (String site : sites) {
        text(staged.resolve("studies/site=" + site), site + version);
      }
      text(staged.resolve("keys/site=alder"), "alder" + version);
      if (version.equals("1")) {
        text(staged.resolve("rejected/site=alder"), "alder1");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    replacement.write(replacement.staged("cohort.csv"), version);
  }

  private static void text(Path folder, String text) throws IOException {
    Files.writeString(Files.createDirectories(folder).resolve("data"), text);
  }

  /** Made anew, whatever was there. */
  void first() throws IOException {
    if (Files.exists(root)) {
      try (Stream<Path> files = Files.walk(root)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
    try (LakeReplacement replacement = healthy().begin()) {
      stage(replacement, "1", "alder", "birch", "cedar");
      replacement.commit("ledger1", List.of("alder", "birch", "cedar"));
    }
  }

  static void replace(LakeFolder lake, String version) {
    try (LakeReplacement replacement = lake.begin()) {
      stage(replacement, version, "alder", "dune");
      replacement.commit("ledger" + version, List.of("alder", "birch", "dune"));
    }
  }

  /** Whether it came to its end; what it told the user otherwise is looked at. */
  static boolean tried(Runnable action) {
    try {
      action.run();
      return true;
    } catch (UserException e) {
      assertThat(e).hasMessageStartingWith("Cannot ").hasMessageNotContaining("\n");
      return false;
    }
  }

  /** Every file and what it says; nobody holds the lock. */
  Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(root.relativize(file).toString(), Files.readString(file));
      }
    }
    assertThat(contents.remove(".ingest-lock")).isEmpty();
    return contents;
  }

  /** The same but for what was staged, or abandoned. */
  Map<String, String> lake() throws IOException {
    Map<String, String> contents = contents();
    contents.keySet().removeIf(name -> name.startsWith(".ingest-new"));
    return contents;
  }

  boolean isDecided() throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      return entries.anyMatch(e -> e.getFileName().toString().startsWith(".ingest-complete"));
    }
  }
}
