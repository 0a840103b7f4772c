package org.polarfold.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The running means and variances of a network's batch normalisations. DL4J keeps them among the
 * parameters, the variance as log10 of the standard deviation by default, whose mean over workers
 * would be the geometric mean of the deviations. They are combined as those of one pool instead:
 *
 * <p>mean = sum(n m) / sum(n), variance = sum(n (v + (m - mean)^2)) / sum(n).
 */
final class RunningStatistics {

  /**
   * Those of one layer.
   *
   * @param mean the first place of its means, among the learnt parameters
   * @param spread the first place of what tells their variances
   * @param count how many it has of either
   * @param logarithmic whether the spread is log10 of the standard deviation
   */
  record OfLayer(int mean, int spread, int count, boolean logarithmic) {

    double variance(float[] parameters, int i) {
      double stored = parameters[spread + i];
      return logarithmic ? Math.pow(10, 2 * stored) : stored;
    }

    float stored(double variance) {
      return (float) (logarithmic ? Math.log10(variance) / 2 : variance);
    }
  }

  private final List<OfLayer> layers;

  RunningStatistics(List<OfLayer> layers) {
    this.layers = layers;
  }

  /** Where they are in a network of which some parameters are learnt. */
  static RunningStatistics of(ComputationGraph network, Places learnt) {
    List<OfLayer> layers = new ArrayList<>();
    for (GraphVertex vertex : network.getVertices()) {
      if (vertex.hasLayer()
          // one that is frozen is another class, whose statistics stay
          && vertex.getLayer() instanceof BatchNormalization normalisation) {
        Map<String, INDArray> parameters = normalisation.paramTable(false);
        INDArray mean = parameters.get(BatchNormalizationParamInitializer.GLOBAL_MEAN);
        boolean logarithmic = normalisation.layerConf().isUseLogStd();
        INDArray spread =
            parameters.get(
                logarithmic
                    ? BatchNormalizationParamInitializer.GLOBAL_LOG_STD
                    : BatchNormalizationParamInitializer.GLOBAL_VAR);
        if (mean == null || spread == null) {
          throw new IllegalStateException("Batch normalisation without statistics: " + vertex);
        }
        layers.add(
            new OfLayer(
                learnt.indexOf(mean.offset()),
                learnt.indexOf(spread.offset()),
                Math.toIntExact(mean.length()),
                logarithmic));
      }
    }
    return new RunningStatistics(layers);
  }

  /**
   * Puts the variances of the pool among the mean parameters.
   *
   * @param mean parameters, averaged
   * @param results of at least two workers, whose own parameters are averaged there
   */
  void pool(float[] mean, List<WorkerResult> results) {
    for (OfLayer layer : layers) {
      for (int i = 0; i < layer.count; i++) {
        double centre = 0;
        double weight = 0;
        for (WorkerResult result : results) {
          centre += (double) result.examples() * result.state().learnt()[layer.mean + i];
          weight += (double) result.examples();
        }
        centre /= weight;
        double variance = 0;
        for (WorkerResult result : results) {
          float[] own = result.state().learnt();
          double off = own[layer.mean + i] - centre;
          variance += (double) result.examples() * (layer.variance(own, i) + off * off);
        }
        mean[layer.spread + i] = layer.stored(variance / weight);
      }
    }
  }
}
