package org.polarfold.leakage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.polarfold.leakage.Leak.Kind;
import org.polarfold.split.Enrolled;
import org.polarfold.split.Fold;
import org.polarfold.split.SplitPlan;
import org.polarfold.split.SplitPlan.PlannedDesign;
import org.polarfold.study.PatientId;
import org.polarfold.study.SiteId;

/** Plans of a few patients, a1 of site a and so on, examined in the month of their number. */
class PlanLeaksTest {

  private static final List<Enrolled> EVERYBODY =
      Stream.of("a1", "a2", "a3", "b1", "b2", "c1").map(PlanLeaksTest::enrolled).toList();

  private static final PlannedDesign INTERNAL =
      new PlannedDesign(
          "internal", List.of(fold("fold-1", "a1 b1"), fold("fold-2", "a2 a3 b2 c1")));

  private static Enrolled enrolled(String name) {
    return new Enrolled(
        new PatientId(name),
        new SiteId(name.substring(0, 1)),
        Map.of(),
        Optional.of(YearMonth.of(2020, name.charAt(1) - '0')));
  }

  private static Fold fold(String name, String heldOut) {
    return fold(name, heldOut, "");
  }

  private static Fold fold(String name, String heldOut, String setAside) {
    return new Fold(name, patients(heldOut), patients(setAside));
  }

  private static List<PatientId> patients(String names) {
    return Arrays.stream(names.split(" ", -1))
        .filter(name -> !name.isEmpty())
        .map(PatientId::new)
        .toList();
  }

  private static List<Leak> found(List<SiteId> named, PlannedDesign... designs) {
    SplitPlan plan =
        new SplitPlan(
            "dataset",
            1,
            Stream.concat(Stream.of(INTERNAL), Arrays.stream(designs)).toList(),
            Map.of());
    return PlanLeaks.find(Sides.of(plan), EVERYBODY, named, "splits.json");
  }

  private static List<Leak> found(String arm, Fold... folds) {
    return found(List.of(), new PlannedDesign(arm, List.of(folds)));
  }

  private static void isFound(List<Leak> leaks, Kind kind, String... records) {
    assertThat(leaks).extracting(Leak::kind).containsExactly(kind);
    assertThat(leaks.get(0).records()).containsExactly(records);
  }

  @Test
  void aSiteThatIsHeldOutInParts() {
    for (String arm : List.of("external", "matched-external", "named-external")) {
      assertThat(found(arm, fold("a", "a1 a2 a3"), fold("b", "b1 b2"))).isEmpty();
      assertThat(found(arm, fold("a", "a1 a2", "a3"))).isEmpty();
      isFound(found(arm, fold("a", "a1"), fold("b", "b1 b2")), Kind.KNOWN_SITE, "a2", "a3");
    }
  }

  @Test
  void aSingleSiteThatLearnsElsewhere() {
    Fold elsewhere = fold("elsewhere", "b1 b2 c1");
    assertThat(found("single-site:a", elsewhere, fold("fold-1", "a1", "b1 b2 c1"))).isEmpty();
    isFound(
        found("single-site:a", elsewhere, fold("fold-1", "a1", "b1 b2")), Kind.KNOWN_SITE, "c1");
  }

  @Test
  void monthsThatAreHeldOut() {
    assertThat(found("temporal", fold("from-2020-02", "a2 b2 a3"))).isEmpty();
    isFound(found("temporal", fold("from-2020-02", "a2 b2")), Kind.KNOWN_MONTHS, "a3");
  }

  @Test
  void aNamedExternalSiteThatDevelopmentTouches() {
    List<Leak> leaks =
        found(
            List.of(new SiteId("c")),
            new PlannedDesign("named-external", List.of(fold("named", "c1"))));

    // Learnt from by the first fold, held out by the second.
    assertThat(leaks).extracting(Leak::kind).containsOnly(Kind.TOUCHED_NAMED_EXTERNAL).hasSize(2);
    assertThat(leaks).allSatisfy(leak -> assertThat(leak.records()).containsExactly("c1"));
  }

  @Test
  void twoFoldsOfOneName() {
    List<Leak> leaks =
        found(List.of(), new PlannedDesign("internal", List.of(fold("fold-1", "a2"))));

    isFound(leaks, Kind.FOLDS_OF_ONE_NAME, "arm internal, fold fold-1");
  }

  @Test
  void somebodyWhomThePlanHasForgotten() {
    SplitPlan plan =
        new SplitPlan(
            "dataset",
            1,
            List.of(new PlannedDesign("internal", List.of(fold("fold-1", "a1 b1 a2 a3 b2")))),
            Map.of());

    isFound(
        PlanLeaks.find(Sides.of(plan), EVERYBODY, List.of(), "splits.json"),
        Kind.OTHER_PATIENTS,
        "c1");
  }

  @Test
  void noMoreThanFiveAreShown() {
    SplitPlan plan = new SplitPlan("dataset", 1, List.of(INTERNAL), Map.of());
    List<Leak> leaks = PlanLeaks.find(Sides.of(plan), List.of(), List.of(), "splits.json");

    assertThat(leaks).hasSize(1);
    assertThat(leaks.get(0).line())
        .isEqualTo(
            "Leak other-patients in splits.json: of whom the lake has no study with the"
                + " experiment's maps: a1, a2, a3, b1, b2 and 1 more (expected enrolled patients"
                + " alone)");
  }
}
