package org.polarfold.validate;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.polarfold.evaluate.Attributes;
import org.polarfold.evaluate.LabelSource;
import org.polarfold.evaluate.Predictions;
import org.polarfold.evaluate.PredictionsBuilder;
import org.polarfold.store.PredictionDecoder;
import org.polarfold.store.PredictionTable;

/**
 * Looks for what no cell sees by itself: a patient at two sites, of two ages, or with two labels
 * for one target, in rows anywhere in the table. Groups by patient stay on the executors.
 *
 * @param table in which it is looked
 * @param keys within which all rows must agree
 * @param value in what
 */
record Contradictions(PredictionTable table, List<String> keys, String value) {

  private static final List<String> TEXTS = List.of("site", Attributes.SEX, Attributes.RACE);

  // Numbers are grouped and compared in place; texts are slower to group, and would be sorted.
  private static final String HASH = "hash";

  /**
   * Refuses a table with a contradiction.
   *
   * @throws org.polarfold.UserException told of the first row, by file and row, that contradicts
   *     its patient's first one
   */
  static void refuse(PredictionTable table) {
    for (Contradictions kind :
        List.of(
            new Contradictions(table, List.of("patient"), "site"),
            new Contradictions(table, List.of("patient", "target", "segment"), "label"),
            new Contradictions(table, List.of("patient", "target"), "weight"),
            new Contradictions(table, List.of("patient", "target"), LabelSource.VERIFIED),
            new Contradictions(table, List.of("patient"), Attributes.SEX),
            new Contradictions(table, List.of("patient"), Attributes.AGE),
            new Contradictions(table, List.of("patient"), Attributes.RACE))) {
      Dataset<Row> suspects = kind.suspects();
      if (!suspects.isEmpty()) {
        kind.tell(suspects);
      }
    }
  }

  /** Hashes of all keys whose rows do not agree, and perhaps of some that only share a hash. */
  private Dataset<Row> suspects() {
    Column compared =
        TEXTS.contains(value) ? functions.xxhash64(functions.col(value)) : functions.col(value);
    return told()
        .groupBy(functions.xxhash64(columns(keys)).as(HASH))
        .agg(functions.min(compared).as("least"), functions.max(compared).as("most"))
        .filter(functions.col("least").notEqual(functions.col("most")))
        .select(HASH);
  }

  /** Rows that say something. A missing pseudonym is told of where its row is read. */
  private Dataset<Row> told() {
    return table
        .rows()
        .filter(functions.col(value).isNotNull())
        .filter(TEXTS.contains(value) ? functions.col(value).notEqual("") : functions.lit(true))
        .filter(functions.trim(functions.col("patient")).notEqual(""));
  }

  /** Puts the first two rows that disagree before the builder, which knows what to say of them. */
  private void tell(Dataset<Row> suspects) {
    Dataset<Row> rows =
        told()
            .withColumn(HASH, functions.xxhash64(columns(keys)))
            .join(suspects, new String[] {HASH}, "left_semi")
            .withColumn("placed", placed());
    Dataset<Row> firsts = rows.groupBy(columns(keys)).agg(functions.min("placed").as("first"));
    Row pair =
        rows.join(firsts, keys.toArray(String[]::new))
            .filter(functions.col(value).notEqual(functions.col("first.whole." + value)))
            .agg(functions.min(functions.struct("placed", "first")).as("pair"))
            .select("pair.first.whole", "pair.placed.whole")
            .head();
    if (pair.isNullAt(0)) {
      return;
    }
    PredictionDecoder decoder = new PredictionDecoder(table.source());
    PredictionsBuilder builder = Predictions.from(decoder);
    for (int i = 0; i < pair.size(); i++) {
      long number = decoder.number(pair.getStruct(i));
      builder.add(number, decoder.prediction(pair.getStruct(i), number));
    }
    throw new IllegalStateException("Invalid contradiction: the builder found none");
  }

  /** A row behind what it is sorted by: the least of some is the first in the table. */
  private Column placed() {
    return functions.struct(
        functions.col(PredictionTable.FILE),
        functions.col(PredictionTable.ROW),
        functions.struct(columns(List.of(table.rows().columns()))).as("whole"));
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(functions::col).toArray(Column[]::new);
  }
}
