package org.polarfold.job;

import org.apache.spark.sql.SparkSession;
import org.polarfold.backbone.Backbone;
import org.polarfold.backbone.FeatureCache;
import org.polarfold.experiment.Experiment;
import org.polarfold.provenance.Seeds;
import org.polarfold.store.RunFolder;
import org.polarfold.store.SiteCohort;
import org.polarfold.store.StudyStore;
import org.polarfold.validate.Origin;

/**
 * What every step of a study works with.
 *
 * @param spark the session
 * @param configuration the experiment's
 * @param console where it is told
 */
record Workplace(SparkSession spark, Configuration configuration, Console console) {

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

  /** The experiment's backbone, its weights read and checked. */
  Backbone backbone() {
    return Backbone.of(
        configuration.experiment().network(), spark.sparkContext().hadoopConfiguration());
  }

  /** The features of the lake's studies. */
  FeatureCache features(Backbone backbone) {
    Experiment experiment = configuration.experiment();
    return new FeatureCache(
        spark,
        lake(),
        studies(),
        backbone,
        experiment.network().augmentation(),
        new Seeds(experiment.seed()));
  }

  /** Where the lake's studies come from. */
  Origin origin() {
    return new Origin(
        studies().ledger().simulated(),
        SiteCohort.of(studies().withMaps(configuration.experiment().mapKinds())));
  }
}
