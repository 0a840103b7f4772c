package org.polarfold.backbone;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.polarfold.backbone.ResNet50.Convolution;

/**
 * The weights of a {@link ResNet50}, wherever they come from; each is read when it is asked for.
 */
public interface ResNetWeights {

  /** What batch normalisation adds to a variance. */
  double EPSILON = 1e-5;

  /**
   * A batch normalisation that is no longer learnt: (x - mean) / sqrt(variance + epsilon) times
   * scale plus shift, channel by channel.
   */
  record Normalisation(INDArray scale, INDArray shift, INDArray mean, INDArray variance) {}

  /** The kernel of a convolution, [out, in, side, side]. */
  INDArray kernel(Convolution convolution);

  /** The normalisation behind a convolution. */
  Normalisation normalisation(Convolution convolution);

  /** The last layer's, [1,000, 2,048]. */
  INDArray lastKernel();

  /** The last layer's, [1,000]. */
  INDArray lastBias();
}
