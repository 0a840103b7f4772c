package org.polarfold.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.Target;

/** A risk is true where, of all patients who are given it, that share has the label. */
class IdealObserverTest {

  private static final int PATIENTS = 1500;

  private record Judged(Map<Target, Integer> labels, Map<Target, Double> risks) {

    boolean has(Target target) {
      return labels.getOrDefault(target, 0) == 1;
    }

    double risk(Target target) {
      return risks.getOrDefault(target, Double.NaN);
    }
  }

  private static List<Judged> usual;

  @BeforeAll
  static void judge() {
    usual = judged(Reproducibility.REFERENCE, CaseMix.REFERENCE);
  }

  @Test
  void risksAreTrue() {
    for (Target target : Target.values()) {
      assertTrue(usual, target);
    }
  }

  @Test
  void risksAreTrueWhereTheShareOfALabelWasShifted() {
    Prevalence half = new Prevalence(Target.IMPAIRED_MFR, 0.7);
    List<Judged> shifted = judged(Reproducibility.REFERENCE, CaseMix.REFERENCE.with(half));
    assertThat(share(shifted, Target.IMPAIRED_MFR)).isCloseTo(0.7, within(0.03));
    for (Target target : Target.values()) {
      assertTrue(shifted, target);
    }
  }

  @Test
  void risksSpread() {
    for (Target target : List.of(Target.SEX, Target.DIABETES, Target.IMPAIRED_MFR)) {
      double[] risks = usual.stream().mapToDouble(one -> one.risk(target)).sorted().toArray();
      assertThat(risks[PATIENTS * 9 / 10] - risks[PATIENTS / 10])
          .as(target.key())
          .isGreaterThan(0.2);
    }
  }

  @Test
  void whereDaysAreAlikeReserveIsKnown() {
    for (Judged one : judged(new Reproducibility(0, 0), CaseMix.REFERENCE).subList(0, 500)) {
      assertThat(one.risk(Target.IMPAIRED_MFR)).isEqualTo(one.has(Target.IMPAIRED_MFR) ? 1.0 : 0.0);
    }
  }

  @Test
  void theBestAreaIsThatOfTheLabelsAndDoesNotDependOnPrevalence() {
    double[] risks = usual.stream().mapToDouble(one -> one.risk(Target.SEX)).toArray();
    PopulationAuroc best = PopulationAuroc.of(risks);
    assertThat(best.value()).isCloseTo(area(usual, Target.SEX), within(0.03));
    CaseMix shifted = CaseMix.REFERENCE.with(new Prevalence(Target.SEX, 0.2));
    double[] other =
        judged(Reproducibility.REFERENCE, shifted).stream()
            .mapToDouble(one -> one.risk(Target.SEX))
            .toArray();
    assertThat(PopulationAuroc.of(other).value()).isCloseTo(best.value(), within(0.03));
  }

  /** By fifths of risk, mean risk and share of the label differ by chance alone. */
  private static void assertTrue(List<Judged> judged, Target target) {
    List<Judged> sorted = new ArrayList<>(judged);
    sorted.sort(Comparator.comparingDouble(one -> one.risk(target)));
    int part = sorted.size() / 5;
    for (int i = 0; i < 5; i++) {
      List<Judged> fifth = sorted.subList(i * part, (i + 1) * part);
      double risk = fifth.stream().mapToDouble(one -> one.risk(target)).average().orElseThrow();
      double variance =
          fifth.stream().mapToDouble(one -> one.risk(target) * (1 - one.risk(target))).sum();
      assertThat(share(fifth, target))
          .as(target.key() + ", fifth " + i)
          .isCloseTo(risk, within(4 * Math.sqrt(variance) / part + 1e-6));
    }
  }

  private static double share(List<Judged> judged, Target target) {
    return judged.stream().mapToDouble(one -> one.has(target) ? 1 : 0).average().orElseThrow();
  }

  private static double area(List<Judged> judged, Target target) {
    double wins = 0;
    double pairs = 0;
    for (Judged one : judged) {
      for (Judged other : judged) {
        if (one.has(target) && !other.has(target)) {
          pairs++;
          wins += one.risk(target) > other.risk(target) ? 1 : 0;
        }
      }
    }
    return wins / pairs;
  }

  private static List<Judged> judged(Reproducibility days, CaseMix mix) {
    AcquisitionKnobs knobs =
        new AcquisitionKnobs(
            FlowResponse.REFERENCE,
            Resolution.REFERENCE,
            days,
            Rotation.NONE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    Clinic clinic =
        new Clinic(new Seeds(21), PatientModel.REFERENCE, mix, knobs, Practice.REFERENCE);
    IdealObserver observer =
        clinic.observer(new BestPossible(clinic, new Seeds(22), 2 * PATIENTS).shareElsewhere());
    return IntStream.range(0, PATIENTS)
        .parallel()
        .mapToObj(
            i -> {
              Patient patient = clinic.patient(i);
              return new Judged(
                  patient.labels(), observer.risks(patient, clinic.distortion(i, patient)));
            })
        .toList();
  }
}
