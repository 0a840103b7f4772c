package org.polarfold.backbone;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.polarfold.backbone.ResNet50.Convolution;

/**
 * A convolution into which the normalisation behind it has been folded.
 *
 * @param kernel [height, width, in, out]
 * @param bias [out]
 */
record FoldedConvolution(INDArray kernel, INDArray bias) {

  static FoldedConvolution of(Convolution convolution, ResNetWeights from) {
    ResNetWeights.Normalisation norm = from.normalisation(convolution);
    INDArray factor = norm.scale().div(Transforms.sqrt(norm.variance().add(ResNetWeights.EPSILON)));
    INDArray kernel = from.kernel(convolution).mul(factor.reshape(convolution.out(), 1, 1, 1));
    INDArray bias = norm.shift().sub(norm.mean().mul(factor));
    return new FoldedConvolution(kernel.permute(2, 3, 1, 0).dup('c'), bias.dup('c'));
  }
}
