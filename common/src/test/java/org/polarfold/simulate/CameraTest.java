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

  private static final AcquisitionKnobs PERFECT =
      new AcquisitionKnobs(1, 1, 0, 0, 0, 0, 0, 0, Optional.empty());
  private static final LatentFlow FLAT = new LatentFlow(flat(1), flat(2.5));

  @Test
  void perfectCameraSeesTheTruth() {
    Camera.Measured seen = measure(PERFECT, someone());
    assertThat(seen.artefactStrength()).isZero();
    assertClose(seen.rest(), someone().rest());
    assertClose(seen.stress(), someone().stress());
  }

  @Test
  void gainScalesItsOwnState() {
    Camera.Measured seen =
        measure(new AcquisitionKnobs(1.2, 0.9, 0, 0, 0, 0, 0, 0, Optional.empty()), FLAT);
    assertThat(seen.rest().at(12, 30)).isCloseTo(1.2f, within(1e-5f));
    assertThat(seen.stress().at(12, 30)).isCloseTo(2.25f, within(1e-5f));
  }

  @Test
  void noiseHasTheStatedSpread() {
    Camera.Measured seen =
        measure(new AcquisitionKnobs(1, 1, 0, 0, 0.1, 0, 0, 0, Optional.empty()), FLAT);
    DescriptiveStatistics logs = new DescriptiveStatistics();
    for (float value : seen.rest().toArray()) {
      logs.addValue(Math.log(value));
    }
    assertThat(logs.getStandardDeviation()).isCloseTo(0.1, within(0.015));
  }

  @Test
  void reproducibilityMovesAWholeStudy() {
    AcquisitionKnobs knobs = new AcquisitionKnobs(1, 1, 0, 0, 0, 0.1, 0.05, 0, Optional.empty());
    Camera camera = new Camera(knobs);
    DescriptiveStatistics rest = new DescriptiveStatistics();
    DescriptiveStatistics stress = new DescriptiveStatistics();
    for (int i = 0; i < 600; i++) {
      Camera.Measured seen = camera.measure(FLAT, new Draws(i), new Draws(i));
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
    Camera.Measured seen =
        measure(new AcquisitionKnobs(1, 1, 15, 2, 0, 0, 0, 0, Optional.empty()), flow);
    assertThat(total(seen.stress())).isCloseTo(total(flow.stress()), within(20.0));
    assertThat(Segment17.means(seen.stress())[6]).isBetween(1.5, 2.9);
    assertThat(Segment17.means(seen.stress())[7]).isGreaterThan(1.05);
  }

  @Test
  void rotationTurnsCounterClockwise() {
    LatentFlow flow = new LatentFlow(flat(1), Segment17.spread(oneSegment(7)));
    Camera.Measured seen =
        measure(new AcquisitionKnobs(1, 1, 0, 0, 0, 0, 0, 30, Optional.empty()), flow);
    // Segment 7 spans 60 to 120 degrees; turned by 30 it spans 90 to 150.
    assertThat(seen.stress().at(17, 28)).isEqualTo(3f);
    assertThat(seen.stress().at(17, 14)).isEqualTo(1f);
  }

  @Test
  void artefactChangesStressOnItsWallAndNothingElse() {
    Camera.Measured lower = measure(with(artefact(Effect.LOWERS, 0)), FLAT);
    double strength = lower.artefactStrength();
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
  void artefactKnowsNothingOfTheLabel() {
    Clinic clinic =
        new Clinic(
            new Seeds(3),
            PatientModel.REFERENCE,
            CaseMix.REFERENCE,
            with(artefact(Effect.LOWERS, 0.35)));
    int n = 1000;
    double[] strength = new double[n];
    double[] reserve = new double[n];
    for (int i = 0; i < n; i++) {
      Examination examination = clinic.examine(i);
      strength[i] = examination.measured().artefactStrength();
      reserve[i] = examination.patient().flow().meanReserve();
    }
    assertThat(new PearsonsCorrelation().correlation(strength, reserve)).isCloseTo(0, within(0.1));
    assertThat(new DescriptiveStatistics(strength).getMean()).isCloseTo(0.5, within(0.05));
    assertThat(new DescriptiveStatistics(strength).getMax()).isLessThanOrEqualTo(1.2);
  }

  @Test
  void knobsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new AcquisitionKnobs(3, 1, 0, 0, 0, 0, 0, 0, Optional.empty()))
        .hasMessage("Invalid gain-rest: 3.0 (expected 0.5 to 2.0)");
    assertThatThrownBy(() -> new RegionalArtefact(Effect.LOWERS, 90, 60, 20, 10, 0.5, 1, 0))
        .hasMessageStartingWith("Invalid last-ring: 10.0");
  }

  private static RegionalArtefact artefact(Effect effect, double everywhere) {
    return new RegionalArtefact(effect, 92.5, 90, 6, 29, 0.5, 4, everywhere);
  }

  private static AcquisitionKnobs with(RegionalArtefact artefact) {
    return new AcquisitionKnobs(1, 1, 0, 0, 0, 0, 0, 0, Optional.of(artefact));
  }

  private static Camera.Measured measure(AcquisitionKnobs knobs, LatentFlow flow) {
    return new Camera(knobs).measure(flow, new Draws(1), new Draws(2));
  }

  private static LatentFlow someone() {
    return new Clinic(
            new Seeds(5), PatientModel.REFERENCE, CaseMix.REFERENCE, AcquisitionKnobs.REFERENCE)
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
