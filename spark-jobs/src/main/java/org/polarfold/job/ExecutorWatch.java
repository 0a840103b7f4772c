package org.polarfold.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

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

  /**
   * Opens an application, which on YARN waits for a place by itself, and watches over it until it
   * ends.
   *
   * @param cluster that it is to run on
   */
  static SparkSession over(Cluster cluster, Console console, Supplier<SparkSession> opening) {
    String executors = cluster.properties().getOrDefault(ExecutorProcesses.INSTANCES, "1");
    ExecutorWatch watch =
        new ExecutorWatch(
            cluster.properties().getOrDefault("spark.master", cluster.kind().toString()),
            Integer.parseInt(executors),
            Instant.now());
    AtomicReference<SparkContext> opened = new AtomicReference<>();
    Timer clock = new Timer("executor-watch", true);
    TimerTask look =
        new TimerTask() {
          @Override
          public void run() {
            SparkContext spark = opened.get();
            try {
              if (spark != null && spark.isStopped()) {
                clock.cancel();
              } else {
                watch.look(present(spark), Instant.now()).ifPresent(console::warn);
              }
            } catch (RuntimeException e) {
              // It was stopped meanwhile; no command is to suffer from being watched.
              clock.cancel();
            }
          }
        };
    clock.schedule(look, LOOK_EVERY_MS, LOOK_EVERY_MS);
    try {
      SparkSession session = opening.get();
      opened.set(session.sparkContext());
      return session;
    } finally {
      if (opened.get() == null) {
        clock.cancel();
      }
    }
  }

  /** How many there are, without the driver, which counts as one. */
  private static int present(@Nullable SparkContext spark) {
    return spark == null ? 0 : spark.statusTracker().getExecutorInfos().length - 1;
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
          ? Optional.of(executors + " of " + expected + " executors came after " + seconds + " s")
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
            + " has been there for "
            + seconds
            + " s (the cluster has no room for what its settings ask, they are slow to start, or they"
            + " end at once: its own pages and logs tell)");
  }
}
