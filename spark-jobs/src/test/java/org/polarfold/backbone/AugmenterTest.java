package org.polarfold.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.polarfold.experiment.Augmentation;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.PolarMap;

class AugmenterTest {

  private static final PolarMap MAP = map(1);
  private static final PolarMap OTHER = map(2);

  /** A map with a defect on one wall, which no mirror image has. */
  private static PolarMap map(double level) {
    float[] values = new float[PolarMap.SIZE];
    for (int ring = 0; ring < PolarMap.RINGS; ring++) {
      for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
        boolean defect = ring > 10 && ring < 20 && sector > 10 && sector < 22;
        values[PolarMap.index(ring, sector)] = (float) (defect ? level / 2 : level);
      }
    }
    return PolarMap.of(values);
  }

  private static List<List<PolarMap>> varied(Augmentation augmentation, String patient) {
    return new Augmenter(augmentation, new Seeds(5)).varied(patient, List.of(MAP, OTHER));
  }

  private static double mean(PolarMap map) {
    double sum = 0;
    for (float value : map.toArray()) {
      sum += value;
    }
    return sum / PolarMap.SIZE;
  }

  @Test
  void theMapsThemselvesComeFirst() {
    Augmentation all = new Augmentation(3, 10, 0.2, 8, 0.05);

    assertThat(varied(all, "p")).hasSize(4);
    assertThat(varied(all, "p").get(0)).containsExactly(MAP, OTHER);
    assertThat(varied(Augmentation.NONE, "p")).containsExactly(List.of(MAP, OTHER));
    assertThat(varied(all, "p").stream().distinct()).hasSize(4);
  }

  @Test
  void thePatientAndTheVariantDecide() {
    Augmentation all = new Augmentation(3, 10, 0.2, 8, 0.05);

    assertThat(varied(all, "p")).isEqualTo(varied(all, "p"));
    assertThat(varied(all, "p").get(1)).isNotEqualTo(varied(all, "q").get(1));
    assertThat(varied(new Augmentation(1, 10, 0.2, 8, 0.05), "p").get(1))
        .isEqualTo(varied(all, "p").get(1));
  }

  @Test
  void nothingToVaryLeavesTheMaps() {
    assertThat(varied(new Augmentation(1, 0, 0, 0, 0), "p").get(1)).containsExactly(MAP, OTHER);
  }

  @Test
  void gainIsWithinItsBoundsAndOfAllMapsAlike() {
    for (int i = 0; i < 50; i++) {
      List<PolarMap> varied = varied(new Augmentation(1, 0, 0.2, 0, 0), "p" + i).get(1);
      double gain = varied.get(0).at(0, 0);
      assertThat(gain).isBetween(1 / 1.2 - 1e-6, 1.2 + 1e-6);
      assertThat(varied.get(1).at(0, 0)).isCloseTo((float) (2 * gain), Offset.offset(1e-6f));
    }
  }

  /**
   * The defect's middle, sector 16 or 82.5 degrees, stays near; a mirror image would have it at
   * 97.5.
   */
  @Test
  void turnsAreSmallAndOfAllMapsAlike() {
    boolean turned = false;
    for (int i = 0; i < 50; i++) {
      List<PolarMap> varied = varied(new Augmentation(1, 5, 0, 0, 0), "p" + i).get(1);
      double middle = middle(varied.get(0));
      assertThat(middle).isBetween(82.5 - 5.01, 82.5 + 5.01);
      assertThat(middle(varied.get(1))).isCloseTo(middle, Offset.offset(1e-3));
      turned |= Math.abs(middle - 82.5) > 2;
    }
    assertThat(turned).isTrue();
  }

  private static double middle(PolarMap map) {
    double weight = 0;
    double sum = 0;
    for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
      double missing = map.at(0, 0) - map.at(15, sector);
      weight += missing;
      sum += missing * (5 * sector + 2.5);
    }
    return sum / weight;
  }

  @Test
  void blurKeepsTheMeanAndSmooths() {
    PolarMap blurred = varied(new Augmentation(1, 0, 0, 20, 0), "p").get(1).get(0);

    assertThat(mean(blurred)).isCloseTo(mean(MAP), Offset.offset(2e-3));
    assertThat(Math.abs(blurred.at(15, 10) - blurred.at(15, 11))).isLessThan(0.4f);
  }

  @Test
  void noiseHasItsStandardDeviation() {
    PolarMap noisy = varied(new Augmentation(1, 0, 0, 0, 0.05), "p").get(1).get(0);
    double squares = 0;
    for (int i = 0; i < PolarMap.SIZE; i++) {
      squares += Math.pow(noisy.toArray()[i] - MAP.toArray()[i], 2);
    }

    assertThat(Math.sqrt(squares / PolarMap.SIZE) / mean(MAP))
        .isCloseTo(0.05, Offset.offset(0.003));
  }
}
