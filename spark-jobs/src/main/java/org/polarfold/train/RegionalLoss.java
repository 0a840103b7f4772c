package org.polarfold.train;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The robust loss of values of regions (Huber, Ann Math Stat 1964): half the squared error up to a
 * bound, in proportion beyond it; the mean over regions, and over the studies that are not masked.
 * Of an output without an activation.
 */
public final class RegionalLoss extends StudyLoss {

  private static final long serialVersionUID = 1L;

  private final double bound;

  /**
   * A loss.
   *
   * @param bound error from which it is no longer squared, above 0
   */
  public RegionalLoss(@JsonProperty("bound") double bound) {
    this.bound = bound;
  }

  /** The error from which the loss is no longer squared. */
  public double getBound() {
    return bound;
  }

  private INDArray ofEach(INDArray labels, INDArray output) {
    INDArray error = Transforms.abs(output.sub(labels));
    INDArray inner = Transforms.min(error, bound, true);
    // error^2 / 2 within the bound, bound * (error - bound / 2) beyond it
    return inner.mul(error.sub(inner.mul(0.5))).divi(labels.size(1));
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray output, IActivation activation, @Nullable INDArray mask) {
    return Unmasked.of(labels, mask).weighted(ofEach(labels, output)).sum(true, 1);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray output, IActivation activation, @Nullable INDArray mask) {
    INDArray error = output.sub(labels);
    INDArray clipped = Transforms.max(Transforms.min(error, bound, false), -bound, false);
    return Unmasked.of(labels, mask).weighted(clipped.divi(labels.size(1)));
  }

  @Override
  public String name() {
    return "regional";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RegionalLoss loss && loss.bound == bound;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(bound);
  }
}
