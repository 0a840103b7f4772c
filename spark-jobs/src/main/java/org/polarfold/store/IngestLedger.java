package org.polarfold.store;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polarfold.provenance.Digest;
import org.polarfold.study.SiteId;

/**
 * What became of everything that the sites sent, as {@code ingest.json} tells it.
 *
 * @param keyCheck by which the pseudonymisation key of the lake is known again; empty where no site
 *     sends identifiers
 * @param sites sorted by name
 * @param failures the exports that could not be read when the lake was last brought up to date
 */
public record IngestLedger(String keyCheck, List<SiteLedger> sites, List<Failure> failures) {

  /** The shape of {@code ingest.json}. */
  public static final String SCHEMA = "polarfold-ingest/2";

  /** The first shape: without digests of sites, so that every site counts as changed. */
  static final String FIRST_SCHEMA = "polarfold-ingest/1";

  /** Copies the lists. */
  public IngestLedger {
    sites = List.copyOf(sites);
    failures = List.copyOf(failures);
  }

  /**
   * An export that could not be read.
   *
   * @param folder name of the folder
   * @param message one line, without anything that was read
   */
  public record Failure(String folder, String message) {}

  /**
   * What lies behind a site's studies.
   *
   * @param export of the files and of whatever else decides what becomes of them
   * @param studies of the accepted studies
   * @param duplicates of who of the site's is a duplicate of whom; empty where nobody is
   */
  public record SiteDigests(String export, String studies, String duplicates) {

    /** Of a lake that did not keep them. */
    public static final SiteDigests UNKNOWN = new SiteDigests("", "", "");
  }

  /**
   * One site's part.
   *
   * @param site its name
   * @param simulated whether the site says that a simulation made its data
   * @param received records, counted as they were read
   * @param accepted studies, counted in the Parquet that was written
   * @param rejectedBy records by reason, counted in the Parquet that was written; sorted
   * @param digests of what it was made from
   */
  public record SiteLedger(
      SiteId site,
      boolean simulated,
      long received,
      long accepted,
      Map<String, Long> rejectedBy,
      SiteDigests digests) {

    /**
     * Copies the map.
     *
     * @throws IllegalStateException unless received = accepted + rejected: something was lost
     */
    public SiteLedger {
      rejectedBy = Collections.unmodifiableMap(new TreeMap<>(rejectedBy));
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

  /** SHA-256 over the sites' names and studies, whatever their files and partitions are. */
  public String datasetDigest() {
    Digest digest = Digest.sha256();
    for (SiteLedger site : sites) {
      digest.add(site.site().value()).add(site.digests().studies());
    }
    return digest.hex();
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
