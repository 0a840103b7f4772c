package org.polarfold.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.storage.StorageLevel;
import org.polarfold.store.StudyCodec;

/**
 * Finds the same patient at two sites; among the studies that are left, the very same maps under
 * two pseudonyms; and among those, nearly the same. The first by site and pseudonym stays, so that
 * the order of work decides nothing, nor which sites were read today and which before: everything
 * is decided on the keys of all studies, never on maps. Close it to let them go.
 */
public final class Duplicates implements AutoCloseable {

  private static final String RANK = "rank";
  private static final String CALLED = "called";

  private final Dataset<Row> rows;

  private Duplicates(Dataset<Row> rows) {
    this.rows = rows;
  }

  /**
   * The duplicates among studies.
   *
   * @param keys the site and {@link org.polarfold.store.StudyStore#KEYS_SCHEMA} of every study of
   *     every site
   */
  public static Duplicates among(Dataset<Row> keys) {
    Dataset<Row> byPatient =
        ranked(keys, StudyCodec.PATIENT, concat(lit("the patient of site "), col(StudyCodec.SITE)));
    Dataset<Row> byMap = ranked(firsts(byPatient), StudyCodec.MAP_DIGEST, theMapsOfThisRow());
    Dataset<Row> byShape = NearDuplicates.among(firsts(byMap));
    return new Duplicates(
        later(byPatient, RejectionReason.DUPLICATE_PATIENT)
            .union(later(byMap, RejectionReason.DUPLICATE_MAP))
            .union(rejected(byShape, RejectionReason.NEAR_DUPLICATE_MAP))
            .persist(StorageLevel.MEMORY_AND_DISK()));
  }

  private static Column theMapsOfThisRow() {
    return concat(lit("the maps of "), col(OutcomeCodec.FILE), lit(":"), col(OutcomeCodec.LINE));
  }

  /** Rows with their rank among those of an equal key, and what the first of them is called. */
  private static Dataset<Row> ranked(Dataset<Row> keys, String key, Column called) {
    WindowSpec window = Window.partitionBy(key).orderBy(StudyCodec.SITE, StudyCodec.PATIENT);
    return keys.withColumn(RANK, row_number().over(window))
        .withColumn(CALLED, first(called).over(window));
  }

  private static Dataset<Row> firsts(Dataset<Row> ranked) {
    return ranked.where(col(RANK).equalTo(1)).drop(RANK, CALLED);
  }

  private static Dataset<Row> later(Dataset<Row> ranked, RejectionReason reason) {
    return rejected(ranked.where(col(RANK).gt(1)), reason);
  }

  private static Dataset<Row> rejected(Dataset<Row> duplicates, RejectionReason reason) {
    return duplicates.select(
        col(StudyCodec.SITE),
        col(StudyCodec.PATIENT),
        col(OutcomeCodec.FILE),
        col(OutcomeCodec.LINE),
        lit(reason.code()).as(OutcomeCodec.REASON),
        concat(lit("expected once, and is "), col(CALLED)).as(OutcomeCodec.DETAIL));
  }

  /** Site, patient, file, line, reason and detail of every study that does not stay. */
  public Dataset<Row> rows() {
    return rows;
  }

  /**
   * By site, a digest of who of it does not stay and why; a site of which all stay is not in it.
   */
  public Map<String, String> digests() {
    return RowDigests.of(rows, StudyCodec.PATIENT, OutcomeCodec.REASON, OutcomeCodec.DETAIL);
  }

  /** By site, a digest of the studies that stay; a site without any is not in it. */
  public Map<String, String> studyDigests(Dataset<Row> keys) {
    Dataset<Row> staying =
        keys.join(
            rows.select(StudyCodec.SITE, StudyCodec.PATIENT),
            new String[] {StudyCodec.SITE, StudyCodec.PATIENT},
            "left_anti");
    return RowDigests.of(staying, StudyCodec.PATIENT, "study_digest");
  }

  @Override
  public void close() {
    rows.unpersist(true);
  }
}
