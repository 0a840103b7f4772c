package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.UserException;
import org.polarfold.store.RunFolder;

class RunStatusTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final RunFolder run;

  RunStatusTest(@TempDir Path folder) {
    run = RunFolder.at(folder.resolve("demo-1").toString());
  }

  private RunFolder cell(String name) {
    return run.folder("cells").folder(name);
  }

  private void progress(String name, String started, String updated, int epoch, String loss) {
    cell(name)
        .write(
            "progress.json",
            ("{\"startedAt\":\"2026-03-01T%sZ\",\"updatedAt\":\"2026-03-01T%sZ\",\"epochs\":20,"
                    + "\"epoch\":%d,\"rounds\":%d,\"loss\":%s,\"losses\":[]}")
                .formatted(started, updated, epoch, 3 * epoch, loss));
  }

  @Test
  void tellsOfCellsInEveryState() {
    run.write(
        "cells.txt",
        """
        internal-fold-1-rest-seed-1-step-1
        internal-fold-1-rest-seed-1-baseline
        internal-fold-2-rest-seed-1-step-1
        internal-fold-2-rest-seed-1-baseline
        external-birch-rest-seed-1-step-1
        external-cedar-rest-seed-1-step-1
        """);
    progress("internal-fold-1-rest-seed-1-step-1", "11:50:00", "11:51:40", 20, "0.25");
    cell("internal-fold-1-rest-seed-1-step-1").done();
    cell("internal-fold-1-rest-seed-1-baseline")
        .write("failed.json", "{\"reason\":\"no room\",\"attempts\":2}");
    progress("internal-fold-2-rest-seed-1-step-1", "11:59:20", "11:59:59", 8, "0.51234");
    cell("internal-fold-2-rest-seed-1-baseline").done();
    progress("external-birch-rest-seed-1-step-1", "09:00:00", "09:01:00", 3, "null");

    RunStatus status = RunStatus.of(run, NOW);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    status.print(false, new PrintStream(out, true, StandardCharsets.UTF_8));

    // 100 s a step 1: 61 s, 40 s and 100 s, one at a time
    assertThat(status.secondsLeft().orElseThrow()).isEqualTo(61 + 40 + 100);
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            run + ": 6 cells, 2 finished, 1 in training, 1 interrupted, 1 failed, 1 waiting",
            "failed       internal-fold-1-rest-seed-1-baseline: no room",
            "in training  internal-fold-2-rest-seed-1-step-1  epoch 8 of 20, round 24, loss 0.5123"
                + "  39 s",
            "interrupted  external-birch-rest-seed-1-step-1  epoch 3 of 20, round 9  60 s",
            "About 3 min 21 s left");
    JsonNode json = new ObjectMapper().valueToTree(status.content());
    assertThat(json.path("run").textValue()).isEqualTo(run.toString());
    assertThat(json.path("secondsLeft").intValue()).isEqualTo(201);
    assertThat(json.path("counts").toString())
        .isEqualTo(
            "{\"finished\":2,\"in-training\":1,\"interrupted\":1,\"failed\":1,\"waiting\":1}");
    assertThat(json.path("cells")).hasSize(6);
    assertThat(json.path("cells").path(1).toString())
        .isEqualTo(
            "{\"name\":\"internal-fold-1-rest-seed-1-baseline\",\"state\":\"failed\","
                + "\"reason\":\"no room\"}");
    assertThat(json.path("cells").path(2).toString())
        .isEqualTo(
            "{\"name\":\"internal-fold-2-rest-seed-1-step-1\",\"state\":\"in-training\","
                + "\"epochs\":20,\"epoch\":8,\"rounds\":24,\"seconds\":39.0,\"loss\":0.51234}");
  }

  private RunStatus trainedBy(String roundingsOfFirst, String roundingsOfSecond) {
    run.write("cells.txt", "first\nsecond\nthird\n");
    String progress =
        "{\"startedAt\":\"2026-03-01T11:00:00Z\",\"updatedAt\":\"2026-03-01T11:01:00Z\","
            + "\"epochs\":1,\"epoch\":1,\"rounds\":1,\"loss\":1,\"losses\":[1]%s}";
    cell("first").write("progress.json", progress.formatted(roundingsOfFirst));
    cell("second").write("progress.json", progress.formatted(roundingsOfSecond));
    return RunStatus.of(run, NOW);
  }

  @Test
  void workersThatRoundAlikeAreNotToldOf() {
    RunStatus alike = trainedBy(",\"roundings\":[\"0a1b2c3d\"]", ",\"roundings\":[\"0a1b2c3d\"]");
    assertThat(alike.warning()).isEmpty();
    assertThat(new ObjectMapper().valueToTree(alike.content()).path("roundings").toString())
        .isEqualTo("[\"0a1b2c3d\"]");
    // of an earlier version, or of conventional models
    assertThat(trainedBy("", ",\"roundings\":[]").roundings()).isEmpty();
  }

  @Test
  void workersThatRoundDifferentlyAreToldOf() {
    for (RunStatus mixed :
        List.of(
            trainedBy(",\"roundings\":[\"0a1b2c3d\",\"4e5f6071\"]", ""),
            trainedBy(",\"roundings\":[\"0a1b2c3d\"]", ",\"roundings\":[\"4e5f6071\"]"))) {
      String told =
          "Workers of 2 kinds, which round differently, have trained "
              + run
              + ": its figures may differ in their last digits when it is trained again"
              + " (docs/cluster.md tells how to have all round alike)";
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      mixed.print(false, new PrintStream(out, true, StandardCharsets.UTF_8));
      assertThat(mixed.warning()).hasValue(told);
      assertThat(out.toString(StandardCharsets.UTF_8).lines()).contains(told);
    }
  }

  @Test
  void aFolderThatIsNoRunIsToldInOneLine() {
    assertThatThrownBy(() -> RunStatus.of(run, NOW))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot find "
                + run
                + "/cells.txt (expected the folder of a run whose training has begun)");
  }
}
