package org.polarfold.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;

/** Marginals against N-13 ammonia without coronary disease (Opstal 2017, PMC5994394). */
class PatientTest {

  private static List<Patient> patients;

  @BeforeAll
  static void draw() {
    Clinic clinic =
        new Clinic(
            new Seeds(11),
            PatientModel.REFERENCE,
            CaseMix.REFERENCE,
            AcquisitionKnobs.REFERENCE,
            Practice.REFERENCE);
    patients = IntStream.range(0, 3000).mapToObj(clinic::patient).toList();
  }

  @Test
  void flowWithoutNarrowedArteriesIsThatOfTheLiterature() {
    Predicate<Patient> healthy = patient -> !patient.person().obstructive();
    DescriptiveStatistics rest = over(healthy, p -> mean(p.flow().rest()));
    assertThat(rest.getMean()).isCloseTo(1.02, within(0.03));
    assertThat(rest.getStandardDeviation()).isCloseTo(0.22, within(0.03));
    DescriptiveStatistics stress = over(healthy, p -> mean(p.flow().stress()));
    assertThat(stress.getMean()).isCloseTo(2.54, within(0.06));
    assertThat(stress.getStandardDeviation()).isCloseTo(0.41, within(0.04));
    DescriptiveStatistics reserve = over(healthy, p -> p.flow().meanReserve());
    assertThat(reserve.getMean()).isCloseTo(2.60, within(0.08));
    assertThat(reserve.getStandardDeviation()).isCloseTo(0.61, within(0.06));
  }

  @Test
  void womenHaveMoreFlowAndLessReserve() {
    Predicate<Patient> women = p -> !p.person().male() && !p.person().obstructive();
    Predicate<Patient> men = p -> p.person().male() && !p.person().obstructive();
    assertThat(mean(women, p -> mean(p.flow().rest())))
        .isGreaterThan(mean(men, p -> mean(p.flow().rest())) + 0.1);
    assertThat(mean(women, p -> mean(p.flow().stress())))
        .isGreaterThan(mean(men, p -> mean(p.flow().stress())) + 0.1);
    assertThat(mean(women, p -> p.flow().meanReserve()))
        .isLessThan(mean(men, p -> p.flow().meanReserve()) - 0.1);
  }

  @Test
  void ageAndDiseaseLowerStressAndReserve() {
    Predicate<Patient> old = p -> p.person().ageYears() > 70;
    Predicate<Patient> young = p -> p.person().ageYears() < 56;
    assertThat(mean(old, p -> mean(p.flow().stress())))
        .isLessThan(mean(young, p -> mean(p.flow().stress())) - 0.1);
    assertThat(mean(p -> p.person().obstructive(), p -> p.flow().meanReserve()))
        .isLessThan(mean(p -> !p.person().obstructive(), p -> p.flow().meanReserve()) - 0.3);
    Predicate<Patient> small = p -> p.person().microvascular() && !p.person().obstructive();
    Predicate<Patient> none = p -> !p.person().microvascular() && !p.person().obstructive();
    assertThat(mean(small, p -> mean(p.flow().stress())))
        .isLessThan(mean(none, p -> mean(p.flow().stress())) - 0.3);
  }

  @Test
  void impairedReserveIsAsCommonAsInAClinic() {
    assertThat(mean(p -> true, p -> p.flow().impaired() ? 1 : 0)).isBetween(0.25, 0.40);
  }

  @Test
  void sharesAreThoseOfTheCaseMix() {
    assertThat(mean(p -> true, p -> p.person().male() ? 1 : 0)).isCloseTo(0.58, within(0.03));
    assertThat(mean(p -> true, p -> p.person().obstructive() ? 1 : 0))
        .isCloseTo(0.40, within(0.03));
    assertThat(mean(p -> true, p -> p.person().microvascular() ? 1 : 0))
        .isCloseTo(0.15, within(0.02));
    for (Trait trait : Trait.values()) {
      assertThat(share(trait, p -> true))
          .as(trait.name())
          .isCloseTo(trait.usualShare, within(0.03));
    }
    for (Race race : Race.values()) {
      assertThat(mean(p -> true, p -> p.person().race() == race ? 1 : 0))
          .as(race.name())
          .isCloseTo(race.usualShare, within(0.02));
    }
  }

  @Test
  void traitsDependOnOneAnotherAsStated() {
    assertThat(share(Trait.DIABETES, has(Trait.HYPERTENSION)))
        .isGreaterThan(share(Trait.DIABETES, has(Trait.HYPERTENSION).negate()) + 0.1);
    assertThat(share(Trait.HYPERTENSION, p -> p.person().race() == Race.BLACK))
        .isGreaterThan(share(Trait.HYPERTENSION, p -> p.person().race() == Race.WHITE) + 0.05);
    assertThat(share(Trait.SMOKING, p -> p.person().ageYears() < 56))
        .isGreaterThan(share(Trait.SMOKING, p -> p.person().ageYears() > 70) + 0.1);
    assertThat(mean(has(Trait.DIABETES), p -> p.person().obstructive() ? 1 : 0))
        .isGreaterThan(mean(has(Trait.DIABETES).negate(), p -> p.person().obstructive() ? 1 : 0));
  }

  @Test
  void traitsActOnFlowWithTheStatedStrength() {
    PatientModel model = PatientModel.REFERENCE;
    Person without = new Person(true, 63, Race.WHITE, Set.of(), false, false);
    Person diabetic = new Person(true, 63, Race.WHITE, Set.of(Trait.DIABETES), false, false);
    FlowLevels expected = FlowLevels.expected(model, without);
    assertThat(FlowLevels.expected(model, diabetic).rest() - expected.rest())
        .isCloseTo(0.08, within(1e-9));
    assertThat(FlowLevels.expected(model, diabetic).stress() - expected.stress())
        .isCloseTo(-0.10, within(1e-9));
  }

  @Test
  void aPatientDependsOnSeedSiteAndIndexAlone() {
    Clinic clinic =
        new Clinic(
            new Seeds(11),
            PatientModel.REFERENCE,
            CaseMix.REFERENCE,
            AcquisitionKnobs.REFERENCE,
            Practice.REFERENCE);
    assertThat(clinic.patient(1234)).isEqualTo(patients.get(1234));
    assertThat(clinic.patient(7)).isEqualTo(patients.get(7));
  }

  private static Predicate<Patient> has(Trait trait) {
    return patient -> patient.person().traits().contains(trait);
  }

  private static double share(Trait trait, Predicate<Patient> who) {
    return mean(who, patient -> has(trait).test(patient) ? 1 : 0);
  }

  private static double mean(PolarMap map) {
    return Arrays.stream(Segment17.means(map)).average().orElseThrow();
  }

  private static double mean(Predicate<Patient> who, ToDoubleFunction<Patient> what) {
    return over(who, what).getMean();
  }

  private static DescriptiveStatistics over(
      Predicate<Patient> who, ToDoubleFunction<Patient> what) {
    return new DescriptiveStatistics(patients.stream().filter(who).mapToDouble(what).toArray());
  }
}
