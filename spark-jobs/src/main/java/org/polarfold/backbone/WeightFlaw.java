package org.polarfold.backbone;

/** Why a file of weights is not used; what was expected of it instead. */
final class WeightFlaw extends Exception {

  private static final long serialVersionUID = 1;

  WeightFlaw(String expected) {
    super(expected, null, false, false);
  }
}
