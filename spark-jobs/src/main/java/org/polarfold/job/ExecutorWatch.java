package org.polarfold.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import org.apache.spark.SparkContext;

/**
 * Says when nobody is there to compute. Spark waits without a word, and without an end, for a
 * cluster that has no room, or whose executors end as soon as they begin.
 */
final class ExecutorWatch {

  /** Longer than executors take to start on machines that are busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final long LOOK_EVERY_MS = 5_000;

  private final String place;
  private final int expected;
  private Instant lastSeen;
  private boolean told;

  /**
   * Begins to wait.
   *
   * @param place where executors are to come from: the cluster's master
   * @param expected how many were asked for
   */
  ExecutorWatch(String place, int expected, Instant now) {
    this.place = place;
    this.expected = expected;
    this.lastSeen = now;
  }

  /** Watches over an application until it ends. */
  static void over(SparkContext spark, Console console) {
    ExecutorWatch watch =
        new ExecutorWatch(
            spark.master(), spark.conf().getInt(ExecutorProcesses.INSTANCES, 1), Instant.now());
    Timer clock = new Timer("executor-watch", true);
    TimerTask look =
        new TimerTask() {
          @Override
          public void run() {
            if (spark.isStopped()) {
              clock.cancel();
            } else {
              // The driver counts as one.
              int executors = spark.statusTracker().getExecutorInfos().length - 1;
              watch.look(executors, Instant.now()).ifPresent(console::warn);
            }
          }
        };
    clock.schedule(look, LOOK_EVERY_MS, LOOK_EVERY_MS);
  }

  /**
   * What is to be said where so many are there now: once when they are missed, and when they come.
   */
  Optional<String> look(int executors, Instant now) {
    long seconds = Duration.between(lastSeen, now).toSeconds();
    if (executors > 0) {
      lastSeen = now;
      boolean missed = told;
      told = false;
      return missed
          ? Optional.of(
              executors + " of " + expected + " executors have come after " + seconds + " s")
          : Optional.empty();
    }
    if (told || seconds < PATIENCE.toSeconds()) {
      return Optional.empty();
    }
    told = true;
    return Optional.of(
        "Waiting for executors of "
            + place
            + ": none of "
            + expected
            + " is there for "
            + seconds
            + " s (the cluster has no room for what its settings ask, or they end at once: its own"
            + " pages and logs tell)");
  }
}
