package org.polarfold.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.sort_array;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.polarfold.store.StudyCodec;

/** Digests of light rows by site, whatever their order and partitions. */
final class RowDigests {

  private RowDigests() {}

  /**
   * By site, SHA-256 over its rows; a site without any is not in it. Executors sort a site's rows;
   * the driver sees one digest a site.
   *
   * @param columns texts that tell the rows apart
   */
  static Map<String, String> of(Dataset<Row> rows, String... columns) {
    Column row = concat_ws(" ", Arrays.stream(columns).map(functions::col).toArray(Column[]::new));
    Map<String, String> digests = new TreeMap<>();
    rows.groupBy(col(StudyCodec.SITE))
        .agg(sha2(concat_ws("\n", sort_array(collect_list(row))), 256))
        .collectAsList()
        .forEach(site -> digests.put(site.getString(0), site.getString(1)));
    return digests;
  }
}
