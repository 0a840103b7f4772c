package org.polarfold.split;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.polarfold.UserException;
import org.polarfold.experiment.Splitting;
import org.polarfold.experiment.Splitting.Design;
import org.polarfold.provenance.Seeds;
import org.polarfold.split.SplitPlan.PlannedDesign;
import org.polarfold.study.PatientId;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

/** Repeats, single sites, named external sites and time, beside the designs of every experiment. */
class FurtherDesignsTest {

  private static final int K = 4;

  static Stream<List<Enrolled>> consortia() {
    return SplitPlanTest.consortia();
  }

  private static SplitPlan plan(List<Enrolled> patients, int repeats, Design... further) {
    return plan(patients, repeats, List.of(), Optional.empty(), further);
  }

  private static SplitPlan plan(
      List<Enrolled> patients,
      int repeats,
      List<SiteId> named,
      Optional<YearMonth> from,
      Design... further) {
    List<Design> designs = new ArrayList<>(Splitting.USUAL);
    designs.addAll(List.of(further));
    Splitting splitting =
        new Splitting(K, Target.IMPAIRED_MFR, 20, 5, designs, repeats, from, named);
    return SplitPlan.draw(
        "studies",
        new Enrolment(patients, splitting, new Seeds(7)),
        ValidationDesign.of(splitting));
  }

  /** Whom a fold lets train. */
  private static Set<PatientId> training(SplitPlan plan, Fold fold) {
    Set<PatientId> training = new HashSet<>(plan.patients());
    fold.heldOut().forEach(training::remove);
    fold.setAside().forEach(training::remove);
    return training;
  }

  private static Set<PatientId> of(List<Enrolled> patients, String site) {
    return patients.stream()
        .filter(patient -> patient.site().value().equals(site))
        .map(Enrolled::patient)
        .collect(toSet());
  }

  @ParameterizedTest
  @MethodSource("consortia")
  void everyRepeatIsAWholeDrawAndTheFirstIsThatOfOne(List<Enrolled> patients) {
    SplitPlan thrice = plan(patients, 3, Design.MATCHED_INTERNAL);
    SplitPlan once = plan(patients, 1, Design.MATCHED_INTERNAL);

    assertThat(thrice.designs())
        .extracting(design -> design.arm() + " " + design.repeat())
        .containsExactly(
            "internal 0",
            "internal 1",
            "internal 2",
            "external 0",
            "matched-internal 0",
            "matched-internal 1",
            "matched-internal 2");
    assertThat(thrice.designs().stream().filter(design -> design.repeat() == 0).toList())
        .isEqualTo(once.designs());
    for (PlannedDesign design : thrice.designs().subList(0, 3)) {
      assertThat(design.folds().stream().flatMap(fold -> fold.heldOut().stream()))
          .containsExactlyInAnyOrderElementsOf(thrice.patients());
    }
    assertThat(thrice.designs().get(1).folds()).isNotEqualTo(thrice.designs().get(0).folds());
    assertThat(thrice.designs().get(2).folds()).isNotEqualTo(thrice.designs().get(1).folds());
    assertThat(SplitPlanFile.read(SplitPlanFile.write(thrice), "splits.json")).isEqualTo(thrice);
    assertThat(thrice.digest()).isNotEqualTo(once.digest());
  }

  @ParameterizedTest
  @MethodSource("consortia")
  void aSingleSitesNetworksSeeThatSiteAlone(List<Enrolled> patients) {
    SplitPlan plan = plan(patients, 1, Design.SINGLE_SITE);
    List<String> big =
        plan.designs().get(1).folds().stream().map(Fold::name).toList(); // of the external arm

    assertThat(plan.designs().subList(2, plan.designs().size()))
        .extracting(PlannedDesign::arm)
        .containsExactlyElementsOf(big.stream().map(site -> "single-site:" + site).toList());
    for (PlannedDesign design : plan.designs().subList(2, plan.designs().size())) {
      Set<PatientId> own = of(patients, design.arm().substring("single-site:".length()));
      Fold elsewhere = design.folds().get(0);
      assertThat(training(plan, elsewhere)).isEqualTo(own);
      assertThat(elsewhere.heldOut())
          .containsExactlyInAnyOrderElementsOf(
              plan.patients().stream().filter(patient -> !own.contains(patient)).toList());
      List<Fold> within = design.folds().subList(1, design.folds().size());
      assertThat(within).hasSize(K);
      for (Fold fold : within) {
        Set<PatientId> expected = new HashSet<>(own);
        fold.heldOut().forEach(expected::remove);
        assertThat(training(plan, fold)).isEqualTo(expected).isNotEmpty();
      }
      assertThat(within.stream().flatMap(fold -> fold.heldOut().stream()))
          .containsExactlyInAnyOrderElementsOf(own);
    }
  }

  @ParameterizedTest
  @MethodSource("consortia")
  void developmentNeverTouchesNamedExternalSites(List<Enrolled> patients) {
    SiteId site = patients.get(0).site();
    List<Enrolled> all = new ArrayList<>(patients);
    all.addAll(EnrolledMade.site("big", 40, 20));
    all.addAll(EnrolledMade.site("bigger", 50, 20));
    Set<PatientId> named = of(all, site.value());
    Design[] designs = {
      Design.MATCHED_INTERNAL, Design.MATCHED_EXTERNAL, Design.SINGLE_SITE, Design.NAMED_EXTERNAL
    };

    SplitPlan looks = plan(all, 2, List.of(site), Optional.empty(), designs);
    SplitPlan before = plan(all, 2, List.of(site), Optional.empty());

    for (PlannedDesign design : looks.designs()) {
      for (Fold fold : design.folds()) {
        assertThat(training(looks, fold)).as(design.arm()).doesNotContainAnyElementsOf(named);
        if (design.arm().equals(SplitPlan.NAMED_EXTERNAL)) {
          assertThat(Set.copyOf(fold.heldOut())).isEqualTo(named);
          assertThat(training(looks, fold)).isEqualTo(Set.copyOf(looks.development()));
        } else {
          assertThat(fold.heldOut()).doesNotContainAnyElementsOf(named);
        }
      }
    }
    assertThat(looks.looksAtNamedExternal()).isTrue();
    assertThat(before.looksAtNamedExternal()).isFalse();
    assertThat(before.patients()).doesNotContainAnyElementsOf(named);
    assertThat(before.notHeldOut()).doesNotContainKey(site.value());
    // Whether there is a look does not change what is developed.
    assertThat(looks.designs().stream().map(PlannedDesign::folds))
        .containsAll(before.designs().stream().map(PlannedDesign::folds).toList());
  }

  @Test
  void aNamedSiteWithNobodyIsTold() {
    List<Enrolled> patients = new ArrayList<>(EnrolledMade.site("oslo", 30, 10));
    patients.addAll(EnrolledMade.site("tromso", 30, 10));

    assertThatThrownBy(() -> plan(patients, 1, List.of(new SiteId("bergen")), Optional.empty()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Invalid value of split.named-external-sites: bergen (expected a site with enrolled"
                + " patients: oslo, tromso)");
  }

  @Test
  void timeTellsWhoTrainsAndWhoseMonthIsUnknownDoesNeither() {
    YearMonth from = YearMonth.of(2019, 3);
    List<Enrolled> patients =
        IntStream.range(0, 48)
            .mapToObj(
                i ->
                    new Enrolled(
                        new PatientId("p-%02d".formatted(i)),
                        EnrolledMade.siteId(i % 2 == 0 ? "oslo" : "tromso"),
                        Map.of(Target.IMPAIRED_MFR, i / 2 % 2),
                        i % 12 == 11
                            ? Optional.empty()
                            : Optional.of(YearMonth.of(2018, 1).plusMonths(i % 24))))
            .toList();

    SplitPlan plan = plan(patients, 1, List.of(), Optional.of(from), Design.TEMPORAL);
    PlannedDesign temporal = plan.designs().get(2);

    assertThat(temporal.arm()).isEqualTo("temporal");
    Fold fold = temporal.folds().get(0);
    assertThat(fold.name()).isEqualTo("from-2019-03");
    for (Enrolled patient : patients) {
      Optional<YearMonth> examined = patient.examined();
      assertThat(fold.heldOut().contains(patient.patient()))
          .isEqualTo(examined.filter(month -> !month.isBefore(from)).isPresent());
      assertThat(training(plan, fold).contains(patient.patient()))
          .isEqualTo(examined.filter(month -> month.isBefore(from)).isPresent());
    }
    assertThat(fold.setAside()).hasSize(4);
    assertThatThrownBy(
            () -> plan(patients, 1, List.of(), Optional.of(YearMonth.of(2030, 1)), Design.TEMPORAL))
        .hasMessage(
            "Cannot split at split.temporal-from = 2030-01: 44 patients were examined before, 0"
                + " later, 4 in an unknown month (expected patients before and later)");
  }
}
