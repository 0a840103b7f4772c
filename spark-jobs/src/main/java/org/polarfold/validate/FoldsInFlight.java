package org.polarfold.validate;

import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Several folds at the same time on one application, each in a pool of the fair scheduler's, so
 * that none waits for another's last task. What a fold yields does not depend on its neighbours.
 */
final class FoldsInFlight {

  private static final String POOL = "spark.scheduler.pool";
  private static final long PAUSE_MS = 100;
  private static final int TRIES_TO_END = 600;

  private final SparkContext spark;
  private final int atOnce;
  private volatile boolean ending;

  /**
   * Nothing yet.
   *
   * @param spark the application
   * @param atOnce how many, at least 1
   */
  FoldsInFlight(SparkContext spark, int atOnce) {
    this.spark = spark;
    this.atOnce = atOnce;
  }

  /** Whether what throws now does so because all shall end. */
  boolean isEnding() {
    return ending || spark.isStopped();
  }

  /** What is done of one fold; the first to throw ends the others. */
  @FunctionalInterface
  interface Work {
    /** Does it. */
    void of(FoldOfMap fold);
  }

  /** Does the work of all folds, begun in their order. */
  void run(List<FoldOfMap> folds, Work work) {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    CompletionService<Void> finished = new ExecutorCompletionService<>(threads);
    for (int i = 0; i < folds.size(); i++) {
      FoldOfMap fold = folds.get(i);
      // As many pools as threads: Spark forgets none.
      String pool = "fold-" + i % atOnce;
      finished.submit(
          () -> {
            if (!ending) {
              spark.setLocalProperty(POOL, pool);
              doing(() -> work.of(fold));
            }
            return null;
          });
    }
    try {
      for (int i = 0; i < folds.size(); i++) {
        finished.take().get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } finally {
      end(threads);
    }
  }

  private void doing(Runnable work) {
    boolean done = false;
    try {
      work.run();
      done = true;
    } finally {
      if (!done) {
        ending = true;
      }
    }
  }

  /** Without interrupting threads, of which Spark would log as of errors. */
  private void end(ExecutorService threads) {
    threads.shutdown();
    try {
      for (int tries = 0; tries < TRIES_TO_END; tries++) {
        if (threads.awaitTermination(PAUSE_MS, TimeUnit.MILLISECONDS)) {
          return;
        }
        if (!spark.isStopped()) {
          spark.cancelAllJobs();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static RuntimeException rethrown(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(cause);
  }
}
