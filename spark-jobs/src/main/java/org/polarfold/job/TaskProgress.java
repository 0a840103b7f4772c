package org.polarfold.job;

import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.collection.JavaConverters;

/** Moves a progress on with the tasks of Spark. */
final class TaskProgress extends SparkListener {

  private final Progress progress;
  private final double units;
  private final String what;
  private long tasks;
  private double told;

  private TaskProgress(Progress progress, double units, String what) {
    this.progress = progress;
    this.units = units;
    this.what = what;
  }

  /**
   * Does work in Spark, and tells of every task that ends meanwhile.
   *
   * @param units of the progress that it is
   */
  static <T> T during(
      SparkContext spark, Progress progress, double units, String what, Supplier<T> work) {
    progress.now(what);
    TaskProgress told = new TaskProgress(progress, units, what);
    spark.addSparkListener(told);
    try {
      return work.get();
    } finally {
      spark.removeSparkListener(told);
      // Stages that Spark could leave out had tasks too.
      told.tell(units);
    }
  }

  /** The same where work has no result. */
  static void during(
      SparkContext spark, Progress progress, double units, String what, Runnable work) {
    during(
        spark,
        progress,
        units,
        what,
        () -> {
          work.run();
          return what;
        });
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart job) {
    tasks +=
        JavaConverters.seqAsJavaList(job.stageInfos()).stream()
            .mapToLong(stage -> stage.numTasks())
            .sum();
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    tell(units / Math.max(1, tasks));
  }

  private synchronized void tell(double some) {
    double more = Math.min(some, units - told);
    told += more;
    progress.finished(more, what);
  }
}
