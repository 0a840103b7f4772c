package org.polarfold.backbone;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.polarfold.backbone.ResNet50.Convolution;

/** Weights that keep activations within bounds. */
final class DrawnWeights implements ResNetWeights {

  @Override
  public INDArray kernel(Convolution c) {
    Nd4j.getRandom().setSeed(c.name().hashCode());
    double spread = Math.sqrt(24.0 / (c.in() * c.kernel() * c.kernel()));
    return Nd4j.rand(c.out(), c.in(), c.kernel(), c.kernel()).subi(0.5).muli(spread / 2);
  }

  @Override
  public Normalisation normalisation(Convolution c) {
    return new Normalisation(
        Nd4j.ones(c.out()), Nd4j.zeros(c.out()), Nd4j.zeros(c.out()), Nd4j.ones(c.out()));
  }

  @Override
  public INDArray lastKernel() {
    return Nd4j.zeros(ResNet50.CLASSES, ResNet50.FEATURES);
  }

  @Override
  public INDArray lastBias() {
    return Nd4j.zeros(ResNet50.CLASSES);
  }
}
