package org.polarfold.backbone;

/** Why a file of weights is not used. */
public final class WeightFlaw extends Exception {

  private static final long serialVersionUID = 1;

  private final String expected;

  /** A flaw. */
  public WeightFlaw(String expected) {
    super(expected, null, false, false);
    this.expected = expected;
  }

  /** What was expected. */
  public String expected() {
    return expected;
  }
}
