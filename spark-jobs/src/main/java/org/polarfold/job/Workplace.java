package org.polarfold.job;

import org.apache.spark.sql.SparkSession;
import org.polarfold.store.RunFolder;
import org.polarfold.store.StudyStore;

/**
 * What every step of a study works with.
 *
 * @param spark the session
 * @param configuration the experiment's
 */
record Workplace(SparkSession spark, Configuration configuration) {

  /** The lake's folder. */
  RunFolder lake() {
    return RunFolder.at(
        configuration.experiment().data().lake(), spark.sparkContext().hadoopConfiguration());
  }

  /** The lake's studies. */
  StudyStore studies() {
    return StudyStore.at(spark, configuration.experiment().data().lake());
  }

  /** The experiment's runs. */
  Runs runs() {
    return new Runs(lake(), configuration);
  }
}
