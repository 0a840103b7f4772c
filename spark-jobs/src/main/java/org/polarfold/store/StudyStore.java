package org.polarfold.store;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.sort_array;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.polarfold.UserException;
import org.polarfold.provenance.Digest;
import org.polarfold.split.Enrolled;
import org.polarfold.study.MapKind;
import org.polarfold.study.PatientId;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;
import scala.Tuple3;

/**
 * The studies of a lake: {@code studies/site=.../}, {@code rejected/site=.../} and {@code
 * ingest.json}, on any file system that Hadoop knows. One file a site, sorted by patient.
 */
public final class StudyStore {

  /** The columns of {@code rejected/} beside the site: where a record stood, and why not. */
  public static final StructType REJECTED_SCHEMA =
      new StructType()
          .add("file", DataTypes.StringType, false)
          .add("line", DataTypes.LongType, false)
          .add("reason", DataTypes.StringType, false)
          .add("detail", DataTypes.StringType, false);

  private final SparkSession spark;
  private final LakeFolder folder;

  private StudyStore(SparkSession spark, LakeFolder folder) {
    this.spark = spark;
    this.folder = folder;
  }

  /**
   * The store of a lake, which need not exist yet.
   *
   * @param lake a Hadoop path, as {@code /data/lake} or {@code hdfs://host/lake}
   * @throws UserException where its file system does not answer
   */
  public static StudyStore at(SparkSession spark, String lake) {
    return new StudyStore(spark, LakeFolder.at(lake, spark.sparkContext().hadoopConfiguration()));
  }

  /**
   * Every accepted study: {@link StudyCodec#schema()} and the site, in no order.
   *
   * @throws UserException where there is no lake
   */
  public Dataset<Row> read() {
    open();
    return studies(folder.entry(LakeFolder.STUDIES));
  }

  /**
   * What a plan may know of every patient whose study can be learnt from: it has every one of the
   * maps, as flow, and a reserve, which step 1 learns from.
   */
  public List<Enrolled> enrolled(List<MapKind> maps) {
    Column complete = col(StudyCodec.segmentColumn(MapKind.RESERVE)).isNotNull();
    for (MapKind kind : maps) {
      complete = complete.and(col(StudyCodec.segmentColumn(kind)).isNotNull());
    }
    List<Column> columns = new ArrayList<>(List.of(col(StudyCodec.PATIENT), col(StudyCodec.SITE)));
    for (Target target : Target.values()) {
      columns.add(col(StudyCodec.labelColumn(target)));
    }
    return read().where(complete).select(columns.toArray(Column[]::new)).collectAsList().stream()
        .map(StudyStore::enrolled)
        .toList();
  }

  private static Enrolled enrolled(Row row) {
    return new Enrolled(
        new PatientId(row.getString(0)), new SiteId(row.getString(1)), StudyCodec.labels(row));
  }

  /**
   * Every rejected record: {@link #REJECTED_SCHEMA} and the site, in no order.
   *
   * @throws UserException where there is no lake
   */
  public Dataset<Row> rejected() {
    open();
    return parquet(folder.entry(LakeFolder.REJECTED), REJECTED_SCHEMA);
  }

  /**
   * What the ingest of this lake counted.
   *
   * @throws UserException where there is no lake
   */
  public IngestLedger ledger() {
    open();
    return LedgerJson.read(folder.ledger(), folder.entry(LakeFolder.LEDGER).toString());
  }

  /**
   * Writes a new lake's studies and rejected records beside those of the present one, which stay
   * until {@link Staged#commit}.
   *
   * @param studies columns of {@link StudyCodec#schema()} and the site
   * @param rejected columns of {@link #REJECTED_SCHEMA} and the site
   * @param sites how many sites there are
   */
  public Staged stage(Dataset<Row> studies, Dataset<Row> rejected, int sites) {
    folder.recover();
    Path fresh = folder.begin();
    boolean whole = false;
    try {
      write(studies, StudyCodec.schema(), sites, new Path(fresh, LakeFolder.STUDIES), "patient");
      write(rejected, REJECTED_SCHEMA, sites, new Path(fresh, LakeFolder.REJECTED), "file", "line");
      whole = true;
      return new Staged(fresh);
    } finally {
      // Not a catch: Scala throws checked exceptions that no Java signature tells of.
      if (!whole) {
        folder.abandon();
      }
    }
  }

  private void open() {
    folder.recover();
    if (!folder.hasLedger()) {
      throw new UserException(
          "Cannot read the lake: " + folder.root() + " (expected " + LakeFolder.LEDGER + " in it)");
    }
  }

  private Dataset<Row> studies(Path path) {
    return parquet(path, StudyCodec.schema());
  }

  /** With the schema given, so that nothing is inferred: a site called 007 stays a text. */
  private Dataset<Row> parquet(Path path, StructType schema) {
    return spark
        .read()
        .schema(schema.add(StudyCodec.SITE, DataTypes.StringType, false))
        .parquet(path.toString());
  }

  private static void write(
      Dataset<Row> rows, StructType schema, int sites, Path path, String... sorted) {
    Column[] columns = new Column[schema.size() + 1];
    // Spark sorts anew by site alone where the site may be null; this says that it is not.
    columns[0] = coalesce(col(StudyCodec.SITE), lit("")).as(StudyCodec.SITE);
    for (int i = 0; i < schema.size(); i++) {
      columns[i + 1] = col(schema.fieldNames()[i]);
    }
    rows.select(columns)
        .repartition(Math.max(1, sites), col(StudyCodec.SITE))
        .sortWithinPartitions(StudyCodec.SITE, sorted)
        .write()
        .mode(SaveMode.ErrorIfExists)
        .partitionBy(StudyCodec.SITE)
        .parquet(path.toString());
  }

  /** A new lake that is written and not yet in place; what it says is read back from its files. */
  public final class Staged implements AutoCloseable {

    private final Path path;
    private boolean committed;

    private Staged(Path path) {
      this.path = path;
    }

    /** Written studies by site; a site without any is not in it. */
    public Map<String, Long> accepted() {
      Map<String, Long> counts = new TreeMap<>();
      studies(new Path(path, LakeFolder.STUDIES))
          .groupBy(StudyCodec.SITE)
          .count()
          .collectAsList()
          .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
      return counts;
    }

    /** Written rejections by site and reason. */
    public Map<String, Map<String, Long>> rejected() {
      Map<String, Map<String, Long>> counts = new TreeMap<>();
      parquet(new Path(path, LakeFolder.REJECTED), REJECTED_SCHEMA)
          .groupBy(StudyCodec.SITE, "reason")
          .count()
          .collectAsList()
          .forEach(
              row ->
                  counts
                      .computeIfAbsent(row.getString(0), site -> new TreeMap<>())
                      .put(row.getString(1), row.getLong(2)));
      return counts;
    }

    /**
     * SHA-256 over the written studies sorted by site and patient, whatever their partitions and
     * files were. Executors sort a site's digests; the driver sees one a site.
     */
    public String datasetDigest() {
      List<Row> sites =
          studies(new Path(path, LakeFolder.STUDIES))
              .map(
                  (MapFunction<Row, Tuple3<String, String, String>>)
                      row ->
                          new Tuple3<>(
                              row.getAs(StudyCodec.SITE),
                              row.getAs(StudyCodec.PATIENT),
                              StudyCodec.digest(StudyCodec.fromRow(row))),
                  Encoders.tuple(Encoders.STRING(), Encoders.STRING(), Encoders.STRING()))
              .groupBy("_1")
              .agg(
                  sha2(
                      concat_ws(
                          "\n", sort_array(collect_list(concat_ws(" ", col("_2"), col("_3"))))),
                      256))
              .orderBy("_1")
              .collectAsList();
      Digest digest = Digest.sha256();
      sites.forEach(site -> digest.add(site.getString(0)).add(site.getString(1)));
      return digest.hex();
    }

    /** Puts the new lake in the place of the old one; runs and features stay where they are. */
    public void commit(IngestLedger ledger) {
      folder.replace(LedgerJson.write(ledger));
      committed = true;
    }

    /** Throws the new lake away unless it was committed; the old one was never touched. */
    @Override
    public void close() {
      if (!committed) {
        folder.abandon();
      }
    }
  }
}
