package org.polarfold.split;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.polarfold.study.PatientId;
import org.polarfold.study.Target;

/**
 * The size-matched twins beside the designs that they are twins of, over consortia of every shape.
 */
class MatchedDesignsTest {

  private static final int K = 5;

  static Stream<List<Enrolled>> consortia() {
    return SplitPlanTest.consortia();
  }

  @ParameterizedTest
  @MethodSource("consortia")
  void bothArmsOfASiteLearnFromEquallyManyPatients(List<Enrolled> patients) {
    Plan plan = new Plan(patients, 1);

    plan.external.forEach(
        site -> {
          int left = patients.size() - site.heldOut().size();
          int internal =
              plan.internal.stream()
                  .mapToInt(f -> patients.size() - f.heldOut().size())
                  .min()
                  .orElseThrow();
          int expected = Math.min(left, internal);
          assertThat(plan.training(plan.matchedExternal(site.name()))).hasSize(expected);
          assertThat(plan.matchedInternalOf(site.heldOut()))
              .isNotEmpty()
              .allSatisfy(fold -> assertThat(plan.training(fold)).hasSize(expected));
        });
  }

  @ParameterizedTest
  @MethodSource("consortia")
  void theyHoldOutThoseWhomTheExternalArmHoldsOut(List<Enrolled> patients) {
    Plan plan = new Plan(patients, 1);
    List<PatientId> external = plan.external.stream().flatMap(f -> f.heldOut().stream()).toList();

    assertThat(plan.matchedExternal.stream().collect(toMap(Fold::name, Fold::heldOut)))
        .isEqualTo(plan.external.stream().collect(toMap(Fold::name, Fold::heldOut)));
    assertThat(plan.matchedInternal.stream().flatMap(f -> f.heldOut().stream()))
        .containsExactlyInAnyOrderElementsOf(external);
  }

  @ParameterizedTest
  @MethodSource("consortia")
  void nobodyTrainsWhomTheTwinDoesNotLetTrain(List<Enrolled> patients) {
    Plan plan = new Plan(patients, 1);

    for (Fold site : plan.external) {
      assertThat(plan.training(plan.matchedExternal(site.name())))
          .doesNotContainAnyElementsOf(site.heldOut());
    }
    for (Fold matched : plan.matchedInternal) {
      Fold twin =
          plan.internal.stream()
              .filter(fold -> matched.name().startsWith(fold.name() + "-of-"))
              .findFirst()
              .orElseThrow();
      assertThat(twin.heldOut()).containsAll(matched.heldOut());
      assertThat(plan.training(matched)).doesNotContainAnyElementsOf(twin.heldOut());
    }
  }

  @ParameterizedTest
  @MethodSource("consortia")
  void everyStratumKeepsItsShareToOnePatient(List<Enrolled> patients) {
    Plan plan = new Plan(patients, 1);

    for (Fold site : plan.external) {
      Set<PatientId> held = Set.copyOf(site.heldOut());
      List<Enrolled> may = patients.stream().filter(p -> !held.contains(p.patient())).toList();
      Set<PatientId> train = plan.training(plan.matchedExternal(site.name()));
      Map<String, Long> before = may.stream().collect(groupingBy(this::stratum, counting()));
      Map<String, Long> after =
          may.stream()
              .filter(p -> train.contains(p.patient()))
              .collect(groupingBy(this::stratum, counting()));

      before.forEach(
          (stratum, n) ->
              assertThat((double) after.getOrDefault(stratum, 0L))
                  .as(stratum)
                  .isBetween(
                      Math.floor((double) n * train.size() / may.size()),
                      Math.ceil((double) n * train.size() / may.size())));
    }
  }

  @Test
  void whoIsSetAsideIsDrawnByLot() {
    List<Enrolled> patients = new ArrayList<>(EnrolledMade.site("small", 30, 15));
    patients.addAll(EnrolledMade.site("middle", 100, 50));
    patients.addAll(EnrolledMade.site("large", 400, 200));

    Set<PatientId> first = aside(new Plan(patients, 1), "small");
    Set<PatientId> second = aside(new Plan(patients, 2), "small");

    // Of the 500 that the external network has, 424 learn; two draws share some 11 or 12 of 76.
    assertThat(first).hasSize(76);
    assertThat(second).hasSize(76);
    first.retainAll(second);
    assertThat(first).hasSizeLessThan(40);
  }

  @Test
  void aSiteThatHoldsMostPatientsCutsTheInternalArm() {
    List<Enrolled> patients = new ArrayList<>(EnrolledMade.site("small", 30, 15));
    patients.addAll(EnrolledMade.site("middle", 100, 50));
    patients.addAll(EnrolledMade.site("large", 400, 200));
    Plan plan = new Plan(patients, 1);

    assertThat(plan.matchedInternal)
        .extracting(Fold::name)
        .containsExactly(
            "fold-1-of-130",
            "fold-1-of-424",
            "fold-2-of-130",
            "fold-2-of-424",
            "fold-3-of-130",
            "fold-3-of-424",
            "fold-4-of-130",
            "fold-4-of-424",
            "fold-5-of-130",
            "fold-5-of-424");
    assertThat(plan.matchedExternal("large").setAside()).isEmpty();
  }

  @Test
  void nobodyIsHeldOutAndSetAside() {
    PatientId patient = new PatientId("secret-1");

    assertThatThrownBy(() -> new Fold("fold-1", List.of(patient), List.of(patient)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid fold: fold-1 sets a patient aside whom it holds out");
  }

  private static Set<PatientId> aside(Plan plan, String site) {
    return new HashSet<>(plan.matchedExternal(site).setAside());
  }

  private String stratum(Enrolled patient) {
    return patient.site() + " " + patient.label(Target.IMPAIRED_MFR) + patient.label(Target.SEX);
  }

  /** The folds of all four designs. */
  private static final class Plan {

    private final Set<PatientId> all;
    private final List<Fold> internal;
    private final List<Fold> external;
    private final List<Fold> matchedInternal;
    private final List<Fold> matchedExternal;

    Plan(List<Enrolled> patients, long seed) {
      Enrolment enrolment = EnrolledMade.enrolment(patients, seed);
      all = patients.stream().map(Enrolled::patient).collect(toSet());
      internal = new KFold(K).folds(enrolment);
      external = new LeaveOneSiteOut().folds(enrolment);
      matchedInternal = new MatchedKFold(K).folds(enrolment);
      matchedExternal = new MatchedLeaveOneSiteOut(K).folds(enrolment);
    }

    Set<PatientId> training(Fold fold) {
      Set<PatientId> training = new HashSet<>(all);
      fold.heldOut().forEach(training::remove);
      fold.setAside().forEach(training::remove);
      return training;
    }

    Fold matchedExternal(String site) {
      return matchedExternal.stream().filter(f -> f.name().equals(site)).findFirst().orElseThrow();
    }

    List<Fold> matchedInternalOf(List<PatientId> patients) {
      Set<PatientId> some = Set.copyOf(patients);
      return matchedInternal.stream()
          .filter(fold -> fold.heldOut().stream().anyMatch(some::contains))
          .toList();
    }
  }
}
