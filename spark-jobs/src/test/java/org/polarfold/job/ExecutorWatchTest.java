package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A cluster whose executors come late, or are lost. */
class ExecutorWatchTest {

  private static final Instant BEGUN = Instant.parse("2026-03-01T22:00:00Z");

  private final ExecutorWatch watch = new ExecutorWatch("spark://night:7077", 2, BEGUN);

  /** What is said from a second to another, looking every five seconds. */
  private List<String> said(int from, int to, int executors) {
    List<String> said = new ArrayList<>();
    for (int second = from; second <= to; second += 5) {
      watch.look(executors, BEGUN.plusSeconds(second)).ifPresent(said::add);
    }
    return said;
  }

  @Test
  void whoIsMissedForAMinuteIsToldOfOnce() {
    assertThat(said(5, 55, 0)).isEmpty();
    assertThat(said(60, 600, 0))
        .containsExactly(
            "Waiting for executors of spark://night:7077: none of 2 has been there for 60 s (the"
                + " cluster has no room for what its settings ask, they are slow to start, or they"
                + " end at once: its own pages and logs tell)");
    assertThat(said(605, 900, 1)).containsExactly("1 of 2 executors came after 605 s");
  }

  @Test
  void whoAreThereAreNotToldOf() {
    assertThat(said(5, 40, 0)).isEmpty();
    assertThat(said(45, 900, 2)).isEmpty();
  }

  @Test
  void whoAreAllLostAreToldOfAgain() {
    assertThat(said(5, 300, 2)).isEmpty();
    assertThat(said(305, 355, 0)).isEmpty();
    assertThat(said(360, 700, 0))
        .singleElement()
        .asString()
        .contains("none of 2 has been there for 60 s");
    assertThat(said(705, 705, 2)).hasSize(1);
    assertThat(said(710, 765, 0))
        .singleElement()
        .asString()
        .contains("none of 2 has been there for 60 s");
  }
}
