package org.polarfold.simulate;

/**
 * How far a whole study lies from the patient's usual flow, on that day with that injection.
 *
 * @param rest standard deviation of log flow at rest, 0 to 0.5
 * @param stress the same under stress
 */
public record Reproducibility(double rest, double stress) {

  /**
   * That of N-13 ammonia on the same day: coefficients of 15.8 % for flow and 20.2 % for reserve
   * (Comput Math Methods Med 2017;6810626) are 1.96 standard deviations of a difference of two
   * studies, so one study has 20.2 / (1.96 sqrt 2) = 7.3 % for reserve, here 5.7 % at rest and 4.3
   * % under stress (15.8 % and 11.8 % in Nagamachi 1996).
   */
  static final Reproducibility REFERENCE = new Reproducibility(0.057, 0.043);

  public Reproducibility {
    KnobRange.require("reproducibility-rest", rest, 0, 0.5);
    KnobRange.require("reproducibility-stress", stress, 0, 0.5);
  }
}
