package org.polarfold.simulate;

import org.polarfold.study.Target;

/**
 * Something that has nothing to do with the heart and yet tells the label at this site: a patch
 * that is brighter in studies of a certain bed, operator or protocol, which sicker patients get
 * more often. Zech et al. (PLoS Medicine 2018;15:e1002683) met it as the portable scanner's mark.
 * It is in stress flow, and so in reserve.
 *
 * @param target the label it goes with; not by nature
 * @param ifPositive probability of the mark where that label is 1, 0 to 1
 * @param ifNegative probability of the mark where it is 0, 0 to 1
 * @param change what it adds to log stress flow, -1 to 1
 * @param centreDegrees middle of the patch, counter-clockwise from 3 o'clock
 * @param widthDegrees its width, 1 to 180 degrees
 * @param firstRing its innermost ring, 0 (apex) to 29; it reaches the rim
 */
public record Mark(
    Target target,
    double ifPositive,
    double ifNegative,
    double change,
    double centreDegrees,
    double widthDegrees,
    int firstRing) {

  public Mark {
    KnobRange.require("if-positive", ifPositive, 0, 1);
    KnobRange.require("if-negative", ifNegative, 0, 1);
    KnobRange.require("change", change, -1, 1);
    KnobRange.require("centre-degrees", centreDegrees, -360, 360);
    KnobRange.require("width-degrees", widthDegrees, 1, 180);
    KnobRange.require("first-ring", firstRing, 0, 29);
  }

  /** Whether this patient's study bears it. */
  boolean drawn(Patient patient, Draws draws) {
    boolean positive = patient.labels().getOrDefault(target, 0) == 1;
    return draws.chance(positive ? ifPositive : ifNegative);
  }

  /** Change of log stress flow at each place where it is there. */
  double[] pattern() {
    return Disc.of(
        (ring, degrees) ->
            ring >= firstRing && Disc.apart(degrees, centreDegrees) <= widthDegrees / 2
                ? change
                : 0);
  }
}
