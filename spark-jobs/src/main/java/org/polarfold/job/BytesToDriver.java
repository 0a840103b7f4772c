package org.polarfold.job;

import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/** Adds up what tasks send to the driver until it is closed. */
final class BytesToDriver extends SparkListener implements AutoCloseable {

  private static final long LONGEST_WAIT_MILLIS = 60_000;

  private final SparkSession spark;
  private final LongAdder bytes = new LongAdder();

  private BytesToDriver(SparkSession spark) {
    this.spark = spark;
  }

  /** Begins to count. */
  static BytesToDriver of(SparkSession spark) {
    BytesToDriver counting = new BytesToDriver(spark);
    spark.sparkContext().addSparkListener(counting);
    return counting;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    bytes.add(task.taskMetrics().resultSize());
  }

  /** The bytes so far, once Spark has told of every task that has ended. */
  long sum() {
    try {
      spark.sparkContext().listenerBus().waitUntilEmpty(LONGEST_WAIT_MILLIS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
    return bytes.sum();
  }

  @Override
  public void close() {
    spark.sparkContext().removeSparkListener(this);
  }
}
