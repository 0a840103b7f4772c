package org.polarfold.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.polarfold.UserException;
import org.polarfold.experiment.Experiment.DataLocations;
import org.polarfold.ingest.Pseudonyms;
import org.polarfold.ingest.SiteExports;
import org.polarfold.ingest.SiteOutcomes;
import org.polarfold.ingest.SiteOutcomes.Receipt;
import org.polarfold.store.IngestLedger;
import org.polarfold.store.IngestLedger.SiteLedger;
import org.polarfold.store.StudyStore;
import org.polarfold.store.StudyStore.Staged;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * From the exports of the sites to the lake: read, checked, pseudonymised, on the canonical grid.
 *
 * <p>Input: a folder that holds one folder a site ({@code docs/site-export.md}). Output: {@code
 * studies/}, {@code rejected/} and {@code ingest.json} of the lake, replaced as one.
 */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description = "Read, check and pseudonymise the sites' exports into the lake.")
public final class IngestJob implements Callable<Integer> {

  @Parameters(paramLabel = "CONF", description = "The experiment's configuration file.")
  private Path conf = Path.of("");

  @Mixin private SparkOptions options = new SparkOptions();

  @Override
  public Integer call() {
    DataLocations data = Configuration.read(conf).experiment().data();
    try (SparkSession spark = options.open("ingest")) {
      IngestLedger ledger =
          run(spark, data.exports(), data.lake().toString(), Pseudonyms.ofKeyFile(data.keyFile()));
      for (SiteLedger site : ledger.sites()) {
        System.out.printf(
            Locale.ROOT,
            "%-20s received %6d, accepted %6d, rejected %4d %s%n",
            site.site(),
            site.received(),
            site.accepted(),
            site.rejected(),
            site.rejectedBy());
      }
      System.out.println("Lake: " + data.lake());
    }
    return 0;
  }

  /**
   * Runs the ingest; the lake is untouched unless all of it succeeds.
   *
   * @param exports a folder that the driver and every executor see under this path
   * @param lake a Hadoop path
   * @throws UserException where an export cannot be read or the lake cannot be written
   */
  public static IngestLedger run(
      SparkSession spark, Path exports, String lake, Pseudonyms pseudonyms) {
    StudyStore store = StudyStore.at(spark, lake);
    List<Path> folders = SiteExports.checked(exports, pseudonyms);
    try (SiteOutcomes outcomes = SiteOutcomes.read(spark, folders, pseudonyms);
        Staged staged = store.stage(outcomes.studies(), outcomes.rejected(), folders.size())) {
      IngestLedger ledger = ledger(outcomes.receipts(), staged);
      staged.commit(ledger);
      return ledger;
    } catch (Exception e) {
      throw userFault(e);
    }
  }

  /** What was counted on arrival beside what is found in the files: each site must balance. */
  private static IngestLedger ledger(List<Receipt> receipts, Staged staged) {
    Map<String, Long> accepted = staged.accepted();
    Map<String, Map<String, Long>> rejected = staged.rejected();
    List<SiteLedger> sites =
        receipts.stream()
            .map(
                receipt ->
                    new SiteLedger(
                        receipt.site(),
                        receipt.simulated(),
                        receipt.received(),
                        accepted.getOrDefault(receipt.site().value(), 0L),
                        rejected.getOrDefault(receipt.site().value(), Map.of())))
            .toList();
    return new IngestLedger(staged.datasetDigest(), sites);
  }

  /** What a task threw at the user, taken out of what Spark wraps around it. */
  private static RuntimeException userFault(Exception thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof UserException fault) {
        return fault;
      }
    }
    return thrown instanceof RuntimeException e ? e : new IllegalStateException(thrown);
  }
}
