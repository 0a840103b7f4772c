package org.polarfold.train;

/** A training whose loss is no number any more: the same learning rate would do the same again. */
public final class DivergedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DivergedException(int epoch, double learningRate) {
    super(
        "training diverged: the loss is not finite after epoch "
            + epoch
            + " at learning rate "
            + learningRate);
  }
}
