package org.polarfold.simulate;

/**
 * What a knob may be turned to. It has a class of its own: were it a part of {@link
 * AcquisitionKnobs}, whose reference is made of other knobs' references, which class is used first
 * would decide whether those exist by then.
 */
final class KnobRange {

  private KnobRange() {}

  static void require(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "Invalid " + name + ": " + value + " (expected " + least + " to " + most + ")");
    }
  }
}
