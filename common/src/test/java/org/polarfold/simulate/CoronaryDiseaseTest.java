package org.polarfold.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;

class CoronaryDiseaseTest {

  private static final PatientModel MODEL = PatientModel.REFERENCE;

  @Test
  void defectsLieInTheirTerritory() {
    for (Vessel vessel : Vessel.values()) {
      for (int i = 0; i < 60; i++) {
        Lesion lesion = Lesion.draw(vessel, MODEL.obstructive(), new Draws(i));
        assertThat(lesion.branch().vessel).isEqualTo(vessel);
        double[] depth = lesion.defect();
        assertThat(Arrays.stream(depth)).allMatch(d -> d >= 0 && d <= 1);
        double inside = 0;
        for (int ring = 0; ring < PolarMap.RINGS; ring++) {
          for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
            boolean own = vessel.supplies(Segment17.of(ring, sector));
            inside += own ? depth[PolarMap.index(ring, sector)] : 0;
          }
        }
        double all = Arrays.stream(depth).sum();
        assertThat(inside / all).as(lesion.toString()).isGreaterThan(0.7);
      }
    }
  }

  @Test
  void everySegmentHasOneArtery() {
    for (int segment = 1; segment <= Segment17.COUNT; segment++) {
      int s = segment;
      assertThat(Arrays.stream(Vessel.values()).filter(vessel -> vessel.supplies(s))).hasSize(1);
    }
  }

  @Test
  void onlyScarLowersRestAndAllLesionsLowerStress() {
    Lesion ischaemic = new Lesion(Branch.LAD_PROXIMAL, 0.9, 0, 0, 50, 30);
    assertThat(ischaemic.atRest(MODEL.obstructive())).isZero();
    assertThat(ischaemic.underStress(MODEL.obstructive())).isCloseTo(-0.7 * 0.8, within(1e-9));
    Lesion harmless = new Lesion(Branch.LAD_PROXIMAL, 0.5, 0, 0, 50, 30);
    assertThat(harmless.underStress(MODEL.obstructive())).isZero();
    Lesion scar = new Lesion(Branch.LAD_PROXIMAL, 0.9, 1, 0, 50, 30);
    assertThat(scar.atRest(MODEL.obstructive())).isCloseTo(Math.log(0.4), within(1e-9));
    assertThat(scar.underStress(MODEL.obstructive())).isCloseTo(Math.log(0.4), within(1e-9));
  }

  @Test
  void whoHasObstructiveDiseaseHasItSomewhereAndNobodyElse() {
    Map<Vessel, Integer> narrowed = new EnumMap<>(Vessel.class);
    List<CoronaryDisease> diseased =
        IntStream.range(0, 2000).mapToObj(i -> disease(true, i)).toList();
    for (CoronaryDisease disease : diseased) {
      assertThat(disease.lesions()).isNotEmpty();
      disease.lesions().forEach(lesion -> narrowed.merge(lesion.branch().vessel, 1, Integer::sum));
    }
    // An artery is narrowed where it is the certain one, a third, or else by its share.
    for (Vessel vessel : Vessel.values()) {
      assertThat(narrowed.getOrDefault(vessel, 0) / 2000.0)
          .as(vessel.name())
          .isCloseTo(1 / 3.0 + 2 / 3.0 * vessel.usualShare, within(0.04));
    }
    assertThat(disease(false, 1)).isEqualTo(new CoronaryDisease(List.of(), 0));
  }

  @Test
  void microvascularDiseaseIsDiffuse() {
    CoronaryDisease none = new CoronaryDisease(List.of(), 0);
    CoronaryDisease small = new CoronaryDisease(List.of(), 0.2);
    Person person = new Person(true, 63, Race.WHITE, Set.of(), false, true);
    FlowLevels before = FlowLevels.draw(person, none, MODEL, new Draws(1));
    FlowLevels after = FlowLevels.draw(person, small, MODEL, new Draws(1));
    assertThat(after.stress()).isCloseTo(before.stress() - 0.2, within(1e-9));
    assertThat(after.rest()).isEqualTo(before.rest());
    PolarMap ratio =
        LatentFlow.draw(after, small, MODEL, new Draws(2))
            .stress()
            .over(LatentFlow.draw(before, none, MODEL, new Draws(2)).stress());
    float factor = (float) Math.exp(-0.2);
    for (float value : ratio.toArray()) {
      assertThat(value).isCloseTo(factor, within(1e-5f));
    }
  }

  @Test
  void normalWallsDifferAsThoseOfVolunteers() {
    double[] means = Segment17.means(Disc.exp(0, RegionalNorm.STRESS));
    // Basal segments, where the pattern has its full height: LCX against LAD, 4.23 against 3.42.
    double lcx = (means[4] + means[5]) / 2;
    double lad = (means[0] + means[1]) / 2;
    assertThat(lcx / lad).isCloseTo(4.23 / 3.42, within(0.01));
    double[] rest = Segment17.means(Disc.exp(0, RegionalNorm.REST));
    assertThat((rest[2] + rest[3]) / (rest[4] + rest[5])).isCloseTo(1.35 / 1.20, within(0.01));
  }

  private static CoronaryDisease disease(boolean obstructive, long seed) {
    Person person = new Person(true, 63, Race.WHITE, Set.of(), obstructive, false);
    return CoronaryDisease.draw(person, MODEL, new Draws(seed));
  }
}
