package org.polarfold.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
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
class LatentFlowTest {

  private static List<Examination> cohort;

  @BeforeAll
  static void examine() {
    Clinic clinic = new Clinic(new Seeds(11), CaseMix.REFERENCE, AcquisitionKnobs.REFERENCE);
    cohort = IntStream.range(0, 1500).mapToObj(clinic::examine).toList();
  }

  @Test
  void flowWithoutDiseaseIsThatOfTheLiterature() {
    Predicate<Person> healthy = person -> !person.diseased();
    DescriptiveStatistics rest = over(healthy, e -> mean(e.flow().rest()));
    assertThat(rest.getMean()).isCloseTo(1.02, within(0.04));
    assertThat(rest.getStandardDeviation()).isCloseTo(0.22, within(0.03));
    DescriptiveStatistics stress = over(healthy, e -> mean(e.flow().stress()));
    assertThat(stress.getMean()).isCloseTo(2.54, within(0.08));
    assertThat(stress.getStandardDeviation()).isCloseTo(0.41, within(0.05));
    DescriptiveStatistics reserve = over(healthy, e -> e.flow().meanReserve());
    assertThat(reserve.getMean()).isCloseTo(2.60, within(0.10));
    assertThat(reserve.getStandardDeviation()).isCloseTo(0.61, within(0.08));
  }

  @Test
  void womenHaveMoreFlowAndLessReserve() {
    assertThat(mean(person -> !person.male(), e -> mean(e.flow().rest())))
        .isGreaterThan(mean(Person::male, e -> mean(e.flow().rest())) + 0.1);
    assertThat(mean(person -> !person.male(), e -> mean(e.flow().stress())))
        .isGreaterThan(mean(Person::male, e -> mean(e.flow().stress())) + 0.1);
    assertThat(mean(person -> !person.male(), e -> e.flow().meanReserve()))
        .isLessThan(mean(Person::male, e -> e.flow().meanReserve()) - 0.1);
  }

  @Test
  void ageAndDiseaseLowerStress() {
    assertThat(mean(person -> person.ageYears() > 70, e -> mean(e.flow().stress())))
        .isLessThan(mean(person -> person.ageYears() < 56, e -> mean(e.flow().stress())) - 0.05);
    assertThat(mean(Person::diseased, e -> e.flow().meanReserve()))
        .isLessThan(mean(person -> !person.diseased(), e -> e.flow().meanReserve()) - 0.3);
  }

  @Test
  void impairedReserveIsAsCommonAsInAClinic() {
    assertThat(cohort.stream().mapToInt(e -> e.flow().impaired() ? 1 : 0).average().orElseThrow())
        .isBetween(0.25, 0.40);
  }

  @Test
  void sharesFollowTheCaseMix() {
    assertThat(mean(p -> true, e -> e.person().male() ? 1 : 0)).isCloseTo(0.58, within(0.04));
    assertThat(mean(p -> true, e -> e.person().diseased() ? 1 : 0)).isCloseTo(0.40, within(0.04));
    for (Trait trait : Trait.values()) {
      assertThat(mean(p -> true, e -> e.person().traits().contains(trait) ? 1 : 0))
          .as(trait.name())
          .isCloseTo(trait.usualShare, within(0.04));
    }
  }

  @Test
  void everyValueIsWhatIngestAccepts() {
    for (Examination examination : cohort) {
      assertWithin(examination.measured().rest(), 0.1, 5);
      assertWithin(examination.measured().stress(), 0.1, 10);
    }
  }

  @Test
  void defectsLieInTheirTerritory() {
    assertDeepest(Territory.LAD, 1, 2, 7, 8, 13, 14, 17);
    assertDeepest(Territory.RCA, 3, 4, 9, 10, 15);
    assertDeepest(Territory.LCX, 5, 6, 11, 12, 16);
  }

  private static void assertWithin(PolarMap map, double least, double most) {
    double lowest = most;
    double highest = least;
    for (float value : map.toArray()) {
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
    assertThat(lowest).isGreaterThan(least);
    assertThat(highest).isLessThan(most);
  }

  private static void assertDeepest(Territory territory, int... segments) {
    double[] defect = territory.defect(0, 60, 34);
    assertThat(Arrays.stream(defect)).allMatch(depth -> depth >= 0 && depth <= 1);
    float[] values = new float[defect.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) defect[i];
    }
    double[] means = Segment17.means(PolarMap.of(values));
    for (int s = 1; s <= Segment17.COUNT; s++) {
      int segment = s;
      boolean inside = Arrays.stream(segments).anyMatch(i -> i == segment);
      if (inside) {
        // Apical segments are 90 degrees wide and straddle the borders of territories.
        assertThat(means[s - 1])
            .as(territory + " segment " + s)
            .isGreaterThan(s > 12 && s < 17 ? 0.45 : 0.6);
      } else {
        assertThat(means[s - 1]).as(territory + " segment " + s).isLessThan(s > 12 ? 0.55 : 0.2);
      }
    }
  }

  private static double mean(PolarMap map) {
    return Arrays.stream(Segment17.means(map)).average().orElseThrow();
  }

  private static double mean(Predicate<Person> who, ToDoubleFunction<Examination> what) {
    return over(who, what).getMean();
  }

  private static DescriptiveStatistics over(
      Predicate<Person> who, ToDoubleFunction<Examination> what) {
    return new DescriptiveStatistics(
        cohort.stream().filter(e -> who.test(e.person())).mapToDouble(what).toArray());
  }
}
