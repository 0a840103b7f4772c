package org.polarfold.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polarfold.UserException;

/**
 * A lake whose files are short texts, and its replacement: at first the sites alder (with a
 * rejected record), birch and cedar; then alder is replaced, birch removed and dune added, and
 * cedar stays.
 *
 * @param files where it is
 * @param root its folder, with its scheme
 * @param locks its lock, where it is not the file system's own
 */
record ToyLake(FileSystem files, Path root, Optional<LakeFiles.Action<FolderLock>> locks) {

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

  private static final String LOCK = ".ingest-lock";

  /** On the local disk. */
  static ToyLake at(java.nio.file.Path root) {
    return new ToyLake(local(), new Path(root.toUri()), Optional.empty());
  }

  /** In memory, where there are no locks but these. */
  static ToyLake inMemory(LakeFiles.Action<FolderLock> locks) {
    return new ToyLake(new MemoryFiles(), new Path("memory:/lake"), Optional.of(locks));
  }

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
      return LocalFiles.of(new Configuration());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LakeFolder healthy() {
    return on(files);
  }

  /** On a file system before its own. */
  LakeFolder on(FileSystem before) {
    return new LakeFolder(
        locks
            .map(own -> new LakeFiles(root, before, own))
            .orElseGet(() -> LakeFiles.on(before, root)));
  }

  /** As the tasks of an ingest would. */
  void stage(LakeReplacement replacement, String version, String... sites) {
    try {
      for (String site : sites) {
        text(replacement.staged("studies/site=" + site + "/data"), site + version);
      }
      text(replacement.staged("keys/site=alder/data"), "alder" + version);
      if (version.equals("1")) {
        text(replacement.staged("rejected/site=alder/data"), "alder1");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    replacement.write(replacement.staged("cohort.csv"), version);
  }

  private void text(Path file, String text) throws IOException {
    try (OutputStream stream = files.create(file)) {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Made anew, whatever was there. */
  void first() throws IOException {
    files.delete(root, true);
    try (LakeReplacement replacement = healthy().begin()) {
      stage(replacement, "1", "alder", "birch", "cedar");
      replacement.commit("ledger1", List.of("alder", "birch", "cedar"));
    }
  }

  void replace(LakeFolder lake, String version) {
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
    addAll("", root, contents);
    if (locks.isEmpty()) {
      assertThat(contents.remove(LOCK)).isEmpty();
    }
    return contents;
  }

  private void addAll(String prefix, Path folder, Map<String, String> contents) throws IOException {
    for (FileStatus status : files.listStatus(folder)) {
      String name = prefix + status.getPath().getName();
      if (status.isDirectory()) {
        addAll(name + "/", status.getPath(), contents);
      } else {
        try (InputStream stream = files.open(status.getPath())) {
          contents.put(name, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
  }

  /** The same but for what was staged, or abandoned. */
  Map<String, String> lake() throws IOException {
    Map<String, String> contents = contents();
    contents.keySet().removeIf(name -> name.startsWith(".ingest-new"));
    return contents;
  }

  boolean isDecided() throws IOException {
    for (FileStatus status : files.listStatus(root)) {
      if (status.getPath().getName().startsWith(".ingest-complete")) {
        return true;
      }
    }
    return false;
  }
}
