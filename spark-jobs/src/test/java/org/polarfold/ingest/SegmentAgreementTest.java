package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.provenance.Seeds;
import org.polarfold.simulate.AcquisitionKnobs;
import org.polarfold.simulate.SimulatedStudies;
import org.polarfold.study.MapKind;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.PolarGrid;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;

class SegmentAgreementTest {

  private static final PerfusionStudy STUDY =
      SimulatedStudies.studies(new Seeds(3), 1, AcquisitionKnobs.REFERENCE)
          .findFirst()
          .orElseThrow();
  private static final PolarMap REST = STUDY.map(MapKind.REST).orElseThrow();
  private static final PolarMap STRESS = withDefect(STUDY.map(MapKind.STRESS).orElseThrow());

  /** A third less flow in the septum, so that no other orientation looks alike. */
  private static PolarMap withDefect(PolarMap map) {
    float[] values = map.toArray();
    for (int ring = 10; ring < 26; ring++) {
      for (int sector = 26; sector < 38; sector++) {
        values[PolarMap.index(ring, sector)] *= 0.67f;
      }
    }
    return PolarMap.of(values);
  }

  private static void check(double[] sent, PolarMap map) throws RecordFlaw {
    SegmentAgreement.check(MapKind.STRESS, sent, map, Tolerances.DEFAULT.segmentMeans());
  }

  @Test
  void theMapsOwnMeansAgreeAlsoRoundedAndOnACoarseGrid() throws RecordFlaw {
    double[] means = Segment17.means(STRESS);
    check(means, STRESS);
    check(Arrays.stream(means).map(m -> Math.round(m * 10) / 10.0).toArray(), STRESS);
    PolarGrid coarse = new PolarGrid(12, 36, true, 0, true);
    check(means, coarse.toCanonical(coarse.fromCanonical(STRESS)));
  }

  @ParameterizedTest
  @CsvSource({"18, false", "36, false", "54, false", "12, false", "0, true", "18, true"})
  void aMapReadInAnotherOrientationIsFoundAndTheRemedyIsTold(int turn, boolean mirrored) {
    double[] sent = Segment17.means(STRESS);
    PolarMap misread = STRESS.turned(turn, mirrored);

    assertThatThrownBy(() -> check(sent, misread))
        .isInstanceOf(RecordFlaw.class)
        .hasMessageContaining("the stress map")
        .hasMessageContaining(mirrored ? "mirrored and turned" : "if it is turned by");
    assertThat(reason(() -> check(sent, misread)))
        .isEqualTo(RejectionReason.IMPLAUSIBLE_ORIENTATION);
  }

  @Test
  void anotherPatientsMeansDisagreeWhateverTheOrientation() {
    double[] raised = Arrays.stream(Segment17.means(STRESS)).map(m -> 1.2 * m).toArray();

    assertThat(reason(() -> check(raised, STRESS)))
        .isEqualTo(RejectionReason.SEGMENT_MEANS_DISAGREE);
  }

  @Test
  void turningAndMirroringAreWhatTheySay() {
    float[] marked = new float[PolarMap.SIZE];
    marked[PolarMap.index(20, 10)] = 1;
    PolarMap map = PolarMap.of(marked);

    assertThat(map.turned(0, false)).isEqualTo(map);
    assertThat(map.turned(18, false).at(20, 28)).isEqualTo(1);
    // Centred at 52.5 degrees; mirrored left to right at 127.5, sector 25.
    assertThat(map.turned(0, true).at(20, 25)).isEqualTo(1);
    assertThat(map.turned(50, true).at(20, 3)).isEqualTo(1);
  }

  @Test
  void aReserveMayBeAveragedByPixelOrBySegmentAndMayNotBeAnother() throws RecordFlaw {
    PolarMap byPixel = STRESS.over(REST);
    double[] bySegment = Segment17.means(STRESS);
    double[] rest = Segment17.means(REST);
    Arrays.setAll(bySegment, s -> bySegment[s] / rest[s]);

    SegmentAgreement.checkReserve(byPixel, REST, STRESS, 0.01);
    SegmentAgreement.checkReserve(Segment17.spread(bySegment), REST, STRESS, 0.01);
    assertThat(reason(() -> SegmentAgreement.checkReserve(REST.over(STRESS), REST, STRESS, 0.15)))
        .isEqualTo(RejectionReason.RESERVE_DISAGREES);
  }

  private interface Check {
    void run() throws RecordFlaw;
  }

  private static RejectionReason reason(Check check) {
    try {
      check.run();
    } catch (RecordFlaw flaw) {
      return ((IngestOutcome.Rejected) flaw.at(new RecordPlace("birch/flow.csv", 2))).reason();
    }
    throw new AssertionError("no flaw was found");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 100})
  void mapsWaitInMemoryOrInTheScratchFileAndComeBackAsTheyWere(int inMemory) throws Exception {
    try (WaitingMaps waiting = new WaitingMaps(inMemory)) {
      int[] places = new int[10];
      for (int i = 0; i < 10; i++) {
        places[i] = waiting.keep(STRESS.turned(i, false));
      }
      for (int i : new int[] {7, 2, 9}) {
        assertThat(waiting.take(places[i])).isEqualTo(STRESS.turned(i, false));
      }
      // Freed places are used again, and hold what came last.
      int again = waiting.keep(REST);
      assertThat(places).contains(again);
      assertThat(waiting.take(again)).isEqualTo(REST);
      for (int i : new int[] {0, 1, 3, 4, 5, 6, 8}) {
        assertThat(waiting.take(places[i])).isEqualTo(STRESS.turned(i, false));
      }
    }
    assertThatCode(() -> new WaitingMaps(1).close()).doesNotThrowAnyException();
    assertThat(STUDY.colourResidual()).isEqualTo(OptionalDouble.empty());
  }
}
