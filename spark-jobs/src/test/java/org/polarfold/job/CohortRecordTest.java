package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.polarfold.report.SiteFacts;
import org.polarfold.split.SplitPlan;
import org.polarfold.store.Ages;
import org.polarfold.store.IngestLedger.SiteDigests;
import org.polarfold.store.IngestLedger.SiteLedger;
import org.polarfold.store.SiteCohort;
import org.polarfold.study.MapKind;
import org.polarfold.study.Quantity;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

class CohortRecordTest {

  private static final SplitPlan PLAN =
      new SplitPlan("d1", 1, List.of(), Map.of("elm", "2 patients, fewer than 20"));

  /** Otherwise its rejected records would be missing in the report's flow. */
  @Test
  void aSiteOfWhichNothingWasAcceptedIsToldOf() {
    SiteId dune = new SiteId("dune");
    SiteLedger ledger =
        new SiteLedger(dune, true, 5, 0, Map.of("wrong-shape", 5L), SiteDigests.UNKNOWN);

    List<SiteFacts> sites = CohortRecord.sites(List.of(), List.of(ledger), PLAN, Map.of());

    assertThat(sites).hasSize(1);
    SiteFacts site = sites.get(0);
    assertThat(site.rejectedBy()).containsExactly(Map.entry("wrong-shape", 5L));
    assertThat(site.n()).isZero();
    assertThat(site.notHeldOutBecause()).isEqualTo("no study was accepted");
    assertThat(site.age().meanYears().notEstimable()).isEqualTo("no age is known");
    assertThat(site.labels()).containsEntry("sex", new SiteFacts.Share(0, 0, 0));
    assertThat(site.acquisition()).containsKeys("tracer", "stressor");
  }

  /** A site of relative uptake is in the lake, and in no plan. */
  @Test
  void aSiteWithoutWhatIsLearntFromWasNotHeldOut() {
    List<SiteCohort> cohorts = List.of(cohort("birch", 3), cohort("cedar", 4), cohort("elm", 2));
    List<SiteLedger> ledgers =
        cohorts.stream()
            .map(
                c ->
                    new SiteLedger(
                        c.site(), true, c.patients(), c.patients(), Map.of(), SiteDigests.UNKNOWN))
            .toList();

    List<SiteFacts> sites =
        CohortRecord.sites(
            cohorts, ledgers, PLAN, Map.of(new SiteId("cedar"), 3L, new SiteId("elm"), 2L));

    assertThat(sites).extracting(SiteFacts::enrolled).containsExactly(0L, 3L, 2L);
    assertThat(sites).extracting(SiteFacts::n).containsExactly(3L, 4L, 2L);
    assertThat(sites)
        .extracting(SiteFacts::notHeldOutBecause)
        .containsExactly(
            "no study has the maps that are learnt from", null, "2 patients, fewer than 20");
  }

  /** The mean of four follows from those of the others and of all: neither is told. */
  @Test
  void noMeanMapIsOfAFewPatients() {
    List<Double> means = Collections.nCopies(17, 1.0);
    List<SiteCohort.OfLabel> rest =
        List.of(
            new SiteCohort.OfLabel(MapKind.REST, true, 5, means),
            new SiteCohort.OfLabel(MapKind.REST, false, 40, means));
    SiteCohort.OfLabel rare = new SiteCohort.OfLabel(MapKind.STRESS, true, 4, means);
    List<SiteCohort.OfLabel> all = new ArrayList<>(rest);
    all.add(rare);
    all.add(new SiteCohort.OfLabel(MapKind.STRESS, false, 41, means));

    assertThat(RunRecord.tellable(all, MapKind.REST)).isEqualTo(rest);
    assertThat(RunRecord.tellable(all, MapKind.STRESS)).isEmpty();
    assertThat(RunRecord.tellable(all, MapKind.RESERVE)).isEmpty();
  }

  /** Patients of whom nothing is known beside their number and what the maps measure. */
  private static SiteCohort cohort(String site, long n) {
    SiteCohort none = SiteCohort.none(new SiteId(site));
    Map<Target, SiteCohort.Share> labels = new EnumMap<>(Target.class);
    none.labels().forEach((target, share) -> labels.put(target, new SiteCohort.Share(0, 0, n)));
    return new SiteCohort(
        none.site(),
        n,
        new Ages(0, n, BigDecimal.ZERO, BigDecimal.ZERO, Optional.empty()),
        none.examined(),
        labels,
        none.race(),
        none.readers(),
        new SiteCohort.Share(0, 0, n),
        none.obstructiveDisease(),
        none.acquisition(),
        Map.of(Quantity.FLOW, n),
        none.maps(),
        none.colourResiduals(),
        none.meanSegments(),
        none.meanSegmentsByLabel());
  }
}
