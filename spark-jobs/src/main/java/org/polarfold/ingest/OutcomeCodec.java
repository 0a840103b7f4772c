package org.polarfold.ingest;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.polarfold.ingest.IngestOutcome.Accepted;
import org.polarfold.ingest.IngestOutcome.Rejected;
import org.polarfold.store.StoredStudy;
import org.polarfold.store.StudyCodec;
import org.polarfold.store.StudyStore;
import org.polarfold.study.SiteId;

/**
 * What is told of a record once its study, if it is one, has been written: the site, where the
 * record stood, then either the study's keys or a reason. One more row a site is its receipt, how
 * many records the reader counted as they came, or why the site could not be read.
 */
final class OutcomeCodec {

  static final String RECEIVED = "received";
  static final String FAILURE = "failure";
  static final String FILE = "file";
  static final String LINE = "line";
  static final String REASON = "reason";
  static final String DETAIL = "detail";

  static final StructType SCHEMA = schema();

  private OutcomeCodec() {}

  private static StructType schema() {
    StructType schema =
        new StructType()
            .add(StudyCodec.SITE, DataTypes.StringType, false)
            .add(RECEIVED, DataTypes.LongType, true)
            .add(FAILURE, DataTypes.StringType, true)
            .add(FILE, DataTypes.StringType, true)
            .add(LINE, DataTypes.LongType, true)
            .add(REASON, DataTypes.StringType, true)
            .add(DETAIL, DataTypes.StringType, true);
    for (StructField key : StudyStore.KEYS_SCHEMA.fields()) {
      if (!schema.getFieldIndex(key.name()).isDefined()) {
        schema = schema.add(key.name(), key.dataType(), true);
      }
    }
    return schema;
  }

  static Row receipt(SiteId site, long received) {
    return row(site, received, null, null, null, null, null, null, null, null, null);
  }

  static Row failure(SiteId site, String message) {
    return row(site, null, message, null, null, null, null, null, null, null, null);
  }

  static Row rejected(SiteId site, Rejected rejected) {
    return row(
        site,
        null,
        null,
        rejected.place().file(),
        rejected.place().line(),
        rejected.reason().code(),
        rejected.detail(),
        null,
        null,
        null,
        null);
  }

  static Row accepted(Accepted accepted, StoredStudy stored) {
    return row(
        accepted.study().site(),
        null,
        null,
        accepted.place().file(),
        accepted.place().line(),
        null,
        null,
        accepted.study().patient().value(),
        stored.mapDigest(),
        stored.digest(),
        MapShape.bytes(MapShape.of(accepted.study())));
  }

  private static Row row(SiteId site, @org.jspecify.annotations.Nullable Object... cells) {
    Object[] all = new Object[cells.length + 1];
    all[0] = site.value();
    System.arraycopy(cells, 0, all, 1, cells.length);
    return RowFactory.create(all);
  }
}
