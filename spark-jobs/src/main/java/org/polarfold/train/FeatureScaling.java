package org.polarfold.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.polarfold.store.TrainingStudies;

/**
 * Brings every feature to mean 0 and standard deviation 1 over the training studies of a cell. A
 * feature that never varies there becomes 0.
 */
final class FeatureScaling implements Serializable {

  private static final long serialVersionUID = 1L;

  /** For features that pretrained layers know as they are. */
  static final FeatureScaling NONE = new FeatureScaling(new double[0], new double[0]);

  private final double[] mean;
  private final double[] scale;

  private FeatureScaling(double[] mean, double[] scale) {
    this.mean = mean;
    this.scale = scale;
  }

  /** Sums of one worker's share. */
  private record Sums(int worker, long count, double[] sum, double[] squares)
      implements Serializable {

    void add(Sums other) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += other.sum[i];
        squares[i] += other.squares[i];
      }
    }
  }

  /** Learns from the training studies; sums are taken in the order of the workers. */
  static FeatureScaling fit(TrainingStudies studies, int features) {
    List<Sums> shares =
        new ArrayList<>(
            studies
                .shares()
                .mapPartitionsWithIndex(
                    (worker, share) -> {
                      double[] sum = new double[features];
                      double[] squares = new double[features];
                      long count = 0;
                      while (share.hasNext()) {
                        float[] values = share.next().features();
                        for (int i = 0; i < features; i++) {
                          sum[i] += values[i];
                          squares[i] += (double) values[i] * values[i];
                        }
                        count++;
                      }
                      return List.of(new Sums(worker, count, sum, squares)).iterator();
                    },
                    true)
                .collect());
    shares.sort(Comparator.comparingInt(Sums::worker));
    Sums all = new Sums(-1, 0, new double[features], new double[features]);
    shares.forEach(all::add);
    double count = shares.stream().mapToLong(Sums::count).sum();
    double[] scale = new double[features];
    for (int i = 0; i < features; i++) {
      all.sum[i] /= count;
      double variance = all.squares[i] / count - all.sum[i] * all.sum[i];
      scale[i] = variance > 1e-10 ? 1 / Math.sqrt(variance) : 0;
    }
    return new FeatureScaling(all.sum, scale);
  }

  /** Numbers that bring a stored network's scaling back. */
  static FeatureScaling of(double[] mean, double[] scale) {
    return new FeatureScaling(mean.clone(), scale.clone());
  }

  double[] mean() {
    return mean.clone();
  }

  double[] scale() {
    return scale.clone();
  }

  /** Makes a layer that takes scaled features one that takes them as they come. */
  void foldInto(INDArray weights, INDArray bias) {
    if (mean.length > 0) {
      INDArray factors = Nd4j.createFromArray(scale).castTo(weights.dataType());
      INDArray means = Nd4j.createFromArray(mean).castTo(weights.dataType());
      weights.muliColumnVector(factors.reshape(mean.length, 1));
      bias.subi(means.reshape(1, mean.length).mmul(weights).reshape(bias.shape()));
    }
  }

  /** The scaled features of a view of a study. */
  float[] scaled(float[] features) {
    if (mean.length == 0) {
      return features;
    }
    float[] scaled = new float[features.length];
    for (int i = 0; i < features.length; i++) {
      scaled[i] = (float) ((features[i] - mean[i]) * scale[i]);
    }
    return scaled;
  }
}
