package org.polarfold;

import org.apache.spark.sql.SparkSession;

/** Sessions for tests: everything in this process, nothing listens. */
public final class LocalSpark {

  private LocalSpark() {}

  /** A session on two cores. */
  public static SparkSession start() {
    return start(2);
  }

  /** A session on some cores; the one before it must be stopped. */
  public static SparkSession start(int cores) {
    SparkSession spark =
        SparkSession.builder()
            .master("local[" + cores + "]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();
    spark.sparkContext().setLogLevel("WARN");
    return spark;
  }
}
