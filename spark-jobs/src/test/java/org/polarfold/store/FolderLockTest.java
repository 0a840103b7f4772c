package org.polarfold.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.UserException;

class FolderLockTest {

  private final Path root;
  private final Path file;
  private final LakeFiles lake;

  FolderLockTest(@TempDir Path root) {
    this.root = root;
    this.file = root.resolve(".ingest-lock");
    this.lake = LakeFiles.at(root.toString(), new Configuration());
  }

  @Test
  void aSecondIsRefusedInOneLineAndMayWhenTheFirstHasEnded() throws IOException {
    try (FolderLock held = lake.lock()) {
      assertThatThrownBy(lake::lock)
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith("Cannot write the lake: file:" + root)
          .hasMessageContaining(
              "another ingest holds it: process " + ProcessHandle.current().pid() + " of ")
          .hasMessageNotContaining("\n");
      held.requireHeld();
    }
    assertThat(file).isEmptyFile();
    lake.lock().close();
  }

  @Test
  void anotherProcessIsNamedAndWhatItLeavesWhenKilledIsNoObstacle() throws Exception {
    try (LakeHolder other = LakeHolder.of(root.toString())) {
      assertThat(other.holds()).as(other.said()).isTrue();
      assertThatThrownBy(lake::lock)
          .isInstanceOf(UserException.class)
          .hasMessageContaining("another ingest holds it: process " + other.pid() + " of ");

      other.kill();

      assertThat(file).isNotEmptyFile();
      lake.lock().close();
    }
  }

  /** POSIX drops a process's locks with any descriptor of the file that the process closes. */
  @Test
  void whoIsRefusedHereDoesNotLetAnotherProcessIn() throws Exception {
    try (FolderLock held = lake.lock()) {
      Path link = Files.createSymbolicLink(root.resolve("link"), root);
      assertThatThrownBy(lake::lock).isInstanceOf(UserException.class);
      assertThatThrownBy(LakeFiles.at(link.toString(), new Configuration())::lock)
          .isInstanceOf(UserException.class);

      try (LakeHolder other = LakeHolder.of(root.toString())) {
        assertThat(other.said())
            .contains("another ingest holds it: process " + ProcessHandle.current().pid());
      }
      held.requireHeld();
    }
  }

  @Test
  void whoseFileSomebodyHasDeletedNoticesBeforeAnythingIsDecided() throws Exception {
    try (FolderLock held = lake.lock()) {
      held.requireHeld();
      Files.delete(file);
      assertThatThrownBy(held::requireHeld)
          .isInstanceOf(UserException.class)
          .hasMessageContaining("its lock is lost");

      try (LakeHolder other = LakeHolder.of(root.toString())) {
        assertThat(other.holds()).isTrue();
        assertThatThrownBy(held::requireHeld).hasMessageContaining("its lock is lost");
      }
    }
  }

  @Test
  void ofSeveralWhoTryAtOnceOneSucceeds() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 300; round++) {
        List<Callable<List<FolderLock>>> tries = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          tries.add(
              () -> {
                try {
                  return List.of(lake.lock());
                } catch (UserException refused) {
                  return List.of();
                }
              });
        }
        List<FolderLock> held = new ArrayList<>();
        for (Future<List<FolderLock>> one : threads.invokeAll(tries)) {
          held.addAll(one.get());
        }
        assertThat(held).hasSize(1);
        held.get(0).requireHeld();
        held.get(0).close();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anotherFileSystemIsRefusedInOneLine() {
    org.apache.hadoop.fs.Path elsewhere = new org.apache.hadoop.fs.Path("s3a://bucket/lake");

    assertThatThrownBy(() -> FolderLock.take(FolderLock.Use.LAKE, elsewhere, new Configuration()))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot lock the lake: s3a://bucket/lake (expected a local folder or hdfs://)");
  }
}
