package org.polarfold.job;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.polarfold.UserException;
import org.polarfold.experiment.Experiment.DataLocations;
import org.polarfold.ingest.Duplicates;
import org.polarfold.ingest.LakeChange;
import org.polarfold.ingest.Pseudonyms;
import org.polarfold.ingest.SiteExports;
import org.polarfold.ingest.SiteFolder;
import org.polarfold.ingest.SiteOutcomes;
import org.polarfold.store.CohortCsv;
import org.polarfold.store.IngestLedger;
import org.polarfold.store.IngestLedger.Failure;
import org.polarfold.store.IngestLedger.SiteLedger;
import org.polarfold.store.SiteCohort;
import org.polarfold.store.StudyCodec;
import org.polarfold.store.StudyStore;
import org.polarfold.store.StudyStore.Staged;
import org.polarfold.study.SiteId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * From the exports of the sites to the lake: read, checked, pseudonymised, on the canonical grid.
 *
 * <p>Input: a folder that holds one folder a site ({@code docs/site-export.md}). Output: {@code
 * studies/}, {@code rejected/}, {@code keys/}, {@code cohort.csv} and {@code ingest.json} of the
 * lake. Sites whose files have not changed are not read again; whatever is new comes in as one.
 */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description = "Read, check and pseudonymise the sites' exports into the lake.")
public final class IngestJob implements Callable<Integer> {

  @Parameters(paramLabel = "CONF", description = "The experiment's configuration file.")
  private Path conf = Path.of("");

  @Option(
      names = "--remove",
      paramLabel = "SITE",
      description = "Take a site out of the lake whose export is no longer there; repeatable.")
  private List<String> remove = List.of();

  @Mixin private SparkOptions options = new SparkOptions();
  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    DataLocations data = Configuration.read(conf).experiment().data();
    Set<SiteId> removed = new HashSet<>();
    remove.forEach(site -> removed.add(new SiteId(site)));
    try (SparkSession spark = options.open("ingest")) {
      console.progress(0).now("reading the sites' exports");
      Ingested ingested = run(spark, data.exports(), data.lake(), Pseudonyms.of(data), removed);
      print(ingested);
      console.wrote("lake", data.lake());
      ingested.requireAllRead();
    }
    return 0;
  }

  /**
   * What an ingest did.
   *
   * @param ledger of the lake as it is now
   * @param read the sites that were read; the others had not changed
   */
  public record Ingested(IngestLedger ledger, Set<SiteId> read) {

    /**
     * For steps that must not go on without a site.
     *
     * @throws UserException where a site could not be read
     */
    void requireAllRead() {
      if (!ledger.failures().isEmpty()) {
        Failure first = ledger.failures().get(0);
        throw new UserException(
            "Cannot ingest "
                + ledger.failures().size()
                + " of the exports (the others are in the lake), first "
                + first.folder()
                + ": "
                + first.message());
      }
    }
  }

  private void print(Ingested ingested) {
    for (SiteLedger site : ingested.ledger().sites()) {
      console
          .out()
          .printf(
              Locale.ROOT,
              "%-20s received %6d, accepted %6d, rejected %4d %s%s%n",
              site.site(),
              site.received(),
              site.accepted(),
              site.rejected(),
              site.rejectedBy(),
              (site.accepted() == 0 ? " (nothing of it is in the lake)" : "")
                  + (ingested.read().contains(site.site()) ? "" : " (unchanged, not read again)"));
    }
    for (Failure failure : ingested.ledger().failures()) {
      console
          .out()
          .printf(Locale.ROOT, "%-20s not ingested: %s%n", failure.folder(), failure.message());
    }
  }

  /**
   * Brings a lake up to date. It stays as it was unless all of this succeeds. A site that cannot be
   * read stops no other: its version in the lake stays, if there is one.
   *
   * @param exports a folder that the driver and every executor see under this path
   * @param lake a Hadoop path
   * @param removed sites to take out of the lake
   * @throws UserException where the exports or the lake as a whole cannot be used
   */
  public static Ingested run(
      SparkSession spark, Path exports, String lake, Pseudonyms pseudonyms, Set<SiteId> removed) {
    StudyStore store = StudyStore.at(spark, lake);
    try (Staged staged = store.begin()) {
      Optional<IngestLedger> before = store.previous();
      SiteExports found = SiteExports.of(spark, exports, pseudonyms);
      LakeChange change = LakeChange.of(lake, before, found, pseudonyms.check(), removed);
      if (before.isPresent() && change.isNone(before.get())) {
        return new Ingested(before.get(), Set.of());
      }
      try (SiteOutcomes read = SiteOutcomes.read(spark, change.changed(), pseudonyms, staged)) {
        return upToDate(spark, store, staged, change.without(read.failures()), read, pseudonyms);
      }
    } catch (Exception | FSError e) {
      throw userFault(lake, e);
    }
  }

  /** Duplicates are found among all sites, and may reach into some that have not changed. */
  private static Ingested upToDate(
      SparkSession spark,
      StudyStore store,
      Staged staged,
      LakeChange change,
      SiteOutcomes read,
      Pseudonyms pseudonyms) {
    Dataset<Row> keys = read.keys().unionByName(keysOf(store, change.kept()));
    try (Duplicates duplicates = Duplicates.among(keys)) {
      List<SiteFolder> reached = change.reachedBy(duplicates.digests());
      if (reached.isEmpty()) {
        return commit(staged, change, read, duplicates, pseudonyms);
      }
      try (SiteOutcomes again = SiteOutcomes.read(spark, reached, pseudonyms, staged)) {
        if (!again.failures().isEmpty()) {
          throw new UserException(again.failures().get(0).message());
        }
        return commit(staged, change.with(reached), read.and(again), duplicates, pseudonyms);
      }
    }
  }

  private static Dataset<Row> keysOf(StudyStore store, Set<SiteId> kept) {
    return store
        .keys()
        .where(col(StudyCodec.SITE).isin(kept.stream().map(SiteId::value).toArray()));
  }

  private static Ingested commit(
      Staged staged,
      LakeChange change,
      SiteOutcomes read,
      Duplicates duplicates,
      Pseudonyms pseudonyms) {
    Map<String, String> duplicateDigests = duplicates.digests();
    Set<SiteId> changed = change.changedSites();
    Dataset<Row> late =
        duplicates.rows().where(col(StudyCodec.SITE).isin(read.received().keySet().toArray()));
    staged.withhold(
        late.select(StudyCodec.SITE, StudyCodec.PATIENT),
        read.received().keySet().stream().filter(duplicateDigests::containsKey).toList());
    staged.writeRejected(read.rejected().unionByName(late.drop(StudyCodec.PATIENT)));
    staged.writeKeys(read.keys());
    IngestLedger ledger =
        new IngestLedger(
            pseudonyms.check(),
            change.ledgers(
                read.received(),
                staged.accepted(),
                staged.rejected(),
                duplicates.studyDigests(read.keys()),
                duplicateDigests),
            change.failures());
    staged.writeText(
        "cohort.csv", CohortCsv.text(SiteCohort.of(staged.studies(change.kept())), ledger.sites()));
    staged.commit(ledger, changed, change.removed());
    return new Ingested(ledger, changed);
  }

  /** What a task threw at the user, or a full disk, taken out of what Spark wraps around it. */
  static RuntimeException userFault(String lake, Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof UserException fault) {
        return fault;
      }
      if (t instanceof UncheckedIOException refused) {
        return new UserException(
            refused.getMessage() + " (expected a file system that can be written to)", refused);
      }
      if (t instanceof IOException refused) {
        return new UserException(
            "Cannot write the lake: "
                + lake
                + " ("
                + refused.getMessage()
                + "; expected a file system that has room and may be changed, and so of "
                + System.getProperty("java.io.tmpdir")
                + ")",
            refused);
      }
    }
    return thrown instanceof RuntimeException e ? e : new IllegalStateException(thrown);
  }
}
