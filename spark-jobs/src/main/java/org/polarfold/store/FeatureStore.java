package org.polarfold.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;
import org.polarfold.study.Target;

/**
 * What a frozen network yields for every map of a dataset, as Parquet. The folder's name holds all
 * that the features depend on, so that stale ones are never read.
 */
public final class FeatureStore {

  private static final String TABLE = "features.parquet";
  private static final String DIGESTS = "SHA256SUMS";

  /** The file that says what the features are of, for a folder can be renamed. */
  private static final String MADE_FOR = "made-for.txt";

  private static final StructType SCHEMA =
      new StructType(
          new StructField[] {
            DataTypes.createStructField("patient", DataTypes.StringType, false),
            DataTypes.createStructField(
                "features", DataTypes.createArrayType(DataTypes.FloatType, false), false)
          });

  private final SparkSession spark;
  private final RunFolder folder;
  private final String madeFor;

  /**
   * The features of a dataset under a key.
   *
   * @param lake the lake's folder
   * @param datasetDigest of the studies
   * @param key of network, layer, preprocessing and map
   */
  public FeatureStore(SparkSession spark, RunFolder lake, String datasetDigest, String key) {
    this.spark = spark;
    this.folder = lake.folder("features").folder(key + "-" + datasetDigest.substring(0, 16));
    this.madeFor = key + " of dataset " + datasetDigest + "\n";
  }

  /** Features of something else that stand in this folder: which folder, and what they are of. */
  public Optional<Foreign> foreign() {
    return folder
        .text(MADE_FOR)
        .filter(found -> !found.equals(madeFor))
        .map(found -> new Foreign(folder.toString(), shown(found), shown(madeFor)));
  }

  /**
   * Features of another experiment.
   *
   * @param folder that they stand in
   * @param madeFor the network and dataset that they are of
   * @param expected those that they should be of
   */
  public record Foreign(String folder, String madeFor, String expected) {}

  private static String shown(String madeFor) {
    String line = madeFor.strip();
    return line.substring(0, Math.min(200, line.length()));
  }

  /**
   * Whether they were all written, for this and nothing else, and every file is still what it was.
   * Where one has changed, all can be computed again.
   */
  public boolean isComplete() {
    return folder.isDone()
        && folder.text(MADE_FOR).filter(madeFor::equals).isPresent()
        && folder.text(DIGESTS).filter(written -> written.equals(digests())).isPresent();
  }

  private String digests() {
    return FileDigests.of(spark, folder.pathOf(TABLE));
  }

  /** One patient's features: those of the maps, then those of their variants. */
  public static Row row(String patient, float[] features) {
    return RowFactory.create(patient, features);
  }

  /** Writes all rows and marks them complete. */
  public void write(JavaRDD<Row> rows) {
    folder.delete();
    spark
        .createDataFrame(rows, SCHEMA)
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(folder.pathOf(TABLE));
    folder.write(DIGESTS, digests());
    folder.write(MADE_FOR, madeFor);
    folder.done();
  }

  /**
   * The studies of the dataset with their features.
   *
   * @param studies the rows of {@link StudyStore#read}
   * @param maps whose segment means conventional models see
   * @param views how many views of a study the features are of: the maps, and variants of them
   */
  public JavaRDD<FeaturedStudy> studies(Dataset<Row> studies, InputMaps maps, int views) {
    Dataset<Row> features = spark.read().schema(SCHEMA).parquet(folder.pathOf(TABLE));
    List<String> columns =
        new ArrayList<>(
            List.of(
                StudyCodec.SITE,
                StudyCodec.AGE,
                StudyCodec.RACE,
                StudyCodec.segmentColumn(MapKind.RESERVE),
                "features"));
    for (MapKind kind : maps.kinds()) {
      if (kind != MapKind.RESERVE) {
        columns.add(StudyCodec.segmentColumn(kind));
      }
    }
    for (Target target : Target.values()) {
      columns.add(StudyCodec.labelColumn(target));
    }
    return studies
        .join(features, StudyCodec.PATIENT)
        .select(StudyCodec.PATIENT, columns.toArray(String[]::new))
        .toJavaRDD()
        .map(row -> study(row, maps, views));
  }

  /**
   * Studies without features, as conventional models see those of maps: nothing need be computed.
   *
   * @param row of {@link StudyStore#read}, with every one of the maps
   */
  public static FeaturedStudy bare(Row row, InputMaps maps) {
    return study(row, new float[0], maps, 1);
  }

  private static FeaturedStudy study(Row row, InputMaps maps, int views) {
    return study(row, floats(row, row.fieldIndex("features")), maps, views);
  }

  private static FeaturedStudy study(Row row, float[] features, InputMaps maps, int views) {
    int age = row.fieldIndex(StudyCodec.AGE);
    return new FeaturedStudy(
        row.getString(row.fieldIndex(StudyCodec.PATIENT)),
        row.getString(row.fieldIndex(StudyCodec.SITE)),
        features,
        views,
        maps.kinds().stream()
            .flatMapToDouble(kind -> Arrays.stream(doubles(row, StudyCodec.segmentColumn(kind))))
            .toArray(),
        doubles(row, StudyCodec.segmentColumn(MapKind.RESERVE)),
        StudyCodec.labels(row),
        row.isNullAt(age) ? Double.NaN : row.getDouble(age),
        row.getString(row.fieldIndex(StudyCodec.RACE)));
  }

  private static double[] doubles(Row row, String column) {
    if (row.isNullAt(row.fieldIndex(column))) {
      return new double[0];
    }
    return row.<Double>getList(row.fieldIndex(column)).stream()
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  /** The values of a row's {@code array<float>} column, by its index. */
  public static float[] floats(Row row, int column) {
    List<Float> list = row.getList(column);
    float[] values = new float[list.size()];
    int i = 0;
    for (Float value : list) {
      values[i++] = value;
    }
    return values;
  }
}
