package org.polarfold.store;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.polarfold.provenance.Digest;
import org.polarfold.study.Acquisition;
import org.polarfold.study.MapKind;
import org.polarfold.study.PatientId;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

/**
 * A study as a row of {@code studies/site=.../}, and back. Maps are 2,160 floats, ring by ring from
 * the apex; segments are 17 doubles, segment s at index s - 1; units stand in the column names.
 */
public final class StudyCodec {

  /** The site, which Spark keeps in the folders' names. */
  public static final String SITE = "site";

  /** The pseudonym. */
  public static final String PATIENT = "patient";

  /** SHA-256 over the rest and stress maps, by which the same maps are found twice. */
  public static final String MAP_DIGEST = "map_digest";

  /** Age at the examination in years; null where unknown. */
  public static final String AGE = "age_years";

  /** Whether a simulation stands behind the study. */
  public static final String SIMULATED = "simulated";

  private static final String TRACER = "tracer";
  private static final String SCANNER = "scanner";
  private static final String SOFTWARE = "software";
  private static final String ATTENUATION = "attenuation_correction";

  /** Tracer, scanner, software and attenuation correction. */
  static final List<String> ACQUISITION = List.of(TRACER, SCANNER, SOFTWARE, ATTENUATION);

  private static final StructType SCHEMA = columns();

  private StudyCodec() {}

  /** Every column but {@link #SITE}. */
  public static StructType schema() {
    return SCHEMA;
  }

  /** The column of a map. */
  public static String mapColumn(MapKind kind) {
    return kind.key() + (kind == MapKind.RESERVE ? "_ratio" : "_ml_min_g");
  }

  /** The column of a map's 17 segment means. */
  public static String segmentColumn(MapKind kind) {
    return "segments_" + mapColumn(kind);
  }

  /** The column of a label: 0, 1 or null where missing. */
  public static String labelColumn(Target target) {
    return target.key();
  }

  private static StructType columns() {
    ArrayType map = DataTypes.createArrayType(DataTypes.FloatType, false);
    ArrayType segments = DataTypes.createArrayType(DataTypes.DoubleType, false);
    List<StructField> fields = new ArrayList<>();
    fields.add(DataTypes.createStructField(PATIENT, DataTypes.StringType, false));
    fields.add(DataTypes.createStructField(AGE, DataTypes.DoubleType, true));
    for (Target target : Target.values()) {
      fields.add(DataTypes.createStructField(labelColumn(target), DataTypes.IntegerType, true));
    }
    for (String text : ACQUISITION) {
      fields.add(DataTypes.createStructField(text, DataTypes.StringType, false));
    }
    fields.add(DataTypes.createStructField(SIMULATED, DataTypes.BooleanType, false));
    fields.add(DataTypes.createStructField(MAP_DIGEST, DataTypes.StringType, false));
    for (MapKind kind : MapKind.values()) {
      fields.add(DataTypes.createStructField(segmentColumn(kind), segments, false));
    }
    for (MapKind kind : MapKind.values()) {
      fields.add(DataTypes.createStructField(mapColumn(kind), map, false));
    }
    return DataTypes.createStructType(fields);
  }

  /** The row of {@link #schema()}; the site is not in it. */
  public static Row toRow(StoredStudy stored) {
    PerfusionStudy study = stored.study();
    List<@Nullable Object> cells = new ArrayList<>();
    cells.add(study.patient().value());
    cells.add(study.ageYears().isPresent() ? study.ageYears().getAsDouble() : null);
    for (Target target : Target.values()) {
      cells.add(study.labels().get(target));
    }
    Acquisition acquisition = study.acquisition();
    cells.add(acquisition.tracer());
    cells.add(acquisition.scanner());
    cells.add(acquisition.software());
    cells.add(acquisition.attenuationCorrection());
    cells.add(stored.simulated());
    cells.add(mapDigest(study));
    for (MapKind kind : MapKind.values()) {
      cells.add(Segment17.means(study.map(kind)));
    }
    for (MapKind kind : MapKind.values()) {
      cells.add(study.map(kind).toArray());
    }
    return RowFactory.create(cells.toArray());
  }

  /**
   * The study of a row that holds {@link #schema()} and the site, in any order.
   *
   * @throws IllegalArgumentException where a map has another length or a value that is not finite
   */
  public static StoredStudy fromRow(Row row) {
    int age = row.fieldIndex(AGE);
    PerfusionStudy study =
        new PerfusionStudy(
            new PatientId(text(row, PATIENT)),
            new SiteId(text(row, SITE)),
            row.isNullAt(age) ? OptionalDouble.empty() : OptionalDouble.of(row.getDouble(age)),
            new Acquisition(
                text(row, TRACER), text(row, SCANNER), text(row, SOFTWARE), text(row, ATTENUATION)),
            map(row, MapKind.REST),
            map(row, MapKind.STRESS),
            map(row, MapKind.RESERVE),
            labels(row));
    return new StoredStudy(study, row.getBoolean(row.fieldIndex(SIMULATED)));
  }

  /** The known labels of a row that holds every label's column. */
  static EnumMap<Target, Integer> labels(Row row) {
    EnumMap<Target, Integer> labels = new EnumMap<>(Target.class);
    for (Target target : Target.values()) {
      int column = row.fieldIndex(labelColumn(target));
      if (!row.isNullAt(column)) {
        labels.put(target, row.getInt(column));
      }
    }
    return labels;
  }

  private static String mapDigest(PerfusionStudy study) {
    return Digest.sha256().add(study.rest().toArray()).add(study.stress().toArray()).hex();
  }

  /** SHA-256 over everything the lake holds of a study; what is derived from maps is left out. */
  static String digest(StoredStudy stored) {
    PerfusionStudy study = stored.study();
    Digest digest =
        Digest.sha256()
            .add(study.site().value())
            .add(study.patient().value())
            .add(study.ageYears().toString())
            .add(study.acquisition().toString())
            .add(stored.simulated() ? "simulated" : "clinical")
            .add(study.labels().toString());
    for (MapKind kind : MapKind.values()) {
      digest.add(study.map(kind).toArray());
    }
    return digest.hex();
  }

  private static PolarMap map(Row row, MapKind kind) {
    List<Float> values = row.getList(row.fieldIndex(mapColumn(kind)));
    float[] floats = new float[values.size()];
    int i = 0;
    for (Float value : values) {
      floats[i++] = value;
    }
    return PolarMap.of(floats);
  }

  private static String text(Row row, String column) {
    return row.getString(row.fieldIndex(column));
  }
}
