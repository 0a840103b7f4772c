package org.polarfold.backbone;

import org.polarfold.UserException;

/**
 * An NVIDIA GPU, as its driver tells of it.
 *
 * @param uuid one in the world
 * @param name of the product
 * @param capability which machine code it runs
 */
record Gpu(String uuid, String name, ComputeCapability capability) {

  /**
   * This GPU.
   *
   * @param place where it is
   * @throws UserException where ND4J's library has no code for it: it would fail inside a kernel
   */
  Gpu requireCovered(String place) {
    if (!capability.isCovered()) {
      throw new UserException(
          "Cannot compute on "
              + name
              + place
              + ": its compute capability is "
              + capability
              + " (expected "
              + ComputeCapability.LEAST
              + " to "
              + ComputeCapability.MOST
              + ", for which ND4J's CUDA library has machine code: compute on processors, take"
              + " another GPU, or build nd4j-cuda from its sources for this one)");
    }
    return this;
  }

  @Override
  public String toString() {
    return name + " (" + capability + ")";
  }
}
