package org.polarfold.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.polarfold.UserException;
import org.polarfold.store.IngestLedger;
import org.polarfold.store.IngestLedger.Failure;
import org.polarfold.store.IngestLedger.SiteDigests;
import org.polarfold.store.IngestLedger.SiteLedger;
import org.polarfold.study.SiteId;

/**
 * How a lake is to become what its exports say: which sites are read, which stay as they are, which
 * go.
 *
 * @param changed the sites to be read: new ones, and those whose files are not what they were
 * @param unchanged the others of which there is an export
 * @param before the lake's sites by name
 * @param removed sites to take out of the lake
 * @param failures the exports that cannot be read; what the lake has of such a site stays
 */
public record LakeChange(
    List<SiteFolder> changed,
    List<SiteFolder> unchanged,
    Map<SiteId, SiteLedger> before,
    Set<SiteId> removed,
    List<Failure> failures) {

  /**
   * Compares a lake with its exports.
   *
   * @param lake as it is called
   * @param keyCheck of the pseudonymisation key
   * @throws UserException for another key than the lake's, a site of the lake without an export,
   *     and one to be removed that the lake has not, or that still has an export
   */
  public static LakeChange of(
      String lake,
      Optional<IngestLedger> ledger,
      SiteExports found,
      String keyCheck,
      Set<SiteId> removed) {
    Map<SiteId, SiteLedger> before = new HashMap<>();
    ledger.ifPresent(known -> known.sites().forEach(site -> before.put(site.site(), site)));
    String madeWith = ledger.map(IngestLedger::keyCheck).orElse("");
    if (!madeWith.isEmpty() && !keyCheck.isEmpty() && !madeWith.equals(keyCheck)) {
      throw new UserException(
          "Cannot ingest into "
              + lake
              + ": its pseudonyms were made with another key (expected the same, or a new lake)");
    }
    List<SiteFolder> changed = new ArrayList<>();
    List<SiteFolder> unchanged = new ArrayList<>();
    Set<SiteId> exported = new HashSet<>();
    for (SiteFolder folder : found.folders()) {
      exported.add(folder.site());
      SiteLedger known = before.get(folder.site());
      boolean same = known != null && known.digests().export().equals(folder.digest());
      (same ? unchanged : changed).add(folder);
    }
    for (SiteId site : removed) {
      if (!before.containsKey(site) || exported.contains(site)) {
        throw new UserException(
            "Cannot remove site "
                + site
                + " from "
                + lake
                + " (expected a site of the lake whose export is no longer there)");
      }
    }
    if (found.failures().isEmpty()) {
      requireExports(lake, before.keySet(), exported, removed);
    }
    return new LakeChange(changed, unchanged, before, removed, found.failures());
  }

  private static void requireExports(
      String lake, Set<SiteId> before, Set<SiteId> exported, Set<SiteId> removed) {
    for (SiteId site : before) {
      if (!exported.contains(site) && !removed.contains(site)) {
        throw new UserException(
            "Cannot find the export of site "
                + site
                + ", which is in "
                + lake
                + " (expected its folder, or --remove "
                + site
                + ")");
      }
    }
  }

  /** Whether a lake is what its exports say, and its ledger says so. */
  public boolean isNone(IngestLedger ledger) {
    return changed.isEmpty() && removed.isEmpty() && failures.equals(ledger.failures());
  }

  /** The sites of the lake that stay as they are. */
  public Set<SiteId> kept() {
    Set<SiteId> kept = new HashSet<>(before.keySet());
    kept.removeAll(removed);
    kept.removeAll(changedSites());
    return kept;
  }

  /** The sites that are read. */
  public Set<SiteId> changedSites() {
    return changed.stream().map(SiteFolder::site).collect(Collectors.toSet());
  }

  /**
   * The same change without the exports that turned out not to be readable.
   *
   * @throws UserException where the lake's version of such a site is one without keys, so that
   *     nobody could tell whether a patient of it came again elsewhere
   */
  public LakeChange without(List<Failure> unreadable) {
    Set<String> folders = unreadable.stream().map(Failure::folder).collect(Collectors.toSet());
    List<Failure> all = new ArrayList<>(failures);
    all.addAll(unreadable);
    LakeChange without =
        new LakeChange(
            changed.stream().filter(site -> !folders.contains(site.folderName())).toList(),
            unchanged,
            before,
            removed,
            all);
    for (SiteId site : without.kept()) {
      if (digests(site).equals(SiteDigests.UNKNOWN)) {
        throw new UserException(
            "Cannot keep site "
                + site
                + ", which an earlier version of Polarfold ingested (expected an export that can"
                + " be read; "
                + all.stream().map(Failure::message).findFirst().orElse("it was not found")
                + ")");
      }
    }
    return without;
  }

  /**
   * The unchanged sites whose duplicates are no longer those that they were, because another site
   * has changed.
   *
   * @param duplicates digests by site, as {@link Duplicates#digests} gives them
   * @throws UserException where such a site can not be read again
   */
  public List<SiteFolder> reachedBy(Map<String, String> duplicates) {
    List<SiteFolder> reached = new ArrayList<>();
    for (SiteId site : kept()) {
      if (!digests(site).duplicates().equals(duplicates.getOrDefault(site.value(), ""))) {
        reached.add(
            unchanged.stream()
                .filter(folder -> folder.site().equals(site))
                .findFirst()
                .orElseThrow(
                    () ->
                        new UserException(
                            "Cannot keep site "
                                + site
                                + " as it is in the lake: another site has patients or maps of it"
                                + " (expected an export of it that can be read)")));
      }
    }
    return reached;
  }

  private SiteDigests digests(SiteId site) {
    return java.util.Objects.requireNonNull(before.get(site)).digests();
  }

  /** The same change with unchanged sites that are read all the same. */
  public LakeChange with(List<SiteFolder> reached) {
    List<SiteFolder> all = new ArrayList<>(changed);
    all.addAll(reached);
    return new LakeChange(all, unchanged, before, removed, failures);
  }

  /**
   * What the lake's ledger will say of its sites: counts of those that were read beside what was
   * found in the files, so that each must balance, and what it said of the others.
   *
   * @param received records by site, as they came
   * @param accepted studies by site, counted in what was written
   * @param rejected records by site and reason, counted in what was written
   * @param studies digests of studies by site
   * @param duplicates digests of duplicates by site
   */
  public List<SiteLedger> ledgers(
      Map<String, Long> received,
      Map<String, Long> accepted,
      Map<String, Map<String, Long>> rejected,
      Map<String, String> studies,
      Map<String, String> duplicates) {
    Map<SiteId, SiteLedger> sites = new HashMap<>();
    kept().forEach(site -> sites.put(site, java.util.Objects.requireNonNull(before.get(site))));
    for (SiteFolder folder : changed) {
      sites.put(
          folder.site(),
          new SiteLedger(
              folder.site(),
              folder.simulated(),
              java.util.Objects.requireNonNull(received.get(folder.name())),
              accepted.getOrDefault(folder.name(), 0L),
              rejected.getOrDefault(folder.name(), Map.of()),
              new SiteDigests(
                  folder.digest(),
                  studies.getOrDefault(folder.name(), ""),
                  duplicates.getOrDefault(folder.name(), ""))));
    }
    return sites.values().stream()
        .sorted(java.util.Comparator.comparing(SiteLedger::site))
        .toList();
  }
}
