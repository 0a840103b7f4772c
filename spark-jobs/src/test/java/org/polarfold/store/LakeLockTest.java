package org.polarfold.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
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

class LakeLockTest {

  private final Path root;
  private final Path file;
  private final LakeFolder lake;

  LakeLockTest(@TempDir Path root) {
    this.root = root;
    this.file = root.resolve(".ingest-lock");
    this.lake = LakeFolder.at(root.toString(), new Configuration());
  }

  private void leftBehind(String content, Duration age) throws IOException {
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  @Test
  void aSecondIsRefusedInOneLineAndMayWhenTheFirstHasEnded() throws IOException {
    try (LakeLock held = lake.lock()) {
      held.requireHeld();
      assertThatThrownBy(lake::lock)
          .isInstanceOf(UserException.class)
          .hasMessageContaining("another ingest holds it, process " + ProcessHandle.current().pid())
          .hasMessageNotContaining("\n");
    }
    assertThat(file).doesNotExist();
    lake.lock().close();
  }

  @Test
  void aProcessOfThisHostThatIsNoMoreIsTakenOverAtOnce() throws IOException {
    try (LakeLock held = lake.lock()) {
      String mine = Files.readString(file);
      held.requireHeld();
      // The same process number, started at another time: the number was given again.
      leftBehind(
          mine.replaceAll("\"started\":\"[^\"]*\"", "\"started\":\"2001-01-01T00:00:00Z\""),
          Duration.ZERO);
    }
    lake.lock().close();
    assertThat(file).doesNotExist();
    assertThat(root.toFile().list()).isEmpty();
  }

  @Test
  void anotherHostIsTakenForDeadOnlyWhenItHasLongNotRenewed() throws IOException {
    String other = "{\"host\":\"node-7\",\"pid\":4,\"started\":\"\",\"token\":\"t\"}";
    leftBehind(other, Duration.ofSeconds(90));
    assertThatThrownBy(lake::lock).hasMessageContaining("process 4 of node-7");

    leftBehind(other, LakeLock.STALE.plusSeconds(5));
    lake.lock().close();
  }

  @Test
  void aFileThatSaysNothingYetIsJudgedByItsAge() throws IOException {
    for (String content : List.of("", "{\"host\":", "\u0000\u0001")) {
      leftBehind(content, Duration.ZERO);
      assertThatThrownBy(lake::lock).isInstanceOf(UserException.class);
      leftBehind(content, LakeLock.STALE.plusSeconds(5));
      lake.lock().close();
    }
  }

  @Test
  void whoLostItToAnotherNoticesBeforeAnythingIsDecided() throws IOException {
    try (LakeLock held = lake.lock()) {
      leftBehind("{\"host\":\"node-7\",\"token\":\"t\"}", Duration.ZERO);

      assertThatThrownBy(held::requireHeld)
          .isInstanceOf(UserException.class)
          .hasMessageContaining("has taken it over");
    }
    assertThat(file).exists();
  }

  @Test
  void ofSeveralWhoTryAtOnceOneSucceeds() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 300; round++) {
        if (round % 2 == 0) {
          leftBehind("{\"host\":\"node-7\",\"token\":\"t\"}", LakeLock.STALE.plusHours(1));
        }
        List<Callable<List<LakeLock>>> tries = new ArrayList<>();
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
        List<LakeLock> held = new ArrayList<>();
        for (Future<List<LakeLock>> one : threads.invokeAll(tries)) {
          held.addAll(one.get());
        }
        assertThat(held).hasSize(1);
        held.get(0).requireHeld();
        held.get(0).close();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(root.toFile().list()).isEmpty();
  }
}
