package org.polarfold.store;

import java.util.List;
import java.util.Map;
import org.polarfold.study.SiteId;

/**
 * What became of everything that the sites sent, as {@code ingest.json} tells it.
 *
 * @param datasetDigest SHA-256 over the accepted studies in sorted order
 * @param sites sorted by name
 */
public record IngestLedger(String datasetDigest, List<SiteLedger> sites) {

  /** The shape of {@code ingest.json}. */
  public static final String SCHEMA = "polarfold-ingest/1";

  /** Copies the list. */
  public IngestLedger {
    sites = List.copyOf(sites);
  }

  /**
   * One site's part.
   *
   * @param site its name
   * @param simulated whether the site says that a simulation made its data
   * @param received records, counted as they were read
   * @param accepted studies, counted in the Parquet that was written
   * @param rejectedBy records by reason, counted in the Parquet that was written; sorted
   */
  public record SiteLedger(
      SiteId site, boolean simulated, long received, long accepted, Map<String, Long> rejectedBy) {

    /**
     * Copies the map.
     *
     * @throws IllegalStateException unless received = accepted + rejected: something was lost
     */
    public SiteLedger {
      rejectedBy = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(rejectedBy));
      long rejected = sum(rejectedBy);
      if (received != accepted + rejected) {
        throw new IllegalStateException(
            "Of site "
                + site
                + " "
                + received
                + " records were received, "
                + accepted
                + " accepted and "
                + rejected
                + " rejected");
      }
    }

    /** Rejected records. */
    public long rejected() {
      return sum(rejectedBy);
    }

    private static long sum(Map<String, Long> counts) {
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** Whether any site's data is simulated; then everything made from the lake is labelled so. */
  public boolean simulated() {
    return sites.stream().anyMatch(SiteLedger::simulated);
  }

  /** Records of all sites. */
  public long received() {
    return sites.stream().mapToLong(SiteLedger::received).sum();
  }

  /** Studies of all sites. */
  public long accepted() {
    return sites.stream().mapToLong(SiteLedger::accepted).sum();
  }

  /** Rejected records of all sites. */
  public long rejected() {
    return sites.stream().mapToLong(SiteLedger::rejected).sum();
  }
}
