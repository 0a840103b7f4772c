package org.polarfold.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.polarfold.store.StudyCodec;

/**
 * Finds the same patient at two sites, and then, among the studies that are left, the same maps
 * under two pseudonyms. The first by site and pseudonym stays, so that the order of work decides
 * nothing; only keys are shuffled, never maps.
 */
final class Duplicates {

  private static final String DUPLICATE = "duplicate";
  private static final String RANK = "rank";

  private Duplicates() {}

  /** The outcomes, with a reason and detail for every duplicate. */
  static Dataset<Row> rejected(Dataset<Row> outcomes) {
    Dataset<Row> keys =
        outcomes
            .where(col(OutcomeCodec.STUDY).isNotNull())
            .select(
                col(StudyCodec.SITE),
                col("study." + StudyCodec.PATIENT),
                col("study." + StudyCodec.MAP_DIGEST),
                col("file"),
                col("line"));
    Dataset<Row> byPatient =
        ranked(keys, StudyCodec.PATIENT, concat(lit("the patient of site "), col(StudyCodec.SITE)));
    Dataset<Row> byMap =
        ranked(
            byPatient.where(col(RANK).equalTo(1)).drop(RANK, "same"),
            StudyCodec.MAP_DIGEST,
            concat(lit("the maps of "), col("file"), lit(":"), col("line")));
    Dataset<Row> duplicates =
        duplicates(byPatient, RejectionReason.DUPLICATE_PATIENT)
            .union(duplicates(byMap, RejectionReason.DUPLICATE_MAP));
    return marked(outcomes, duplicates);
  }

  /** Rows with their rank among those of an equal key, and what the first of them is called. */
  private static Dataset<Row> ranked(Dataset<Row> keys, String key, Column called) {
    WindowSpec window = Window.partitionBy(key).orderBy(StudyCodec.SITE, StudyCodec.PATIENT);
    return keys.withColumn(RANK, row_number().over(window))
        .withColumn("same", first(called).over(window));
  }

  private static Dataset<Row> duplicates(Dataset<Row> ranked, RejectionReason reason) {
    return ranked
        .where(col(RANK).gt(1))
        .select(
            col(StudyCodec.SITE).as("duplicate_site"),
            col(StudyCodec.PATIENT).as("duplicate_patient"),
            lit(reason.code()).as("duplicate_reason"),
            concat(lit("expected once, and is "), col("same")).as(DUPLICATE));
  }

  private static Dataset<Row> marked(Dataset<Row> outcomes, Dataset<Row> duplicates) {
    return outcomes
        .join(
            broadcast(duplicates),
            col(StudyCodec.SITE)
                .equalTo(col("duplicate_site"))
                .and(col("study." + StudyCodec.PATIENT).equalTo(col("duplicate_patient"))),
            "left_outer")
        .withColumn("reason", coalesce(col("reason"), col("duplicate_reason")))
        .withColumn("detail", coalesce(col("detail"), col(DUPLICATE)));
  }
}
