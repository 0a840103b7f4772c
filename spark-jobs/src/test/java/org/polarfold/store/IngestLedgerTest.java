package org.polarfold.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.polarfold.UserException;
import org.polarfold.store.IngestLedger.Failure;
import org.polarfold.store.IngestLedger.SiteDigests;
import org.polarfold.store.IngestLedger.SiteLedger;
import org.polarfold.study.SiteId;

class IngestLedgerTest {

  private static final SiteId BIRCH = new SiteId("birch");

  @Test
  void aLedgerThatDoesNotBalanceCannotBeMade() {
    assertThatThrownBy(
            () -> new SiteLedger(BIRCH, false, 5, 3, Map.of("no-maps", 1L), SiteDigests.UNKNOWN))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("5 records were received, 3 accepted and 1 rejected");
  }

  @Test
  void aLedgerIsReadAsItWasWritten() {
    IngestLedger ledger =
        new IngestLedger(
            "0123456789abcdef",
            List.of(
                new SiteLedger(
                    BIRCH,
                    true,
                    5,
                    3,
                    Map.of("no-maps", 1L, "non-finite", 1L),
                    new SiteDigests("e", "s", "d")),
                new SiteLedger(
                    new SiteId("cedar"), false, 0, 0, Map.of(), new SiteDigests("f", "", ""))),
            List.of(new Failure("dune", "Cannot read dune/flow.csv:1 (expected a header)")));

    assertThat(LedgerJson.read(LedgerJson.write(ledger), "ingest.json")).isEqualTo(ledger);
    assertThat(ledger.simulated()).isTrue();
    assertThat(LedgerJson.write(ledger)).contains(ledger.datasetDigest());
  }

  @Test
  void anotherShapeIsRefused() {
    assertThatThrownBy(() -> LedgerJson.read("{\"schema\":\"polarfold-ingest/3\"}", "ingest.json"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read ingest.json: schema = polarfold-ingest/3 (expected polarfold-ingest/2 or"
                + " polarfold-ingest/1)");
  }

  @Test
  void theDatasetsDigestDependsOnTheStudiesOfEverySite() {
    SiteDigests one = new SiteDigests("e", "s", "d");
    SiteLedger birch = new SiteLedger(BIRCH, true, 1, 1, Map.of(), one);
    SiteLedger other =
        new SiteLedger(BIRCH, true, 2, 1, Map.of("no-maps", 1L), new SiteDigests("x", "s", "y"));
    SiteLedger changed =
        new SiteLedger(BIRCH, true, 1, 1, Map.of(), new SiteDigests("e", "t", "d"));

    assertThat(digest(birch)).isEqualTo(digest(other)).isNotEqualTo(digest(changed));
  }

  private static String digest(SiteLedger site) {
    return new IngestLedger("", List.of(site), List.of()).datasetDigest();
  }
}
