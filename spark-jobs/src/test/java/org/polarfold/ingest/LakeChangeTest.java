package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.polarfold.UserException;
import org.polarfold.store.IngestLedger;
import org.polarfold.store.IngestLedger.Failure;
import org.polarfold.store.IngestLedger.SiteDigests;
import org.polarfold.store.IngestLedger.SiteLedger;
import org.polarfold.study.SiteId;

/** A lake of alder, birch and cedar, and exports that are no longer what they were. */
class LakeChangeTest {

  private static final String KEY = "0123456789abcdef";
  private static final Failure BROKEN = new Failure("dune", "Cannot read dune/flow.csv:1 (why)");

  private static SiteLedger known(String site) {
    return new SiteLedger(
        new SiteId(site), false, 5, 4, Map.of("no-maps", 1L), digests(site + "-1", ""));
  }

  private static SiteDigests digests(String export, String duplicates) {
    return new SiteDigests(export, "studies", duplicates);
  }

  private static IngestLedger ledger(Failure... failures) {
    return new IngestLedger(
        KEY, List.of(known("alder"), known("birch"), known("cedar")), List.of(failures));
  }

  /** Folders by site and version, as {@code alder-1}; the digest of a lake's site is the first. */
  private static SiteExports exports(List<Failure> failures, String... folders) {
    return new SiteExports(Arrays.stream(folders).map(LakeChangeTest::folder).toList(), failures);
  }

  private static SiteExports exports(String... folders) {
    return exports(List.of(), folders);
  }

  private static SiteFolder folder(String version) {
    String site = version.substring(0, version.indexOf('-'));
    return new SiteFolder("/exports/" + site, site, true, "state", version);
  }

  private static LakeChange change(SiteExports found, String... removed) {
    return change(ledger(), found, removed);
  }

  private static LakeChange change(IngestLedger before, SiteExports found, String... removed) {
    return LakeChange.of("lake", Optional.of(before), found, KEY, sites(removed));
  }

  private static Set<SiteId> sites(String... names) {
    return Arrays.stream(names).map(SiteId::new).collect(Collectors.toSet());
  }

  private static List<String> names(List<SiteFolder> folders) {
    return folders.stream().map(SiteFolder::name).toList();
  }

  private static AbstractThrowableAssert<?, ?> refused(ThrowingCallable call) {
    return assertThatThrownBy(call).isInstanceOf(UserException.class);
  }

  @Test
  void intoAnEmptyLakeEverythingIsRead() {
    LakeChange change =
        LakeChange.of("lake", Optional.empty(), exports("alder-1", "birch-1"), KEY, Set.of());

    assertThat(names(change.changed())).containsExactly("alder", "birch");
    assertThat(change.unchanged()).isEmpty();
    assertThat(change.kept()).isEmpty();
    assertThat(change.changedSites()).isEqualTo(sites("alder", "birch"));
  }

  @Test
  void sitesOfAnotherDigestAndNewOnesAreRead() {
    LakeChange change = change(exports("alder-1", "birch-2", "cedar-1", "dune-1"));

    assertThat(names(change.changed())).containsExactly("birch", "dune");
    assertThat(names(change.unchanged())).containsExactly("alder", "cedar");
    assertThat(change.kept()).isEqualTo(sites("alder", "cedar"));
    assertThat(change.isNone(ledger())).isFalse();
  }

  @Test
  void nothingIsToBeDoneOnlyWhereNothingHasChangedAndTheLedgerSaysSo() {
    String[] same = {"alder-1", "birch-1", "cedar-1"};
    assertThat(change(exports(same)).isNone(ledger())).isTrue();
    assertThat(change(exports("alder-1", "birch-1", "cedar-2")).isNone(ledger())).isFalse();
    assertThat(change(exports("alder-1", "birch-1"), "cedar").isNone(ledger())).isFalse();

    LakeChange failing = change(exports(List.of(BROKEN), same));
    assertThat(failing.isNone(ledger())).as("a failure that the ledger does not tell").isFalse();
    assertThat(failing.isNone(ledger(BROKEN))).as("the same failure again").isTrue();
    assertThat(change(exports(same)).isNone(ledger(BROKEN))).as("one that is over").isFalse();
  }

  @Test
  void anotherKeyIsRefusedAndNoKeyOnEitherSideIsNot() {
    SiteExports same = exports("alder-1", "birch-1", "cedar-1");
    refused(() -> LakeChange.of("lake", Optional.of(ledger()), same, "ffff", Set.of()))
        .hasMessage(
            "Cannot ingest into lake: its pseudonyms were made with another key (expected the"
                + " same, or a new lake)");
    IngestLedger unkeyed = new IngestLedger("", ledger().sites(), List.of());
    for (String key : List.of(KEY, "")) {
      assertThat(LakeChange.of("lake", Optional.of(unkeyed), same, key, Set.of()).changed())
          .isEmpty();
    }
    assertThat(LakeChange.of("lake", Optional.of(ledger()), same, "", Set.of()).changed())
        .isEmpty();
  }

  @Test
  void aSiteGoesOnlyWhereItIsNamedAndItsExportIsGone() {
    refused(() -> change(exports("alder-1", "birch-1")))
        .hasMessage(
            "Cannot find the export of site cedar, which is in lake (expected its folder, or"
                + " --remove cedar)");
    LakeChange removing = change(exports("alder-1", "birch-1"), "cedar");
    assertThat(removing.kept()).isEqualTo(sites("alder", "birch"));
    assertThat(removing.removed()).isEqualTo(sites("cedar"));

    refused(() -> change(exports("alder-1", "birch-1", "cedar-1"), "cedar"))
        .hasMessageStartingWith("Cannot remove site cedar from lake (expected a site of the lake");
    refused(() -> change(exports("alder-1", "birch-1", "cedar-1"), "dune"))
        .hasMessageStartingWith("Cannot remove site dune from lake (expected a site of the lake");
  }

  /** A folder that cannot be read may be that of the site that seems to be missing. */
  @Test
  void whereAnExportCannotBeReadAMissingSiteStays() {
    LakeChange change = change(exports(List.of(BROKEN), "alder-1", "birch-1"));

    assertThat(change.kept()).isEqualTo(sites("alder", "birch", "cedar"));
    assertThat(change.failures()).containsExactly(BROKEN);
  }

  @Test
  void aSiteThatTurnsOutUnreadableStaysAsItIsInTheLake() {
    Failure late = new Failure("birch", "Cannot read birch/flow.csv:9 (why)");

    LakeChange change =
        change(exports(List.of(BROKEN), "alder-2", "birch-2", "cedar-1")).without(List.of(late));

    assertThat(names(change.changed())).containsExactly("alder");
    assertThat(change.kept()).isEqualTo(sites("birch", "cedar"));
    assertThat(change.failures()).containsExactly(BROKEN, late);
  }

  @Test
  void aSiteOfTheFirstSchemaHasNoKeysAndCannotStay() {
    IngestLedger first =
        new IngestLedger(
            "",
            List.of(new SiteLedger(new SiteId("alder"), true, 1, 1, Map.of(), SiteDigests.UNKNOWN)),
            List.of());
    LakeChange change = change(first, exports("alder-1"));
    assertThat(names(change.changed())).containsExactly("alder");
    assertThat(change.without(List.of()).kept()).isEmpty();

    Failure late = new Failure("alder", "Cannot read alder/flow.csv:9 (why)");
    refused(() -> change.without(List.of(late)))
        .hasMessage(
            "Cannot keep site alder, which an earlier version of Polarfold ingested (expected an"
                + " export that can be read; Cannot read alder/flow.csv:9 (why))");
  }

  @Test
  void anUnchangedSiteIsReachedWhereItsDuplicatesAreOthers() {
    IngestLedger before =
        new IngestLedger(
            KEY,
            List.of(
                new SiteLedger(new SiteId("alder"), false, 1, 1, Map.of(), digests("alder-1", "x")),
                known("birch"),
                known("cedar")),
            List.of());
    LakeChange change = change(before, exports("alder-1", "birch-1", "cedar-2"));

    assertThat(change.reachedBy(Map.of("alder", "x", "cedar", "z"))).isEmpty();
    assertThat(names(change.reachedBy(Map.of("alder", "x", "birch", "y"))))
        .as("one that has a duplicate now")
        .containsExactly("birch");
    assertThat(names(change.reachedBy(Map.of())))
        .as("one whose duplicate has gone")
        .containsExactly("alder");
    LakeChange with = change.with(change.reachedBy(Map.of()));
    assertThat(names(with.changed())).containsExactly("cedar", "alder");
    assertThat(with.kept()).isEqualTo(sites("birch"));
  }

  @Test
  void aReachedSiteWithoutAnExportStopsTheIngest() {
    LakeChange change = change(exports(List.of(BROKEN), "alder-1", "birch-1"));

    refused(() -> change.reachedBy(Map.of("cedar", "y")))
        .hasMessage(
            "Cannot keep site cedar as it is in the lake: another site has patients or maps of it"
                + " (expected an export of it that can be read)");
  }

  @Test
  void theLedgerHoldsWhatWasReadBesideWhatStays() {
    LakeChange change = change(exports("alder-1", "cedar-2", "dune-1"), "birch");

    List<SiteLedger> sites =
        change.ledgers(
            Map.of("cedar", 3L, "dune", 0L),
            Map.of("cedar", 1L),
            Map.of("cedar", Map.of("no-maps", 2L)),
            Map.of("cedar", "s"),
            Map.of("cedar", "d"));

    assertThat(sites)
        .containsExactly(
            known("alder"),
            new SiteLedger(
                new SiteId("cedar"),
                true,
                3,
                1,
                Map.of("no-maps", 2L),
                new SiteDigests("cedar-2", "s", "d")),
            new SiteLedger(
                new SiteId("dune"), true, 0, 0, Map.of(), new SiteDigests("dune-1", "", "")));
  }

  @Test
  void aRecordThatWasLostOrNeverReceivedIsAFaultOfOurs() {
    LakeChange change = change(exports("alder-1", "birch-1", "cedar-2"));

    assertThatThrownBy(
            () ->
                change.ledgers(
                    Map.of("cedar", 3L), Map.of("cedar", 2L), Map.of(), Map.of(), Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("3 records were received, 2 accepted and 0 rejected");
    assertThatThrownBy(() -> change.ledgers(Map.of(), Map.of(), Map.of(), Map.of(), Map.of()))
        .isInstanceOf(NullPointerException.class);
  }
}
