package org.polarfold.train;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The studies of a batch whose label is known. DL4J divides every loss by the size of the batch;
 * what is weighted here has been multiplied with that size over the number of those that count, so
 * that a batch half masked is no half step.
 */
final class Unmasked {

  private final @Nullable INDArray mask;
  private final double factor;

  private Unmasked(@Nullable INDArray mask, double factor) {
    this.mask = mask;
    this.factor = factor;
  }

  /**
   * Counts them.
   *
   * @param mask [batch, 1], 0 where the label is missing; null where none is
   */
  static Unmasked of(INDArray labels, @Nullable INDArray mask) {
    if (mask == null) {
      return new Unmasked(null, 1);
    }
    // Where dl4j-spark joins examples it widens a mask to the labels, alike in every column.
    INDArray ofStudies = mask.size(1) == 1 ? mask : mask.getColumn(0, true);
    double known = ofStudies.sumNumber().doubleValue();
    return new Unmasked(ofStudies, known == 0 ? 0 : labels.size(0) / known);
  }

  /** Values a study and output, in place: 0 where masked. */
  INDArray weighted(INDArray values) {
    return mask == null
        ? values
        : values.muliColumnVector(mask.castTo(values.dataType())).muli(factor);
  }
}
