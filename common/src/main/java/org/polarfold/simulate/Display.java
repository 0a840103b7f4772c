package org.polarfold.simulate;

/**
 * What is left of values that were read off pictures: so many colours from 0 to the end of the
 * scale, and nothing beyond it.
 *
 * @param colours of the table, 4 to 65,536
 * @param restHigh rest flow of the last colour, 0.5 to 10 mL/min/g
 * @param stressHigh stress flow of the last colour
 */
public record Display(int colours, double restHigh, double stressHigh) {

  public Display {
    KnobRange.require("colours", colours, 4, 65_536);
    KnobRange.require("rest-high", restHigh, 0.5, 10);
    KnobRange.require("stress-high", stressHigh, 0.5, 10);
  }

  double rest(double flow) {
    return read(flow, restHigh);
  }

  double stress(double flow) {
    return read(flow, stressHigh);
  }

  private double read(double flow, double high) {
    double share = Math.min(Math.max(flow / high, 0), 1);
    return Math.rint(share * (colours - 1)) / (colours - 1) * high;
  }
}
