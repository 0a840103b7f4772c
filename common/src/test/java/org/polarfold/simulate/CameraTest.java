package org.polarfold.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.junit.jupiter.api.Test;
import org.polarfold.provenance.Seeds;
import org.polarfold.simulate.RegionalArtefact.Effect;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;

class CameraTest {

  private static final AcquisitionKnobs PERFECT = KnobFixture.knobs("");
  private static final LatentFlow FLAT = new LatentFlow(flat(1), flat(2.5));

  @Test
  void perfectCameraSeesTheTruth() {
    Camera.Measured seen = measure(PERFECT, someone());
    assertThat(seen.distortion().artefact()).isZero();
    assertClose(seen.rest(), someone().rest());
    assertClose(seen.stress(), someone().stress());
  }

  @Test
  void gainScalesItsOwnState() {
    Camera.Measured seen = measure(KnobFixture.knobs("gain-rest = 1.2, gain-stress = 0.9"), FLAT);
    assertThat(seen.rest().at(12, 30)).isCloseTo(1.2f, within(1e-5f));
    assertThat(seen.stress().at(12, 30)).isCloseTo(2.25f, within(1e-5f));
  }

  @Test
  void noiseHasTheStatedSpread() {
    Camera.Measured seen = measure(KnobFixture.knobs("noise = 0.1"), FLAT);
    DescriptiveStatistics logs = new DescriptiveStatistics();
    for (float value : seen.rest().toArray()) {
      logs.addValue(Math.log(value));
    }
    assertThat(logs.getStandardDeviation()).isCloseTo(0.1, within(0.015));
  }

  @Test
  void reproducibilityMovesAWholeStudy() {
    AcquisitionKnobs knobs =
        KnobFixture.knobs("reproducibility-rest = 0.1, reproducibility-stress = 0.05");
    DescriptiveStatistics rest = new DescriptiveStatistics();
    DescriptiveStatistics stress = new DescriptiveStatistics();
    for (int i = 0; i < 600; i++) {
      Camera.Measured seen = measure(knobs, FLAT, true, i);
      assertThat(seen.rest().at(0, 0)).isCloseTo(seen.rest().at(29, 40), within(1e-5f));
      rest.addValue(Math.log(seen.rest().at(0, 0)));
      stress.addValue(Math.log(seen.stress().at(0, 0)));
    }
    assertThat(rest.getStandardDeviation()).isCloseTo(0.1, within(0.01));
    assertThat(stress.getStandardDeviation()).isCloseTo(0.05, within(0.005));
  }

  @Test
  void blurKeepsTheMeanAndLowersTheContrast() {
    LatentFlow flow = new LatentFlow(flat(1), Segment17.spread(oneSegment(7)));
    Camera.Measured seen = measure(KnobFixture.knobs("blur-degrees = 15, blur-rings = 2"), flow);
    assertThat(total(seen.stress())).isCloseTo(total(flow.stress()), within(20.0));
    assertThat(Segment17.means(seen.stress())[6]).isBetween(1.5, 2.9);
    assertThat(Segment17.means(seen.stress())[7]).isGreaterThan(1.05);
  }

  @Test
  void rotationTurnsCounterClockwise() {
    LatentFlow flow = new LatentFlow(flat(1), Segment17.spread(oneSegment(7)));
    Camera.Measured seen = measure(KnobFixture.knobs("rotation-degrees = 30"), flow);
    // Segment 7 spans 60 to 120 degrees; turned by 30 it spans 90 to 150.
    assertThat(seen.stress().at(17, 28)).isEqualTo(3f);
    assertThat(seen.stress().at(17, 14)).isEqualTo(1f);
  }

  @Test
  void artefactChangesStressOnItsWallAndNothingElse() {
    Camera.Measured lower = measure(with(artefact(Effect.LOWERS, 0)), FLAT);
    double strength = lower.distortion().artefact();
    assertThat(strength).isPositive();
    assertThat(lower.rest()).isEqualTo(measure(PERFECT, FLAT).rest());
    // Middle of the wall, then its opposite.
    assertThat(Math.log(lower.stress().at(18, 18) / 2.5)).isCloseTo(-strength, within(0.05));
    assertThat(lower.stress().at(18, 54)).isCloseTo(2.5f, within(0.01f));
    Camera.Measured higher = measure(with(artefact(Effect.RAISES, 0.3)), FLAT);
    assertThat(Math.log(higher.stress().at(18, 18) / 2.5)).isCloseTo(strength, within(0.05));
    assertThat(Math.log(higher.stress().at(18, 54) / 2.5)).isCloseTo(0.3 * strength, within(0.05));
  }

  @Test
  void rollOffBendsHighFlowAndLeavesRestAlone() {
    for (String tracer : new String[] {"rb82", "n13-ammonia", "tc99m"}) {
      Camera.Measured seen =
          measure(KnobFixture.knobs("tracer = " + tracer + ", roll-off = 1"), FLAT);
      assertThat(seen.rest().at(12, 30)).as(tracer).isCloseTo(1f, within(1e-5f));
      assertThat(seen.stress().at(12, 30)).as(tracer).isBetween(1.2f, 2.3f);
      Camera.Measured half =
          measure(KnobFixture.knobs("tracer = " + tracer + ", roll-off = 0.5"), FLAT);
      assertThat(half.stress().at(12, 30))
          .as(tracer)
          .isCloseTo((seen.stress().at(12, 30) + 2.5f) / 2, within(1e-5f));
    }
    assertThat(measure(KnobFixture.knobs("tracer = o15-water, roll-off = 1"), FLAT).stress())
        .isEqualTo(measure(PERFECT, FLAT).stress());
  }

  @Test
  void rollOffKeepsTheOrderOfFlows() {
    for (Tracer tracer : Tracer.values()) {
      FlowResponse response = new FlowResponse(tracer, 1, Reconstruction.RAMLA, 1, 1);
      for (double flow = 0.2; flow < 8; flow += 0.1) {
        assertThat(response.taken(flow + 0.1))
            .as(tracer.name())
            .isGreaterThan(response.taken(flow));
      }
    }
  }

  @Test
  void reconstructionChangesReserveAsPublished() {
    Camera.Measured seen = measure(KnobFixture.knobs("reconstruction = tof-osem"), FLAT);
    assertThat(seen.rest().at(12, 30)).isCloseTo(1.142f, within(1e-4f));
    assertThat(seen.stress().at(12, 30) / seen.rest().at(12, 30) / 2.5f)
        .isCloseTo(1 - 0.085f, within(0.002f));
  }

  @Test
  void softTissueIsInFrontOfWomenAndBelowMenAndNotInReserve() {
    AcquisitionKnobs knobs = KnobFixture.knobs("attenuation { women = 0.3, men = 0.2, shape = 4 }");
    Camera.Measured woman = measure(knobs, FLAT, false, 1);
    assertThat(woman.distortion().attenuation()).isPositive();
    assertThat(woman.stress().at(20, 18) / 2.5f)
        .isCloseTo((float) Math.exp(-woman.distortion().attenuation()), within(0.02f));
    assertThat(woman.stress().at(20, 54)).isCloseTo(2.5f, within(0.01f));
    assertThat(woman.stress().over(woman.rest()).at(20, 18)).isCloseTo(2.5f, within(1e-4f));
    Camera.Measured man = measure(knobs, FLAT, true, 1);
    assertThat(man.rest().at(20, 54)).isLessThan(0.98f);
    assertThat(man.rest().at(20, 18)).isCloseTo(1f, within(0.01f));
  }

  @Test
  void aMarkGoesWithItsLabelAndStaysWhereItIs() {
    AcquisitionKnobs knobs =
        KnobFixture.knobs(
            "rotation-degrees = 20, mark { target = impaired-mfr, if-positive = 1, if-negative = 0,"
                + " change = 0.2, centre-degrees = 45, width-degrees = 30, first-ring = 26 }");
    LatentFlow impaired = new LatentFlow(flat(1), flat(1.5));
    Camera.Measured marked = measure(knobs, impaired);
    assertThat(marked.distortion().marked()).isTrue();
    assertThat(marked.stress().at(28, 9)).isCloseTo((float) (1.5 * Math.exp(0.2)), within(1e-4f));
    assertThat(marked.stress().at(25, 9)).isCloseTo(1.5f, within(1e-4f));
    assertThat(marked.stress().at(28, 30)).isCloseTo(1.5f, within(1e-4f));
    assertThat(marked.rest()).isEqualTo(measure(PERFECT, impaired).rest());
    assertThat(measure(knobs, FLAT).distortion().marked()).isFalse();
  }

  @Test
  void coloursEndWhereTheScaleEnds() {
    Camera.Measured seen =
        measure(KnobFixture.knobs("display { colours = 5, rest-high = 2, stress-high = 2 }"), FLAT);
    assertThat(seen.rest().at(12, 30)).isCloseTo(1f, within(1e-5f));
    assertThat(seen.stress().at(12, 30)).isCloseTo(2f, within(1e-5f));
    LatentFlow between = new LatentFlow(flat(0.7), flat(1.3));
    assertThat(
            measure(
                    KnobFixture.knobs("display { colours = 5, rest-high = 2, stress-high = 2 }"),
                    between)
                .rest()
                .at(12, 30))
        .isCloseTo(0.5f, within(1e-5f));
  }

  @Test
  void rotationMayDifferBetweenStudies() {
    DescriptiveStatistics turned = new DescriptiveStatistics();
    AcquisitionKnobs knobs = KnobFixture.knobs("rotation-degrees = 5, rotation-sd-degrees = 10");
    for (int i = 0; i < 400; i++) {
      turned.addValue(measure(knobs, FLAT, true, i).distortion().rotationDegrees());
    }
    assertThat(turned.getMean()).isCloseTo(5, within(1.5));
    assertThat(turned.getStandardDeviation()).isCloseTo(10, within(1.2));
  }

  @Test
  void oneKnobTurnedLeavesTheNoiseAsItWas() {
    Camera.Measured before = measure(KnobFixture.knobs("noise = 0.1"), FLAT);
    Camera.Measured after = measure(KnobFixture.knobs("noise = 0.1, gain-stress = 1.5"), FLAT);
    assertThat(after.rest()).isEqualTo(before.rest());
    assertThat(after.stress().at(12, 30) / before.stress().at(12, 30))
        .isCloseTo(1.5f, within(1e-5f));
  }

  @Test
  void artefactKnowsNothingOfTheLabel() {
    Clinic clinic =
        new Clinic(
            new Seeds(3),
            PatientModel.REFERENCE,
            CaseMix.REFERENCE,
            with(artefact(Effect.LOWERS, 0.35)),
            Practice.REFERENCE);
    int n = 1000;
    double[] strength = new double[n];
    double[] reserve = new double[n];
    for (int i = 0; i < n; i++) {
      Examination examination = clinic.examine(i);
      strength[i] = examination.measured().distortion().artefact();
      reserve[i] = examination.patient().flow().meanReserve();
    }
    assertThat(new PearsonsCorrelation().correlation(strength, reserve)).isCloseTo(0, within(0.1));
    assertThat(new DescriptiveStatistics(strength).getMean()).isCloseTo(0.5, within(0.05));
    assertThat(new DescriptiveStatistics(strength).getMax()).isLessThanOrEqualTo(1.2);
  }

  @Test
  void knobsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> FlowResponse.gain(3))
        .hasMessage("Invalid gain-rest: 3.0 (expected 0.5 to 2.0)");
    assertThatThrownBy(() -> new RegionalArtefact(Effect.LOWERS, 90, 60, 20, 10, 0.5, 1, 0))
        .hasMessageStartingWith("Invalid last-ring: 10.0");
  }

  private static RegionalArtefact artefact(Effect effect, double everywhere) {
    return new RegionalArtefact(effect, 92.5, 90, 6, 29, 0.5, 4, everywhere);
  }

  private static AcquisitionKnobs with(RegionalArtefact artefact) {
    return new AcquisitionKnobs(
        PERFECT.response(),
        PERFECT.resolution(),
        PERFECT.reproducibility(),
        PERFECT.rotation(),
        Optional.empty(),
        Optional.of(artefact),
        Optional.empty(),
        Optional.empty());
  }

  private static Camera.Measured measure(AcquisitionKnobs knobs, LatentFlow flow) {
    return measure(knobs, flow, true, 1);
  }

  private static Camera.Measured measure(
      AcquisitionKnobs knobs, LatentFlow flow, boolean male, int seed) {
    Seeds seeds = new Seeds(seed);
    return new Camera(knobs)
        .measure(KnobFixture.patient(male, flow), use -> new Draws(seeds.seed(use)));
  }

  private static LatentFlow someone() {
    return new Clinic(
            new Seeds(5),
            PatientModel.REFERENCE,
            CaseMix.REFERENCE,
            AcquisitionKnobs.REFERENCE,
            Practice.REFERENCE)
        .patient(0)
        .flow();
  }

  private static PolarMap flat(double value) {
    return Disc.exp(Math.log(value), new double[PolarMap.SIZE]);
  }

  private static double[] oneSegment(int segment) {
    double[] values = new double[Segment17.COUNT];
    Arrays.fill(values, 1);
    values[segment - 1] = 3;
    return values;
  }

  private static double total(PolarMap map) {
    double sum = 0;
    for (float value : map.toArray()) {
      sum += value;
    }
    return sum;
  }

  private static void assertClose(PolarMap a, PolarMap b) {
    assertThat(a.toArray()).containsExactly(b.toArray(), within(1e-5f));
  }
}
