package org.polarfold.train;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;
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

/** Networks behind the shipped backbone, and maps to show them. */
final class NetworkFixture {

  static final InputMaps RESERVE = InputMaps.of(MapKind.RESERVE);

  private NetworkFixture() {}

  static Backbone frozenTo(String layer) {
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

  static HeadNetwork structure(Backbone backbone, InputMaps maps, double rate) {
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
  static PolarMap map(int defect, Random random) {
    return map(defect, 0, random);
  }

  static PolarMap map(int defect, int another, Random random) {
    float[] values = new float[PolarMap.SIZE];
    for (int place = 0; place < values.length; place++) {
      int segment = Segment17.at(place);
      double level = segment == defect || segment == another ? 1.2 : 2.5;
      values[place] = (float) (level + 0.1 * random.nextGaussian());
    }
    return PolarMap.of(values);
  }

  /** Not of the probability, which is too coarse near 0 and 1 to be told from its neighbours. */
  static double logit(
      TransferNetwork network, Backbone backbone, InputMaps maps, List<PolarMap> study) {
    float[] features =
        backbone.features(List.of(study.stream().map(PolarMap::toArray).toList()), maps)[0];
    return network
        .structure()
        .probed(network)
        .output(Nd4j.createFromArray(features).reshape(backbone.shape(maps)))[0]
        .getDouble(0);
  }

  static TransferNetwork untrained(Backbone backbone, InputMaps maps) {
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

  static TransferNetwork trained(Backbone backbone, List<PolarMap> maps, List<Integer> labels) {
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
