package org.polarfold.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.polarfold.backbone.Backbone;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;
import org.polarfold.train.Explainer.Method;

class ExplainerTest {

  private static final InputMaps RESERVE = InputMaps.of(MapKind.RESERVE);

  /** Segments of the left anterior descending artery. */
  private static final Set<Integer> ANTERIOR = Set.of(1, 2, 7, 8, 13, 14, 17);

  @Test
  void theProbedNetworkYieldsTheLogit() {
    Backbone backbone = NetworkFixture.frozenTo("features");
    TransferNetwork network = NetworkFixture.untrained(backbone, RESERVE);
    PolarMap map = NetworkFixture.map(3, new Random(2));
    float[] features = backbone.features(List.of(List.of(map.toArray())), RESERVE)[0];
    INDArray row = Nd4j.createFromArray(new float[][] {network.scaling().scaled(features)});
    double p = network.network().output(row)[1].getDouble(0);

    assertThat(NetworkFixture.logit(network, backbone, RESERVE, List.of(map)))
        .isCloseTo(Math.log(p / (1 - p)), Offset.offset(1e-4));
  }

  /** Along the map's deviation from its mean, the slope of the logit is the attributions' sum. */
  @ParameterizedTest
  @CsvSource({"features, 1", "features, 2", "block-2, 1", "image, 2"})
  void theGradientIsThatOfTheLogit(String layer, int kinds) {
    Backbone backbone = NetworkFixture.frozenTo(layer);
    InputMaps maps = kinds == 1 ? RESERVE : InputMaps.of(MapKind.REST, MapKind.RESERVE);
    TransferNetwork network = NetworkFixture.untrained(backbone, maps);
    Random random = new Random(7);
    List<PolarMap> study = new ArrayList<>();
    for (int kind = 0; kind < kinds; kind++) {
      study.add(NetworkFixture.map(7, random));
    }
    double[][][] attributions = new Explainer(backbone, maps, network).of(study, Method.GRADIENT);

    double sum = 0;
    double sizes = 0;
    for (double[] ofKind : attributions[0]) {
      for (double value : ofKind) {
        sum += value;
        sizes += Math.abs(value);
      }
    }
    double step = 0.001;
    double slope =
        (NetworkFixture.logit(network, backbone, maps, stretched(study, 1 + step))
                - NetworkFixture.logit(network, backbone, maps, stretched(study, 1 - step)))
            / (2 * step);
    assertThat(sum).isCloseTo(slope, Offset.offset(0.01 * sizes));
    assertThat(Math.abs(slope)).isGreaterThan(0.005);
  }

  private static List<PolarMap> stretched(List<PolarMap> study, double factor) {
    return study.stream()
        .map(
            map -> {
              float[] values = map.toArray();
              double mean = 0;
              for (float value : values) {
                mean += (double) value / values.length;
              }
              for (int i = 0; i < values.length; i++) {
                values[i] = (float) (mean + factor * (values[i] - mean));
              }
              return PolarMap.of(values);
            })
        .toList();
  }

  @Test
  void occlusionIsWhatTheLogitLoses() {
    Backbone backbone = NetworkFixture.frozenTo("features");
    TransferNetwork network = NetworkFixture.untrained(backbone, RESERVE);
    PolarMap whole = NetworkFixture.map(7, new Random(8));
    double[][][] attributions =
        new Explainer(backbone, RESERVE, network).of(List.of(whole), Method.OCCLUSION);
    float[] values = whole.toArray();
    double rest = 0;
    int others = 0;
    for (int place = 0; place < values.length; place++) {
      if (Segment17.at(place) != 7) {
        rest += values[place];
        others++;
      }
    }
    for (int place = 0; place < values.length; place++) {
      if (Segment17.at(place) == 7) {
        values[place] = (float) (rest / others);
      }
    }

    double expected =
        NetworkFixture.logit(network, backbone, RESERVE, List.of(whole))
            - NetworkFixture.logit(network, backbone, RESERVE, List.of(PolarMap.of(values)));
    for (int place = 0; place < values.length; place++) {
      if (Segment17.at(place) == 7) {
        assertThat(attributions[0][0][place]).isCloseTo(expected, Offset.offset(1e-3));
      }
    }
  }

  /** A finding that defects of one territory make, and defects elsewhere do not, is found there. */
  @ParameterizedTest
  @EnumSource(Method.class)
  void aSignalPlantedInOneTerritoryIsFoundThere(Method method) {
    Backbone backbone = NetworkFixture.frozenTo("features");
    Random random = new Random(9);
    List<PolarMap> maps = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    // Defects here and there, independent of each other: elsewhere tells nothing of the label.
    List<Integer> here = ANTERIOR.stream().sorted().toList();
    List<Integer> elsewhere =
        IntStream.rangeClosed(1, 17).boxed().filter(s -> !ANTERIOR.contains(s)).toList();
    for (int i = 0; i < 720; i++) {
      boolean finding = random.nextBoolean();
      int first = finding ? here.get(random.nextInt(here.size())) : 0;
      int second = random.nextBoolean() ? elsewhere.get(random.nextInt(elsewhere.size())) : 0;
      maps.add(NetworkFixture.map(first, second, random));
      labels.add(finding ? 1 : 0);
    }
    Explainer explainer =
        new Explainer(backbone, RESERVE, NetworkFixture.trained(backbone, maps, labels));

    double[] bySegment = new double[18];
    for (int segment = 1; segment <= 17; segment++) {
      double[] attributions =
          explainer.of(List.of(NetworkFixture.map(segment, random)), method)[0][0];
      for (int place = 0; place < PolarMap.SIZE; place++) {
        bySegment[segment] += Segment17.at(place) == segment ? attributions[place] : 0;
      }
    }
    for (int inside = 1; inside <= 17; inside++) {
      for (int outside = 1; outside <= 17; outside++) {
        if (ANTERIOR.contains(inside) && !ANTERIOR.contains(outside)) {
          assertThat(bySegment[inside])
              .as("defect in %d against one in %d", inside, outside)
              .isGreaterThan(bySegment[outside]);
        }
      }
    }
    // Averaged over all with the finding, the territory stands out of the map.
    double[] mean = new double[2];
    int[] places = new int[2];
    for (int i = 0; i < 100; i++) {
      if (labels.get(i) == 1) {
        double[] attributions = explainer.of(List.of(maps.get(i)), method)[0][0];
        for (int place = 0; place < PolarMap.SIZE; place++) {
          int in = ANTERIOR.contains(Segment17.at(place)) ? 1 : 0;
          mean[in] += attributions[place];
          places[in]++;
        }
      }
    }
    // A gradient is smeared over neighbours by a network that smooths; an occluded segment is not.
    double times = method == Method.OCCLUSION ? 10 : 2;
    assertThat(mean[1] / places[1]).isGreaterThan(times * Math.abs(mean[0] / places[0]));
  }
}
