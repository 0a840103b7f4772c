package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.polarfold.study.MapKind;
import org.polarfold.study.Segment17;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PresetsPictureTest {

  /** Places of birch's patients: no disease; distal LAD and posterior descending; proximal RCA. */
  private static final List<Integer> PATIENTS = List.of(1, 17, 49);

  @Test
  @Order(1)
  @EnabledIfEnvironmentVariable(named = "POLARFOLD_DRAW_DOCS", matches = "true")
  void thePictureOfTheDocumentationIsDrawnAnew() throws IOException {
    PresetsPicture.write(PresetsPicture.draw(PATIENTS));

    assertThat(PresetsPicture.FILE).isRegularFile();
  }

  @Test
  @Order(2)
  void thePictureOfTheDocumentationShowsTheMapsOfToday() throws IOException {
    BufferedImage kept = ImageIO.read(PresetsPicture.FILE.toFile());
    BufferedImage drawn = PresetsPicture.draw(PATIENTS);
    for (int row = 0; row < PresetsPicture.PRESETS.size(); row++) {
      for (int patient = 0; patient < PATIENTS.size(); patient++) {
        for (MapKind kind : MapKind.values()) {
          assertThat(disc(kept, row, patient, kind))
              .as("%s, patient %d, %s", PresetsPicture.PRESETS.get(row), patient, kind.key())
              .isEqualTo(disc(drawn, row, patient, kind));
        }
      }
    }
  }

  @Test
  @Order(3)
  void defectsLieWhereTheirArteriesSupply() {
    double[] left = stress(PATIENTS.get(1));
    assertThat(wall(left, 13, 14, 17)).isLessThan(0.8 * wall(left, 5, 6, 11, 12));
    double[] right = stress(PATIENTS.get(2));
    assertThat(wall(right, 4, 10)).isLessThan(0.8 * wall(right, 1, 7));
    double[] none = stress(PATIENTS.get(0));
    double median = new Median().evaluate(none);
    assertThat(Arrays.stream(none).min().orElseThrow()).isGreaterThan(0.75 * median);
  }

  private static double[] stress(int patient) {
    return Segment17.means(
        PresetsPicture.study("no-shift", patient).map(MapKind.STRESS).orElseThrow());
  }

  private static double wall(double[] means, int... segments) {
    double sum = 0;
    for (int segment : segments) {
      sum += means[segment - 1];
    }
    return sum / segments.length;
  }

  private static int[] disc(BufferedImage image, int row, int patient, MapKind kind) {
    int side = 2 * PresetsPicture.RADIUS;
    return image.getRGB(
        PresetsPicture.centreX(patient, kind) - PresetsPicture.RADIUS,
        PresetsPicture.centreY(row) - PresetsPicture.RADIUS,
        side,
        side,
        null,
        0,
        side);
  }
}
