package org.polarfold.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.polarfold.UserException;
import org.polarfold.study.PatientId;

/** What holds of every plan, over consortia of every shape. */
class SplitPlanTest {

  private static final int K = 5;
  private static final List<ValidationDesign> DESIGNS =
      List.of(
          new KFold(K), new LeaveOneSiteOut(), new MatchedKFold(K), new MatchedLeaveOneSiteOut(K));

  static Stream<List<Enrolled>> consortia() {
    return LongStream.range(0, 40).mapToObj(seed -> EnrolledMade.consortium(new Random(seed)));
  }

  @ParameterizedTest
  @MethodSource("consortia")
  void nobodyIsHeldOutTwiceAndTheInternalArmHoldsEveryoneOut(List<Enrolled> patients) {
    SplitPlan plan = draw(patients, 1);

    for (SplitPlan.PlannedDesign design : plan.designs()) {
      List<PatientId> heldOut = heldOut(design.folds());
      assertThat(heldOut).as(design.arm()).doesNotHaveDuplicates();
      assertThat(ids(patients)).containsAll(heldOut);
    }
    assertThat(plan.designs().get(0).folds()).hasSize(K);
    assertThat(heldOut(plan.designs().get(0).folds()))
        .containsExactlyInAnyOrderElementsOf(ids(patients));
  }

  @ParameterizedTest
  @MethodSource("consortia")
  void theOrderOfPatientsDoesNotMatter(List<Enrolled> patients) {
    List<Enrolled> shuffled = new ArrayList<>(patients);
    Collections.shuffle(shuffled, new Random(99));

    assertThat(shuffled).isNotEqualTo(patients);
    assertThat(draw(shuffled, 1)).isEqualTo(draw(patients, 1));
    assertThat(draw(shuffled, 1).digest()).isEqualTo(draw(patients, 1).digest());
  }

  @ParameterizedTest
  @MethodSource("consortia")
  void anotherSeedDrawsAnotherPlan(List<Enrolled> patients) {
    SplitPlan one = draw(patients, 1);
    SplitPlan other = draw(patients, 2);

    assertThat(draw(patients, 1).digest()).isEqualTo(one.digest());
    assertThat(other.digest()).isNotEqualTo(one.digest());
    assertThat(other.designs().get(0)).isNotEqualTo(one.designs().get(0));
    assertThat(other.designs().get(1)).as("sites are not drawn").isEqualTo(one.designs().get(1));
  }

  @Test
  void theDigestKnowsTheStudiesItWasDrawnFor() {
    Enrolment enrolment = EnrolledMade.enrolment(EnrolledMade.consortium(new Random(0)), 1);

    assertThat(SplitPlan.draw("studies-a", enrolment, DESIGNS).digest())
        .isNotEqualTo(SplitPlan.draw("studies-b", enrolment, DESIGNS).digest());
  }

  @Test
  void thePlanNamesTheSitesThatAlwaysTrain() {
    List<Enrolled> patients = new ArrayList<>(EnrolledMade.site("big", 30, 10));
    patients.addAll(EnrolledMade.site("small", 19, 9));

    assertThat(draw(patients, 1).notHeldOut())
        .isEqualTo(Map.of("small", "19 patients, fewer than 20"));
  }

  @Test
  void aPatientIsEnrolledOnceHoweverManySitesSentThem() {
    List<Enrolled> patients = new ArrayList<>(EnrolledMade.site("oslo", 30, 10));
    Enrolled known = patients.get(3);
    patients.add(new Enrolled(known.patient(), EnrolledMade.siteId("tromso"), known.labels()));

    assertThatThrownBy(() -> EnrolledMade.enrolment(patients, 1))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Invalid dataset: a patient is enrolled twice, the second time at site tromso (expected"
                + " one study a patient)");
  }

  @Test
  void aPlanThatHoldsAPatientOutTwiceCannotBeMade() {
    List<Fold> folds =
        List.of(
            new Fold("fold-1", List.of(new PatientId("p-1"), new PatientId("p-2"))),
            new Fold("fold-2", List.of(new PatientId("p-2"))));

    assertThatThrownBy(() -> new SplitPlan.PlannedDesign("internal", folds))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Invalid plan: of arm internal 1 held out twice: p-2 by fold-1 and fold-2 (expected each patient in one fold)");
  }

  @Test
  void aFoldHoldsSomebodyOut() {
    assertThatThrownBy(() -> new Fold("fold-1", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid fold: fold-1 holds nobody out");
  }

  private static SplitPlan draw(List<Enrolled> patients, long seed) {
    return SplitPlan.draw("studies", EnrolledMade.enrolment(patients, seed), DESIGNS);
  }

  private static List<PatientId> heldOut(List<Fold> folds) {
    return folds.stream().flatMap(fold -> fold.heldOut().stream()).toList();
  }

  private static List<PatientId> ids(List<Enrolled> patients) {
    return patients.stream().map(Enrolled::patient).toList();
  }
}
