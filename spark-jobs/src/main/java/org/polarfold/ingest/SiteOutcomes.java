package org.polarfold.ingest;

import static org.apache.spark.sql.functions.col;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.polarfold.store.StudyCodec;
import org.polarfold.study.SiteId;

/**
 * The outcomes of all sites, read by one job with one task a site and kept for the steps that look
 * at them. Close it to let them go.
 */
public final class SiteOutcomes implements AutoCloseable {

  private final Dataset<Row> read;
  private final Dataset<Row> outcomes;
  private final List<Receipt> receipts;

  private SiteOutcomes(Dataset<Row> read, List<Receipt> receipts) {
    this.read = read;
    this.outcomes = Duplicates.rejected(read);
    this.receipts = receipts;
  }

  /**
   * What the folders hold, duplicates across records and sites rejected. Where a file cannot be
   * read to its end, Spark throws something of its own around the UserException that says so.
   *
   * @param folders as {@link SiteExports#checked} gives them
   */
  public static SiteOutcomes read(SparkSession spark, List<Path> folders, Pseudonyms pseudonyms) {
    // Travels in the closure, which Spark serialises by Java's own means whatever it is told.
    ArrayList<String> paths = new ArrayList<>();
    folders.forEach(folder -> paths.add(folder.toAbsolutePath().toString()));
    FlatMapFunction<Long, Row> readSite =
        site -> OutcomeRows.of(paths.get(Math.toIntExact(site)), pseudonyms);
    Dataset<Row> read =
        spark
            .range(0, paths.size(), 1, paths.size())
            .flatMap(readSite, Encoders.row(OutcomeCodec.SCHEMA))
            .persist(StorageLevel.MEMORY_AND_DISK());
    boolean whole = false;
    try {
      // Everything is read here, so that a file that cannot be read stops before anything is
      // written.
      SiteOutcomes outcomes = new SiteOutcomes(read, receipts(read));
      whole = true;
      return outcomes;
    } finally {
      if (!whole) {
        read.unpersist();
      }
    }
  }

  /** Accepted studies: columns of {@link StudyCodec#schema()} and the site. */
  public Dataset<Row> studies() {
    return outcomes
        .where(col(OutcomeCodec.STUDY).isNotNull().and(col("reason").isNull()))
        .select(StudyCodec.SITE, OutcomeCodec.STUDY + ".*");
  }

  /** Rejected records: site, file, line, reason, detail. */
  public Dataset<Row> rejected() {
    return outcomes
        .where(col("reason").isNotNull())
        .select(StudyCodec.SITE, "file", "line", "reason", "detail");
  }

  /**
   * What one site's reader counted as records came.
   *
   * @param site the site
   * @param simulated whether site.conf says so
   * @param received records
   */
  public record Receipt(SiteId site, boolean simulated, long received) {}

  /** One receipt a site, sorted by site. */
  public List<Receipt> receipts() {
    return receipts;
  }

  private static List<Receipt> receipts(Dataset<Row> read) {
    return read
        .where(col(OutcomeCodec.RECEIVED).isNotNull())
        .select(StudyCodec.SITE, OutcomeCodec.SIMULATED, OutcomeCodec.RECEIVED)
        .orderBy(StudyCodec.SITE)
        .collectAsList()
        .stream()
        .map(row -> new Receipt(new SiteId(row.getString(0)), row.getBoolean(1), row.getLong(2)))
        .toList();
  }

  @Override
  public void close() {
    read.unpersist();
  }
}
