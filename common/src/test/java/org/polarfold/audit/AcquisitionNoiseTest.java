package org.polarfold.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.Blur;
import org.polarfold.study.PolarMap;
import org.polarfold.study.SiteId;

/** Sites are told by their noise and by nothing else of their maps. */
class AcquisitionNoiseTest {

  @Test
  void levelAndGainOfFlowHaveNoPartInIt() {
    PolarMap map = map(new Random(1), 2, 0.05, new Blur(4, 0.8));
    float[] more = map.toArray();
    for (int i = 0; i < more.length; i++) {
      more[i] *= 1.5f;
    }
    assertThat(AcquisitionNoise.of(map)).hasSize(15);
    assertThat(AcquisitionNoise.of(PolarMap.of(more)))
        .containsExactly(AcquisitionNoise.of(map), within(1e-4));
  }

  @Test
  void aMapThatIsFlatHasNone() {
    float[] flat = new float[PolarMap.SIZE];
    for (float level : new float[] {0, 2}) {
      Arrays.fill(flat, level);
      double[] noise = AcquisitionNoise.of(PolarMap.of(flat));
      assertThat(noise[0]).isCloseTo(Math.log(1e-6), within(1e-12));
      assertThat(noise[1]).isZero();
    }
  }

  @Test
  void aNoisierScannerIsTold() {
    SiteAudit noise = noise(0.05, 0.06, new Blur(4, 0.8));
    assertThat(noise.auroc().lower()).isGreaterThan(0.5);
    assertThat(noise.auroc().p()).isEqualTo(1 / 20.0);
  }

  @Test
  void anotherGrainOfTheSameAmountIsTold() {
    SiteAudit noise = noise(0.05, 0.05, new Blur(6, 0.8));
    assertThat(noise.auroc().lower()).isGreaterThan(0.5);
    assertThat(noise.auroc().p()).isEqualTo(1 / 20.0);
  }

  @Test
  void higherFlowAloneIsNot() {
    SiteAudit noise = noise(0.05, 0.05, new Blur(4, 0.8));
    assertThat(noise.auroc().holdsChance()).isTrue();
  }

  /** Two sites; the second has more flow, and another amount or grain of noise. */
  private static SiteAudit noise(double amount, double ofSecond, Blur grainOfSecond) {
    Random random = new Random(5);
    Blur grain = new Blur(4, 0.8);
    List<Seen> patients = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      boolean second = i % 2 == 1;
      PolarMap map =
          map(
              random,
              second ? 2.4 : 1.6,
              second ? ofSecond : amount,
              second ? grainOfSecond : grain);
      patients.add(
          new Seen(new SiteId("s" + i % 2), "fold-" + i / 2 % 4, AcquisitionNoise.of(map)));
    }
    return SiteAudit.of(patients, new Seeds(1), 19);
  }

  /** Walls of a patient's own, some with a defect, and noise of a standard deviation. */
  private static PolarMap map(Random random, double level, double amount, Blur grain) {
    double[] white = random.doubles(PolarMap.SIZE).map(u -> random.nextGaussian()).toArray();
    double[] noise = grain.apply(white);
    double turn = 2 * Math.PI * random.nextDouble();
    double deep = Math.max(0, random.nextGaussian()) * 0.3;
    double own = level * (1 + 0.15 * random.nextGaussian());
    float[] values = new float[PolarMap.SIZE];
    for (int i = 0; i < values.length; i++) {
      int ring = i / PolarMap.SECTORS;
      double angle = 2 * Math.PI * (i % PolarMap.SECTORS) / PolarMap.SECTORS - turn;
      double wall = 1 - deep * Math.exp(2 * Math.cos(angle) - 2) * ring / 30.0;
      values[i] = (float) (own * wall * Math.exp(amount / grain.whiteSd() * noise[i]));
    }
    return PolarMap.of(values);
  }
}
