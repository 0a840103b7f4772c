package org.polarfold.ingest;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.polarfold.ingest.IngestOutcome.Accepted;
import org.polarfold.ingest.IngestOutcome.Rejected;
import org.polarfold.ingest.SiteExport.Origin;
import org.polarfold.store.StoredStudy;
import org.polarfold.store.StudyCodec;

/**
 * An outcome as a row: the site, where the record stood, then either a study or a reason. One more
 * row a site is its receipt: how many records the reader counted as they came.
 */
final class OutcomeCodec {

  static final String STUDY = "study";
  static final String RECEIVED = "received";
  static final String SIMULATED = "simulated";

  static final StructType SCHEMA =
      new StructType()
          .add(StudyCodec.SITE, DataTypes.StringType, false)
          .add(RECEIVED, DataTypes.LongType, true)
          .add(SIMULATED, DataTypes.BooleanType, false)
          .add("file", DataTypes.StringType, true)
          .add("line", DataTypes.LongType, true)
          .add("reason", DataTypes.StringType, true)
          .add("detail", DataTypes.StringType, true)
          .add(STUDY, StudyCodec.schema(), true);

  private OutcomeCodec() {}

  static Row receipt(SiteExport export, long received) {
    return RowFactory.create(
        export.site().value(), received, simulated(export), null, null, null, null, null);
  }

  static Row toRow(SiteExport export, IngestOutcome outcome) {
    RecordPlace place = outcome.place();
    if (outcome instanceof Accepted accepted) {
      return RowFactory.create(
          export.site().value(),
          null,
          simulated(export),
          place.file(),
          place.line(),
          null,
          null,
          StudyCodec.toRow(new StoredStudy(accepted.study(), simulated(export))));
    }
    Rejected rejected = (Rejected) outcome;
    return RowFactory.create(
        export.site().value(),
        null,
        simulated(export),
        place.file(),
        place.line(),
        rejected.reason().code(),
        rejected.detail(),
        null);
  }

  private static boolean simulated(SiteExport export) {
    return export.origin() == Origin.SIMULATED;
  }
}
