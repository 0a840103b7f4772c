package org.polarfold.train;

import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** A loss of the studies that are not masked, by its value for each study and its gradient. */
abstract class StudyLoss implements ILossFunction {

  private static final long serialVersionUID = 1L;

  @Override
  public final double computeScore(
      INDArray labels,
      INDArray output,
      IActivation activation,
      @Nullable INDArray mask,
      boolean average) {
    double sum = computeScoreArray(labels, output, activation, mask).sumNumber().doubleValue();
    return average ? sum / labels.size(0) : sum;
  }

  @Override
  public final Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels,
      INDArray output,
      IActivation activation,
      @Nullable INDArray mask,
      boolean average) {
    return Pair.create(
        computeScore(labels, output, activation, mask, average),
        computeGradient(labels, output, activation, mask));
  }
}
