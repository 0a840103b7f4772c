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
    return Backbone.of(
        new Network(
            Network.Backbone.RESNET_50,
            Optional.of(weights),
            Drawing.DISC,
            64,
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
        map[i] = (float) (2 + slope * Math.sin(Math.toRadians(5 * (i % PolarMap.SECTORS))));
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
  @CsvSource({"avgpool, 1", "avgpool, 3", "layer3, 1", "layer1, 3"})
  void gradientsComeBackToTheMaps(String frozenTo, int kinds) {
    Backbone backbone = backbone(frozenTo);
    InputMaps maps = kinds == 1 ? ONE : THREE;
    List<float[]> study = study(kinds, 5);
    float[] features = backbone.features(List.of(study), maps)[0];
    assertThat(features).hasSize(backbone.length(maps));
    // Half the squared features: their gradient is the features.
    float[][] gradients = backbone.pulledBack(study, maps, features);

    double along = 0;
    List<float[]> ahead = new ArrayList<>();
    List<float[]> behind = new ArrayList<>();
    float step = 1e-3f;
    for (int kind = 0; kind < kinds; kind++) {
      float[] map = study.get(kind);
      float[] there = map.clone();
      float[] here = map.clone();
      for (int i = 0; i < map.length; i++) {
        float direction = (float) Math.cos(i / 50.0);
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
