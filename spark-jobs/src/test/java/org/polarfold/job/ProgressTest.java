package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person sees while they wait. */
final class ProgressTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void elsewhereThanOnATerminalItIsALineForEveryTwentieth() {
    Progress progress = new Progress(out, false, 100);
    progress.now("beginning");
    for (int i = 1; i <= 100; i++) {
      progress.finished(1, "unit " + i);
    }
    progress.end();

    List<String> lines = told().lines().toList();
    assertThat(lines).hasSizeBetween(20, 22);
    assertThat(lines.get(0)).isEqualTo("  0 %  beginning");
    assertThat(lines.get(lines.size() - 1)).startsWith("100 %  unit 100");
    assertThat(lines.get(5)).contains("left");
    assertThat(told()).doesNotContain("\r");
  }

  @Test
  void onATerminalItIsOneLineDrawnAnewAndCleanedAway() {
    Progress progress = new Progress(out, true, 4);
    progress.finished(2, "half");
    assertThat(told()).startsWith("\r[############............]  50 %  half");

    progress.end();
    assertThat(told()).doesNotContain("\n").endsWith("\r");
  }

  @Test
  void workOfAnEarlierRunCountsAsDone() {
    Progress progress = new Progress(out, false, 10);
    progress.skip(5);
    progress.finished(1, "next");

    assertThat(told()).startsWith(" 60 %  next");
  }

  @Test
  void whatIsLeftCanBeKnownBetterLater() {
    Progress progress = new Progress(out, false, 100);
    progress.finished(10, "first");
    progress.remaining(10);
    progress.now("second");

    assertThat(told()).contains(" 10 %  first").contains(" 50 %  second");
  }

  private String told() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
