package org.polarfold.ingest;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.polarfold.store.IngestLedger.Failure;
import org.polarfold.store.StudyCodec;
import org.polarfold.store.StudyStore;
import org.polarfold.store.StudyStore.Staged;

/**
 * The outcomes of sites, read by one job with one task a site. The studies are written by the
 * tasks; what is kept here are light rows ({@link OutcomeCodec}) for the steps that look at them.
 * Close it to let them go.
 */
public final class SiteOutcomes implements AutoCloseable {

  private final Dataset<Row> rows;
  private final Map<String, Long> received;
  private final List<Failure> failures;

  private SiteOutcomes(Dataset<Row> rows, Map<String, Long> received, List<Failure> failures) {
    this.rows = rows;
    this.received = received;
    this.failures = failures;
  }

  /**
   * Reads sites and writes their studies beside the lake. A site that cannot be read to its end is
   * a failure, and nothing of it is kept.
   */
  public static SiteOutcomes read(
      SparkSession spark, List<SiteFolder> folders, Pseudonyms pseudonyms, Staged staged) {
    // Travels in the closure, which Spark serialises by Java's own means whatever it is told.
    ArrayList<SiteFolder> sites = new ArrayList<>(folders);
    ArrayList<String> targets = new ArrayList<>();
    folders.forEach(folder -> targets.add(staged.studiesOf(folder.site())));
    Broadcast<SerializableConfiguration> hadoop =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .broadcast(new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    FlatMapFunction<Long, Row> readSite =
        at -> {
          int site = Math.toIntExact(at);
          return OutcomeRows.of(
              sites.get(site), pseudonyms, targets.get(site), hadoop.value().value());
        };
    Dataset<Row> rows =
        spark
            .range(0, sites.size(), 1, Math.max(1, sites.size()))
            .flatMap(readSite, Encoders.row(OutcomeCodec.SCHEMA))
            .persist(StorageLevel.MEMORY_AND_DISK());
    boolean whole = false;
    try {
      SiteOutcomes outcomes = told(rows, folders, staged);
      whole = true;
      return outcomes;
    } finally {
      if (!whole) {
        letGo(rows);
      }
    }
  }

  /** Everything is read here: receipts and failures are one row a site. */
  private static SiteOutcomes told(Dataset<Row> rows, List<SiteFolder> folders, Staged staged) {
    Map<String, Long> received = new TreeMap<>();
    Map<String, String> messages = new TreeMap<>();
    rows.where(col(OutcomeCodec.RECEIVED).isNotNull().or(col(OutcomeCodec.FAILURE).isNotNull()))
        .select(StudyCodec.SITE, OutcomeCodec.RECEIVED, OutcomeCodec.FAILURE)
        .collectAsList()
        .forEach(
            row -> {
              if (row.isNullAt(1)) {
                messages.put(row.getString(0), row.getString(2));
              } else {
                received.put(row.getString(0), row.getLong(1));
              }
            });
    List<Failure> failures = new ArrayList<>();
    for (SiteFolder folder : folders) {
      String message = messages.get(folder.name());
      if (message != null) {
        staged.drop(folder.site());
        failures.add(new Failure(folder.folderName(), message));
      }
    }
    // One task a site is for reading; what is light is not worth more tasks than there are cores.
    int cores = rows.sparkSession().sparkContext().defaultParallelism();
    Dataset<Row> sound =
        rows.where(col(StudyCodec.SITE).isin(received.keySet().toArray())).coalesce(cores);
    return new SiteOutcomes(sound, received, failures);
  }

  /** Site, file, line and {@link StudyStore#KEYS_SCHEMA} of every study that was written. */
  public Dataset<Row> keys() {
    List<Column> columns = new ArrayList<>(List.of(col(StudyCodec.SITE)));
    for (String key : StudyStore.KEYS_SCHEMA.fieldNames()) {
      columns.add(col(key));
    }
    return rows.where(col(StudyCodec.PATIENT).isNotNull()).select(columns.toArray(Column[]::new));
  }

  /** Site, file, line, reason and detail of every record that its site's own reading rejected. */
  public Dataset<Row> rejected() {
    return rows.where(col(OutcomeCodec.REASON).isNotNull())
        .select(
            StudyCodec.SITE,
            OutcomeCodec.FILE,
            OutcomeCodec.LINE,
            OutcomeCodec.REASON,
            OutcomeCodec.DETAIL);
  }

  /** What each site's reader counted as records came; a site that failed is not in it. */
  public Map<String, Long> received() {
    return received;
  }

  /** The sites that could not be read to their end. */
  public List<Failure> failures() {
    return failures;
  }

  /** These outcomes and those of sites that were read afterwards; both are to be closed. */
  public SiteOutcomes and(SiteOutcomes later) {
    Map<String, Long> all = new TreeMap<>(received);
    all.putAll(later.received);
    List<Failure> failed = new ArrayList<>(failures);
    failed.addAll(later.failures);
    return new SiteOutcomes(rows.union(later.rows), all, failed);
  }

  @Override
  public void close() {
    letGo(rows);
  }

  /** Waits for it: a session that is stopped meanwhile prints what was still to be done. */
  private static void letGo(Dataset<Row> rows) {
    rows.unpersist(true);
  }
}
