package org.polarfold.train;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Cross-entropy of a target's label, 0 or 1, in which either class has a weight; the mean over the
 * studies that are not masked. Of an output with a sigmoid, which it computes itself.
 */
public final class TargetLoss extends StudyLoss {

  private static final long serialVersionUID = 1L;

  private final double weightOf0;
  private final double weightOf1;

  /**
   * A loss.
   *
   * @param weightOf0 of studies without the finding, at least 0
   * @param weightOf1 of studies with it
   */
  public TargetLoss(
      @JsonProperty("weightOf0") double weightOf0, @JsonProperty("weightOf1") double weightOf1) {
    this.weightOf0 = weightOf0;
    this.weightOf1 = weightOf1;
  }

  /** The weight of studies without the finding. */
  public double getWeightOf0() {
    return weightOf0;
  }

  /** The weight of studies with it. */
  public double getWeightOf1() {
    return weightOf1;
  }

  private INDArray weights(INDArray labels) {
    return labels.mul(weightOf1 - weightOf0).addi(weightOf0);
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray logits, IActivation activation, @Nullable INDArray mask) {
    // log(1 + e^z) - y z, in a form that neither overflows nor takes the logarithm of 0
    INDArray softPlus =
        Transforms.log(Transforms.exp(Transforms.abs(logits).negi()).addi(1))
            .addi(Transforms.relu(logits, true));
    INDArray loss = softPlus.subi(labels.mul(logits)).muli(weights(labels));
    return Unmasked.of(labels, mask).weighted(loss).sum(true, 1);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray logits, IActivation activation, @Nullable INDArray mask) {
    INDArray error = Transforms.sigmoid(logits, true).subi(labels).muli(weights(labels));
    return Unmasked.of(labels, mask).weighted(error);
  }

  @Override
  public String name() {
    return "target";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TargetLoss loss
        && loss.weightOf0 == weightOf0
        && loss.weightOf1 == weightOf1;
  }

  @Override
  public int hashCode() {
    return 31 * Double.hashCode(weightOf0) + Double.hashCode(weightOf1);
  }
}
