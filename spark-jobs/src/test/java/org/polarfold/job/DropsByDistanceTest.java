package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.polarfold.UserException;
import org.polarfold.audit.RankRelation;
import org.polarfold.audit.SiteAudit;
import org.polarfold.audit.SiteDistances;
import org.polarfold.audit.SiteDistances.Far;
import org.polarfold.familiarity.MeanDiscrepancy;
import org.polarfold.provenance.Seeds;
import org.polarfold.validate.MapAudit;

/** What is lost at a site stands beside how far it lies, where both are known. */
class DropsByDistanceTest {

  private static final SiteAudit.Figure NONE = new SiteAudit.Figure(0.5, 0.5, 0.1, 0.3, 0.7, 1);

  @Test
  void dropsAreThoseOfTheSameMapAndSite() {
    String rows =
        String.join(
            ",",
            IntStream.range(0, 5)
                .mapToObj(
                    i ->
                        "{\"site\": \"s%d\", \"drop\": 0.%d, \"lower\": 0.0, \"upper\": 0.9}"
                            .formatted(i, i + 1))
                .toList());
    String results =
        """
        {"targets": [
          {"target": "sex", "model": "dl", "map": "rest", "drop": {"sites": [%1$s]}},
          {"target": "sex", "model": "dl", "map": "reserve", "drop": {"sites": [%1$s,
            {"site": "far-away", "drop": 0.5},
            {"site": "s5", "drop": {"notEstimable": "only one class"}}]}}]}
        """
            .formatted(rows);

    List<DropsByDistance> drops =
        DropsByDistance.of(Optional.of(results), List.of(audit()), new Seeds(1));

    assertThat(drops)
        .extracting(DropsByDistance::distance)
        .containsExactly("mahalanobis", "nearest", "discrepancy");
    assertThat(drops).allMatch(one -> one.sites().size() == 5 && one.map().equals("reserve"));
    assertThat(drops.get(0).relation())
        .isInstanceOfSatisfying(
            RankRelation.class,
            relation -> {
              assertThat(relation.spearman()).isEqualTo(1);
              // Two of 120 orders.
              assertThat(relation.p()).isBetween(0.01, 0.025);
            });
    assertThat(drops.get(1).relation())
        .isEqualTo(Map.of("notEstimable", "all sites have the same drop or distance"));
  }

  @Test
  void withoutResultsThereAreNoneAndWhatIsNoJsonIsOneLine() {
    assertThat(DropsByDistance.of(Optional.empty(), List.of(audit()), new Seeds(1))).isEmpty();
    assertThatThrownBy(() -> DropsByDistance.of(Optional.of("{"), List.of(audit()), new Seeds(1)))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read results.json of the run (expected JSON)");
  }

  private static MapAudit audit() {
    List<SiteDistances.Site> sites =
        IntStream.range(0, 6)
            .mapToObj(
                i ->
                    new SiteDistances.Site(
                        "s" + i,
                        30,
                        150,
                        new Far(3, 3, 0.5 + i / 20.0, 0.05),
                        new Far(3, 3, 0.5, 0.05),
                        new MeanDiscrepancy(i / 100.0, 3, 0.2, 199)))
            .toList();
    return new MapAudit(
        "reserve",
        "features",
        new SiteAudit(180, 128, 99, NONE, NONE, List.of(), Map.of()),
        new SiteDistances(250, sites, List.of()));
  }
}
