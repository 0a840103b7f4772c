package org.polarfold.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polarfold.experiment.Augmentation;
import org.polarfold.experiment.Network;
import org.polarfold.experiment.Network.Drawing;
import org.polarfold.experiment.Network.WeightsFile;
import org.polarfold.provenance.Digest;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarMap;

class ResNetBackboneTest {

  private static final InputMaps ONE = InputMaps.of(MapKind.RESERVE);
  private static final InputMaps THREE =
      InputMaps.of(MapKind.REST, MapKind.STRESS, MapKind.RESERVE);

  private static WeightsFile weights = new WeightsFile("", "");

  @BeforeAll
  static void write(@TempDir Path folder) throws IOException {
    Path file = FormulaFile.in(folder);
    weights = new WeightsFile(file.toString(), Digest.ofFile(file));
    // Read once, before the folder goes.
    backbone("avgpool");
  }

  private static Backbone backbone(String frozenTo) {
    return backbone(frozenTo, Drawing.DISC, 64);
  }

  private static Backbone backbone(String frozenTo, Drawing drawing, int pixels) {
    return Backbone.of(
        new Network(
            Network.Backbone.RESNET_50,
            Optional.of(weights),
            drawing,
            pixels,
            frozenTo,
            Augmentation.NONE),
        new Configuration());
  }

  private static List<float[]> study(int kinds, long seed) {
    Random random = new Random(seed);
    List<float[]> maps = new ArrayList<>();
    for (int kind = 0; kind < kinds; kind++) {
      float[] map = new float[PolarMap.SIZE];
      double slope = random.nextGaussian();
      for (int i = 0; i < map.length; i++) {
        // No two neighbours alike: where values tie under a maximum there is no gradient.
        map[i] =
            (float)
                (2
                    + slope * Math.sin(Math.toRadians(5 * (i % PolarMap.SECTORS)))
                    + 0.3 * Math.cos(i / 400.0));
      }
      maps.add(map);
    }
    return maps;
  }

  @Test
  void aMapIsSeenThriceOrThreeMapsOnce() {
    Backbone backbone = backbone("avgpool");
    float[] map = study(1, 1).get(0);

    float[] thrice = backbone.features(List.of(List.of(map)), ONE)[0];
    float[] three = backbone.features(List.of(study(3, 2)), THREE)[0];

    assertThat(thrice).hasSize(2048);
    assertThat(three).hasSize(2048).isNotEqualTo(thrice);
    assertThat(backbone.unfrozen()).isEmpty();
    assertThat(backbone.key()).contains("-avgpool-disc64-");
  }

  /**
   * A third of a turn is a whole step of the last stage, which takes every 32nd of 96 columns: what
   * wraps around everywhere cannot tell it from the map as it was, and a disc can.
   */
  @Test
  void polarConvolutionsWrapAround() {
    float[] map = PolarMap.of(study(1, 11).get(0)).toArray();
    map[40] = 5;
    float[] turned = PolarMap.of(map).turned(PolarMap.SECTORS / 3, false).toArray();

    assertThat(difference(backbone("avgpool", Drawing.POLAR, 96), map, turned)).isLessThan(1e-5);
    assertThat(difference(backbone("avgpool", Drawing.DISC, 96), map, turned)).isGreaterThan(1e-2);
    // Half a turn is a step and a half.
    float[] half = PolarMap.of(map).turned(PolarMap.SECTORS / 2, false).toArray();
    assertThat(difference(backbone("avgpool", Drawing.POLAR, 96), map, half)).isGreaterThan(1e-4);
  }

  private static double difference(Backbone backbone, float[] one, float[] other) {
    float[][] features = backbone.features(List.of(List.of(one), List.of(other)), ONE);
    double most = 0;
    double largest = 0;
    for (int i = 0; i < features[0].length; i++) {
      most = Math.max(most, Math.abs(features[0][i] - features[1][i]));
      largest = Math.max(largest, Math.abs(features[0][i]));
    }
    return most / largest;
  }

  /** To rounding: products of matrices of many rows round the rows by their place among them. */
  @Test
  void featuresDependOnTheOthersByRoundingAlone() {
    Backbone backbone = backbone("avgpool");
    List<List<float[]>> studies = new ArrayList<>();
    for (int i = 0; i < 19; i++) {
      studies.add(study(1, i));
    }

    float[][] together = backbone.features(studies, ONE);

    for (int i : new int[] {0, 7, 15, 16, 18}) {
      float most = 0;
      for (float value : together[i]) {
        most = Math.max(most, Math.abs(value));
      }
      assertThat(backbone.features(studies.subList(i, i + 1), ONE)[0])
          .containsExactly(together[i], Offset.offset(1e-5f * most));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "avgpool, DISC, 1",
    "avgpool, DISC, 3",
    "layer3, DISC, 1",
    "layer1, DISC, 3",
    "avgpool, POLAR, 1",
    "avgpool, POLAR, 3"
  })
  void gradientsComeBackToTheMaps(String frozenTo, Drawing drawing, int kinds) {
    Backbone backbone = backbone(frozenTo, drawing, 64);
    InputMaps maps = kinds == 1 ? ONE : THREE;
    List<float[]> study = study(kinds, 5);
    float[] features = backbone.features(List.of(study), maps)[0];
    assertThat(features).hasSize(backbone.length(maps));
    // Half the squared features: their gradient is the features.
    float[][] gradients = backbone.pulledBack(study, maps, features);

    float most = 0;
    for (float[] gradient : gradients) {
      for (float value : gradient) {
        most = Math.max(most, Math.abs(value));
      }
    }
    // Along the gradient itself nothing cancels, and a step may be so small that few units turn.
    double along = 0;
    List<float[]> ahead = new ArrayList<>();
    List<float[]> behind = new ArrayList<>();
    float step = 2e-3f;
    for (int kind = 0; kind < kinds; kind++) {
      float[] map = study.get(kind);
      float[] there = map.clone();
      float[] here = map.clone();
      for (int i = 0; i < map.length; i++) {
        float direction = gradients[kind][i] / most;
        along += gradients[kind][i] * direction;
        there[i] += step * direction;
        here[i] -= step * direction;
      }
      ahead.add(there);
      behind.add(here);
    }
    double slope = (energy(backbone, ahead, maps) - energy(backbone, behind, maps)) / (2 * step);
    assertThat(along).isCloseTo(slope, Offset.offset(0.03 * Math.abs(slope)));
  }

  private static double energy(Backbone backbone, List<float[]> study, InputMaps maps) {
    float[] features = backbone.features(List.of(study), maps)[0];
    double sum = 0;
    for (float value : features) {
      sum += (double) value * value / 2;
    }
    return sum;
  }
}
