package org.polarfold.train;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.polarfold.backbone.Backbone;
import org.polarfold.backbone.InputProbe;
import org.polarfold.study.InputMaps;

/** Logits of a finished network, and their gradients at its maps. Not safe for several threads. */
final class MapGradient {

  private final Backbone backbone;
  private final InputMaps maps;
  private final int targets;
  private final ComputationGraph logits;

  MapGradient(Backbone backbone, InputMaps maps, TransferNetwork network) {
    this.backbone = backbone;
    this.maps = maps;
    this.targets = network.targets().size();
    this.logits = network.structure().probed(network);
  }

  /** The logits of all targets. */
  double[] logits(float[] features) {
    INDArray[] outputs = logits.output(shaped(features));
    double[] values = new double[outputs.length];
    for (int t = 0; t < values.length; t++) {
      values[t] = outputs[t].getDouble(0);
    }
    return values;
  }

  /**
   * The gradient of one target's logit.
   *
   * @param study a map a kind
   * @param features of the study
   * @return by kind, 2,160 values ring by ring, in logits per unit of the map
   */
  float[][] of(List<float[]> study, float[] features, int target) {
    INDArray[] outputs = new INDArray[targets];
    for (int other = 0; other < outputs.length; other++) {
      outputs[other] = Nd4j.createFromArray(new float[][] {{other == target ? 1 : 0}});
    }
    return backbone.pulledBack(study, maps, InputProbe.gradient(logits, shaped(features), outputs));
  }

  private INDArray shaped(float[] features) {
    return Nd4j.createFromArray(features).reshape(backbone.shape(maps));
  }
}
