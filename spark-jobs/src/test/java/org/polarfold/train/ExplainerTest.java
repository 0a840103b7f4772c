package org.polarfold.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.polarfold.backbone.Backbone;
import org.polarfold.experiment.Network;
import org.polarfold.experiment.Training;
import org.polarfold.experiment.Training.Averaging;
import org.polarfold.experiment.Training.Schedule;
import org.polarfold.experiment.Training.Traits;
import org.polarfold.experiment.Training.TransferStep;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;
import org.polarfold.study.Target;
import org.polarfold.train.Explainer.Method;

class ExplainerTest {

  private static final InputMaps RESERVE = InputMaps.of(MapKind.RESERVE);

  /** Segments of the left anterior descending artery. */
  private static final Set<Integer> ANTERIOR = Set.of(1, 2, 7, 8, 13, 14, 17);

  private static Backbone frozenTo(String layer) {
    Network shipped = Network.SHIPPED;
    return Backbone.of(
        new Network(
            shipped.backbone(),
            shipped.weights(),
            shipped.drawing(),
            shipped.pixels(),
            layer,
            shipped.augmentation()),
        new Configuration());
  }

  private static HeadNetwork structure(Backbone backbone, InputMaps maps, double rate) {
    TransferStep step = new TransferStep(1, rate, 0, Schedule.CONSTANT, 1);
    return new HeadNetwork(
        backbone.features(maps),
        backbone.unfrozen(),
        new Training(
            1,
            1,
            1,
            Averaging.WEIGHTED,
            16,
            1,
            false,
            Traits.TOGETHER,
            Optional.empty(),
            step,
            step));
  }

  /** Reserve of about 2.5 with noise, and a defect in segment 0 (none) to 17. */
  private static PolarMap map(int defect, Random random) {
    return map(defect, 0, random);
  }

  private static PolarMap map(int defect, int another, Random random) {
    float[] values = new float[PolarMap.SIZE];
    for (int place = 0; place < values.length; place++) {
      int segment = Segment17.at(place);
      double level = segment == defect || segment == another ? 1.2 : 2.5;
      values[place] = (float) (level + 0.1 * random.nextGaussian());
    }
    return PolarMap.of(values);
  }

  /** Not of the probability, which is too coarse near 0 and 1 to be told from its neighbours. */
  private static double logit(
      TransferNetwork network, Backbone backbone, InputMaps maps, List<PolarMap> study) {
    float[] features =
        backbone.features(List.of(study.stream().map(PolarMap::toArray).toList()), maps)[0];
    return network
        .structure()
        .probed(network)
        .output(Nd4j.createFromArray(features).reshape(backbone.shape(maps)))[0]
        .getDouble(0);
  }

  private static TransferNetwork untrained(Backbone backbone, InputMaps maps) {
    HeadNetwork structure = structure(backbone, maps, 0.01);
    FeatureScaling scaling = FeatureScaling.NONE;
    if (backbone.unfrozen().isEmpty()) {
      double[] mean = new double[backbone.length(maps)];
      double[] scale = new double[mean.length];
      Random random = new Random(4);
      for (int i = 0; i < mean.length; i++) {
        mean[i] = random.nextGaussian();
        scale[i] = 0.1 + 0.1 * random.nextDouble();
      }
      scaling = FeatureScaling.of(mean, scale);
    }
    ComputationGraph network = structure.step1(structure.training().step1(), ClassWeights.EQUAL, 5);
    return new TransferNetwork(
        structure,
        scaling,
        network,
        List.of(Target.IMPAIRED_MFR),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void theProbedNetworkYieldsTheLogit() {
    Backbone backbone = frozenTo("features");
    TransferNetwork network = untrained(backbone, RESERVE);
    PolarMap map = map(3, new Random(2));
    float[] features = backbone.features(List.of(List.of(map.toArray())), RESERVE)[0];
    INDArray row = Nd4j.createFromArray(new float[][] {network.scaling().scaled(features)});
    double p = network.network().output(row)[1].getDouble(0);

    assertThat(logit(network, backbone, RESERVE, List.of(map)))
        .isCloseTo(Math.log(p / (1 - p)), Offset.offset(1e-4));
  }

  /** Along the map's deviation from its mean, the slope of the logit is the attributions' sum. */
  @ParameterizedTest
  @CsvSource({"features, 1", "features, 2", "block-2, 1", "image, 2"})
  void theGradientIsThatOfTheLogit(String layer, int kinds) {
    Backbone backbone = frozenTo(layer);
    InputMaps maps = kinds == 1 ? RESERVE : InputMaps.of(MapKind.REST, MapKind.RESERVE);
    TransferNetwork network = untrained(backbone, maps);
    Random random = new Random(7);
    List<PolarMap> study = new ArrayList<>();
    for (int kind = 0; kind < kinds; kind++) {
      study.add(map(7, random));
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
        (logit(network, backbone, maps, stretched(study, 1 + step))
                - logit(network, backbone, maps, stretched(study, 1 - step)))
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
    Backbone backbone = frozenTo("features");
    TransferNetwork network = untrained(backbone, RESERVE);
    PolarMap whole = map(7, new Random(8));
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
        logit(network, backbone, RESERVE, List.of(whole))
            - logit(network, backbone, RESERVE, List.of(PolarMap.of(values)));
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
    Backbone backbone = frozenTo("features");
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
      maps.add(map(first, second, random));
      labels.add(finding ? 1 : 0);
    }
    Explainer explainer = new Explainer(backbone, RESERVE, trained(backbone, maps, labels));

    double[] bySegment = new double[18];
    for (int segment = 1; segment <= 17; segment++) {
      double[] attributions = explainer.of(List.of(map(segment, random)), method)[0][0];
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

  private static TransferNetwork trained(
      Backbone backbone, List<PolarMap> maps, List<Integer> labels) {
    float[][] features =
        backbone.features(maps.stream().map(map -> List.of(map.toArray())).toList(), RESERVE);
    double[] mean = new double[features[0].length];
    double[] scale = new double[mean.length];
    for (int f = 0; f < mean.length; f++) {
      double squares = 0;
      for (float[] row : features) {
        mean[f] += row[f] / features.length;
        squares += (double) row[f] * row[f] / features.length;
      }
      double variance = squares - mean[f] * mean[f];
      scale[f] = variance > 1e-8 ? 1 / Math.sqrt(variance) : 0;
    }
    FeatureScaling scaling = FeatureScaling.of(mean, scale);
    float[][] inputs = new float[features.length][];
    float[][] label = new float[features.length][1];
    float[][] segments = new float[features.length][17];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = scaling.scaled(features[i]);
      label[i][0] = labels.get(i);
    }
    HeadNetwork structure = structure(backbone, RESERVE, 0.01);
    ComputationGraph network = structure.step1(structure.training().step1(), ClassWeights.EQUAL, 5);
    MultiDataSet all =
        new MultiDataSet(
            new INDArray[] {Nd4j.createFromArray(inputs)},
            new INDArray[] {Nd4j.createFromArray(segments), Nd4j.createFromArray(label)},
            null,
            new INDArray[] {Nd4j.zeros(inputs.length, 1), Nd4j.ones(inputs.length, 1)});
    for (int epoch = 0; epoch < 400; epoch++) {
      network.fit(all);
    }
    return new TransferNetwork(
        structure,
        scaling,
        network,
        List.of(Target.IMPAIRED_MFR),
        Optional.empty(),
        Optional.empty());
  }
}
