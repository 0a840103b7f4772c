package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polarfold.job.Progress.Manner;

/** What a person sees while they wait. */
final class ProgressTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private Duration clock = Duration.ZERO;

  private Progress progress(Manner manner, int columns, double total) {
    return new Progress(out, manner, columns, total, () -> clock.toNanos());
  }

  private Progress lines(double total) {
    return progress(Manner.LINES, 0, total);
  }

  private void pass(int seconds) {
    clock = clock.plusSeconds(seconds);
  }

  @Test
  void asLinesItIsALineForEveryTwentieth() {
    Progress progress = lines(100);
    progress.now("beginning");
    for (int i = 1; i <= 100; i++) {
      pass(1);
      progress.finished(1, "unit " + i);
    }

    List<String> lines = told().lines().toList();
    assertThat(lines).hasSize(21);
    assertThat(lines.get(0)).isEqualTo("  0 %  beginning");
    assertThat(lines.get(5)).isEqualTo(" 25 %  unit 25; about 1 min 15 s left");
    assertThat(lines.get(20)).isEqualTo("100 %  unit 100");
    assertThat(told()).doesNotContain("\r");
  }

  @Test
  void onATerminalItIsOneLineDrawnAnewAndTakenAway() {
    Progress progress = progress(Manner.DRAWN, 100, 4);
    progress.finished(2, "half");
    assertThat(told()).startsWith("\r[############............]  50 %  half").hasSize(100);

    progress.clear();
    assertThat(told()).doesNotContain("\n").endsWith("\r").hasSize(100 + 101);
    progress.clear();
    assertThat(told()).as("nothing is there any more").hasSize(100 + 101);
  }

  @Test
  void theTimeLeftHasRoomOnANarrowTerminal() {
    Progress progress = progress(Manner.DRAWN, 80, 4);
    pass(7200);
    progress.finished(2, "trained cell 2 of 4, internal-fold-1-reserve-seed-1-step-1");

    assertThat(told())
        .isEqualTo(
            "\r[####....]  50 %  trained cell 2 of 4, internal-fold-...; about 2 h 00 min left")
        .hasSize(80);
  }

  @Test
  void aTerminalStillNarrowerHasNoBar() {
    Progress progress = progress(Manner.DRAWN, 40, 4);
    pass(60);
    progress.finished(2, "trained cell 2 of 4");

    assertThat(told()).isEqualTo("\r 50 %  traine...; about 1 min 00 s left");
  }

  @ParameterizedTest
  @CsvSource({
    "10, 1, 10 cells/s",
    "3, 1, 3.0 cells/s",
    "100, 60, 100 cells/min",
    "1, 1, 60 cells/min",
    "3, 40, 4.5 cells/min",
    "2, 120, 1.0 cells/min",
    "1, 600, 6.0 cells/h",
  })
  void theRateIsInAUnitThatIsRead(int cells, int seconds, String rate) {
    Progress progress = lines(1000);
    progress.count("cells");
    pass(seconds);
    for (int i = 1; i < cells; i++) {
      progress.finished(0, "trained");
    }
    progress.finished(100, "trained");

    assertThat(told().lines().reduce((a, b) -> b).orElseThrow()).contains("; " + rate + ", about ");
  }

  @Test
  void onlyThingsThatAreCountedHaveARate() {
    Progress progress = lines(100);
    pass(60);
    progress.finished(50, "simulated");
    progress.count("cells");
    pass(60);
    progress.finished(10, "trained");
    progress.now("evaluating");

    assertThat(told().lines())
        .containsExactly(
            " 50 %  simulated; about 1 min 00 s left",
            " 60 %  trained; 1.0 cells/min, about 4 min 00 s left",
            " 60 %  evaluating; about 4 min 00 s left");
  }

  @Test
  void workOfAnEarlierRunCountsAsDoneAndNotAsFast() {
    Progress progress = lines(10);
    progress.skip(5);
    pass(10);
    progress.finished(1, "next");

    assertThat(told()).isEqualTo(" 60 %  next; about 40 s left\n");
  }

  @Test
  void whatIsLeftCanBeKnownBetterLater() {
    Progress progress = lines(100);
    progress.finished(10, "first");
    progress.remaining(10);
    progress.now("second");

    assertThat(told()).contains(" 10 %  first").contains(" 50 %  second");
  }

  @Test
  void workOfUnknownLengthHasNoShare() {
    lines(0).now("evaluating");
    progress(Manner.DRAWN, 20, 0).now("evaluating");

    assertThat(told()).isEqualTo("evaluating\n\revaluating         ");
  }

  @Test
  void silentIsNothing() {
    Progress progress = progress(Manner.SILENT, 0, 2);
    progress.now("beginning");
    progress.finished(2, "done");
    progress.clear();

    assertThat(told()).isEmpty();
  }

  private String told() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
