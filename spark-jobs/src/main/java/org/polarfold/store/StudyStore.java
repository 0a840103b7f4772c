package org.polarfold.store;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.sql.Date;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.polarfold.UserException;
import org.polarfold.split.Enrolled;
import org.polarfold.store.IngestLedger.SiteDigests;
import org.polarfold.store.IngestLedger.SiteLedger;
import org.polarfold.study.MapKind;
import org.polarfold.study.PatientId;
import org.polarfold.study.Quantity;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

/**
 * The studies of a lake: {@code studies/site=.../}, {@code rejected/site=.../} and {@code
 * ingest.json}, on any file system that Hadoop knows; a site is replaced as a whole.
 */
public final class StudyStore {

  /** The columns of {@code rejected/} beside the site: where a record stood, and why not. */
  public static final StructType REJECTED_SCHEMA =
      new StructType()
          .add("file", DataTypes.StringType, false)
          .add("line", DataTypes.LongType, false)
          .add("reason", DataTypes.StringType, false)
          .add("detail", DataTypes.StringType, false);

  /** The shape of a study's maps, 32-bit floats, the least significant byte first. */
  public static final String SHAPE = "shape";

  /**
   * The columns of {@code keys/} beside the site, by which duplicates are found without reading
   * maps: the pseudonym, digests of maps and study, the shape of the maps, and where the record
   * stood.
   */
  public static final StructType KEYS_SCHEMA =
      new StructType()
          .add(StudyCodec.PATIENT, DataTypes.StringType, false)
          .add(StudyCodec.MAP_DIGEST, DataTypes.StringType, false)
          .add("study_digest", DataTypes.StringType, false)
          .add(SHAPE, DataTypes.BinaryType, false)
          .add("file", DataTypes.StringType, false)
          .add("line", DataTypes.LongType, false);

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
   * @throws UserException where there is no lake, or not as many of a site as its ledger counts
   */
  public Dataset<Row> read() {
    Path studies = folder.entry(LakeFolder.STUDIES);
    requireRows(studies, StudyCodec.schema(), SiteLedger::accepted, SiteLedger::accepted);
    return studiesAt(studies);
  }

  /** The studies that have every one of the maps, as flow. */
  public Dataset<Row> withMaps(List<MapKind> maps) {
    Dataset<Row> studies = read();
    for (MapKind kind : maps) {
      studies = studies.where(col(StudyCodec.segmentColumn(kind)).isNotNull());
    }
    return studies;
  }

  /**
   * What a plan may know of every patient whose study can be learnt from: it has every one of the
   * maps, as flow, and a reserve, which step 1 learns from.
   */
  public List<Enrolled> enrolled(List<MapKind> maps) {
    List<Column> columns =
        new ArrayList<>(
            List.of(col(StudyCodec.PATIENT), col(StudyCodec.SITE), col(StudyCodec.EXAMINED)));
    for (Target target : Target.values()) {
      columns.add(col(StudyCodec.labelColumn(target)));
    }
    return read()
        .where(complete(maps))
        .select(columns.toArray(Column[]::new))
        .collectAsList()
        .stream()
        .map(StudyStore::enrolled)
        .toList();
  }

  /**
   * The studies that can be learnt from: with every one of the maps, as flow, and a reserve. The
   * maps themselves, which are nearly all of a study, are left out; their segment means are there.
   */
  public Dataset<Row> learnable(List<MapKind> maps) {
    Dataset<Row> studies = read().where(complete(maps));
    for (MapKind kind : MapKind.values()) {
      for (Quantity quantity : Quantity.values()) {
        studies = studies.drop(StudyCodec.mapColumn(kind, quantity));
      }
    }
    return studies;
  }

  /** The sites that have studies which cannot be learnt from, by name, and why they cannot. */
  public List<NotEnrolled> notEnrolled(List<MapKind> maps) {
    Column relative = col(StudyCodec.QUANTITY).equalTo(Quantity.RELATIVE_UPTAKE.key());
    return read()
        .where(not(complete(maps)))
        .groupBy(StudyCodec.SITE)
        .agg(count(when(relative, 1)), count(when(not(relative), 1)))
        .orderBy(StudyCodec.SITE)
        .collectAsList()
        .stream()
        .map(row -> new NotEnrolled(new SiteId(row.getString(0)), row.getLong(1), row.getLong(2)))
        .toList();
  }

  /**
   * Studies of a site that cannot be learnt from.
   *
   * @param relative studies of relative uptake, which has no unit that sites share
   * @param incomplete studies of flow without a reserve, or one of the maps that are asked for
   */
  public record NotEnrolled(SiteId site, long relative, long incomplete) {}

  private static Column complete(List<MapKind> maps) {
    Column complete = col(StudyCodec.segmentColumn(MapKind.RESERVE)).isNotNull();
    for (MapKind kind : maps) {
      complete = complete.and(col(StudyCodec.segmentColumn(kind)).isNotNull());
    }
    return complete;
  }

  private static Enrolled enrolled(Row row) {
    return new Enrolled(
        new PatientId(row.getString(0)),
        new SiteId(row.getString(1)),
        StudyCodec.labels(row),
        Optional.ofNullable(row.<Date>getAs(StudyCodec.EXAMINED))
            .map(day -> YearMonth.from(day.toLocalDate())));
  }

  /**
   * Every rejected record: {@link #REJECTED_SCHEMA} and the site, in no order.
   *
   * @throws UserException where there is no lake, or not as many of a site as its ledger counts
   */
  public Dataset<Row> rejected() {
    Path rejected = folder.entry(LakeFolder.REJECTED);
    requireRows(rejected, REJECTED_SCHEMA, SiteLedger::rejected, SiteLedger::rejected);
    return parquet(rejected, REJECTED_SCHEMA);
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
   * The keys of the lake's studies and of those that only a duplicate kept out, {@link
   * #KEYS_SCHEMA} and the site; none of a lake that has none yet.
   *
   * @throws UserException where there are not as many of a site as its ledger counts
   */
  public Dataset<Row> keys() {
    Path keys = folder.entry(LakeFolder.KEYS);
    if (!folder.has(keys)) {
      return spark.createDataFrame(
          List.of(), KEYS_SCHEMA.add(StudyCodec.SITE, DataTypes.StringType, false));
    }
    requireRows(
        keys,
        KEYS_SCHEMA,
        site -> site.digests().equals(SiteDigests.UNKNOWN) ? 0 : site.accepted(),
        SiteLedger::received);
    return parquet(keys, KEYS_SCHEMA);
  }

  /** What the last ingest counted, if there was one. */
  public Optional<IngestLedger> previous() {
    folder.recover();
    return folder.hasLedger() ? Optional.of(ledger()) : Optional.empty();
  }

  /**
   * Takes the lake's lock and makes room beside the present lake, which stays until {@link
   * Staged#commit}.
   *
   * @throws UserException where another ingest is at work
   */
  public Staged begin() {
    return new Staged(folder.begin());
  }

  /** Spark itself would pass over what is not there. */
  private void requireRows(
      Path table,
      StructType schema,
      ToLongFunction<SiteLedger> least,
      ToLongFunction<SiteLedger> most) {
    List<SiteLedger> sites = ledger().sites();
    Map<String, Long> rows =
        ParquetFooters.of(table, spark.sparkContext().hadoopConfiguration()).rows(schema);
    for (SiteLedger site : sites) {
      String name = StudyCodec.SITE + "=" + site.site();
      long found = Optional.ofNullable(rows.remove(name)).orElse(0L);
      if (found < least.applyAsLong(site) || found > most.applyAsLong(site)) {
        throw new UserException(
            "Cannot read "
                + new Path(table, name)
                + ": "
                + found
                + " rows (expected as many as "
                + LakeFolder.LEDGER
                + " counts)");
      }
    }
    if (!rows.isEmpty()) {
      throw new UserException(
          "Cannot read "
              + new Path(table, rows.keySet().iterator().next())
              + " (expected only sites that "
              + LakeFolder.LEDGER
              + " names)");
    }
  }

  private void open() {
    folder.recover();
    if (!folder.hasLedger()) {
      throw new UserException(
          "Cannot read the lake: " + folder.root() + " (expected " + LakeFolder.LEDGER + " in it)");
    }
  }

  private Dataset<Row> studiesAt(Path path) {
    return parquet(path, StudyCodec.schema());
  }

  /** With the schema given, so that nothing is inferred: a site called 007 stays a text. */
  private Dataset<Row> parquet(Path path, StructType schema) {
    return spark
        .read()
        .schema(schema.add(StudyCodec.SITE, DataTypes.StringType, false))
        .parquet(path.toString());
  }

  private static void write(Dataset<Row> rows, StructType schema, Path path, String... sorted) {
    Column[] columns = new Column[schema.size() + 1];
    // Spark sorts anew by site alone where the site may be null; this says that it is not.
    columns[0] = coalesce(col(StudyCodec.SITE), lit("")).as(StudyCodec.SITE);
    for (int i = 0; i < schema.size(); i++) {
      columns[i + 1] = col(schema.fieldNames()[i]);
    }
    rows.select(columns)
        .repartition(col(StudyCodec.SITE))
        .sortWithinPartitions(StudyCodec.SITE, sorted)
        .write()
        .mode(SaveMode.ErrorIfExists)
        .partitionBy(StudyCodec.SITE)
        // Hardly a cell comes twice: looking it up in a dictionary costs more than all the rest.
        .option(ParquetOutputFormat.ENABLE_DICTIONARY, false)
        .parquet(path.toString());
  }

  /**
   * What is written and not yet in place: whole sites, each in the place of what the lake has of
   * it. What it says is read back from its files.
   */
  public final class Staged implements AutoCloseable {

    private final LakeReplacement replacement;

    private Staged(LakeReplacement replacement) {
      this.replacement = replacement;
    }

    /** The folder that a {@link StudyWriter} writes a site's studies to. */
    public String studiesOf(SiteId site) {
      return siteOf(LakeFolder.STUDIES, site.value()).toString();
    }

    private Path siteOf(String table, String site) {
      return replacement.staged(table + "/" + StudyCodec.SITE + "=" + site);
    }

    /** Throws away what was written of a site's studies. */
    public void drop(SiteId site) {
      replacement.delete(siteOf(LakeFolder.STUDIES, site.value()));
    }

    /**
     * Takes studies out again, in one job that rewrites the studies of the sites concerned.
     *
     * @param late the site and patient of each, and only such
     * @param sites their sites
     */
    public void withhold(Dataset<Row> late, Collection<String> sites) {
      if (sites.isEmpty()) {
        return;
      }
      Path kept = replacement.staged("_kept");
      studiesAt(replacement.staged(LakeFolder.STUDIES))
          .where(col(StudyCodec.SITE).isin(sites.toArray()))
          .join(late, new String[] {StudyCodec.SITE, StudyCodec.PATIENT}, "left_anti")
          .write()
          .mode(SaveMode.ErrorIfExists)
          .partitionBy(StudyCodec.SITE)
          .parquet(kept.toString());
      for (String site : sites) {
        replacement.delete(siteOf(LakeFolder.STUDIES, site));
        Path of = new Path(kept, StudyCodec.SITE + "=" + site);
        if (folder.has(of)) {
          replacement.move(of, siteOf(LakeFolder.STUDIES, site));
        }
      }
      replacement.delete(kept);
    }

    /** Writes the site and {@link #REJECTED_SCHEMA} of every rejected record of these sites. */
    public void writeRejected(Dataset<Row> rejected) {
      write(rejected, REJECTED_SCHEMA, replacement.staged(LakeFolder.REJECTED), "file", "line");
    }

    /** Writes the site and {@link #KEYS_SCHEMA} of every study of these sites. */
    public void writeKeys(Dataset<Row> keys) {
      write(keys, KEYS_SCHEMA, replacement.staged(LakeFolder.KEYS), StudyCodec.PATIENT);
    }

    /** Writes a text beside the tables. */
    public void writeText(String name, String text) {
      replacement.write(replacement.staged(name), text);
    }

    /** Written studies by site, as their files' footers say; a site without any is not in it. */
    public Map<String, Long> accepted() {
      Map<String, Long> counts = new TreeMap<>();
      ParquetFooters.of(
              replacement.staged(LakeFolder.STUDIES), spark.sparkContext().hadoopConfiguration())
          .rows(StudyCodec.schema())
          .forEach((folder, n) -> counts.put(folder.substring(folder.indexOf('=') + 1), n));
      counts.values().removeIf(n -> n == 0);
      return counts;
    }

    /** Written rejections by site and reason. */
    public Map<String, Map<String, Long>> rejected() {
      Map<String, Map<String, Long>> counts = new TreeMap<>();
      parquet(replacement.staged(LakeFolder.REJECTED), REJECTED_SCHEMA)
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

    /** The studies of the lake as it will be: those written, and the lake's of all other sites. */
    public Dataset<Row> studies(Collection<SiteId> kept) {
      Path written = replacement.staged(LakeFolder.STUDIES);
      Dataset<Row> studies =
          folder.has(written)
              ? studiesAt(written)
              : spark.createDataFrame(
                  List.of(), StudyCodec.schema().add(StudyCodec.SITE, DataTypes.StringType, false));
      return kept.isEmpty()
          ? studies
          : studies.unionByName(
              read().where(col(StudyCodec.SITE).isin(kept.stream().map(SiteId::value).toArray())));
    }

    /**
     * Puts what was written in its place, as one; runs and features stay where they are.
     *
     * @param replaced the sites that were written, also those without any row
     * @param removed sites of the lake that are to go
     */
    public void commit(
        IngestLedger ledger, Collection<SiteId> replaced, Collection<SiteId> removed) {
      replacement.commit(
          LedgerJson.write(ledger),
          Stream.concat(replaced.stream(), removed.stream()).map(SiteId::value).toList());
    }

    /** Throws away what was written unless it was committed; the lake was never touched. */
    @Override
    public void close() {
      replacement.close();
    }
  }
}
