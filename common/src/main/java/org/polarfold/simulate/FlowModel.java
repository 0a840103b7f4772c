package org.polarfold.simulate;

/**
 * How flow is distributed over patients without narrowed arteries.
 *
 * @param rest median rest flow of a man of 63 years without any trait, mL/min/g
 * @param stress the same under stress
 * @param restSd standard deviation of log rest flow between such patients
 * @param stressSd the same under stress
 * @param correlation of the two logarithms, -1 to 1
 * @param womenRest what being a woman adds to log rest flow
 * @param womenStress the same under stress
 * @param stressPerYear what a year of age adds to log stress flow
 * @param regional share, 0 to 1, of the volunteers' differences between territories ({@link
 *     RegionalNorm})
 * @param texture standard deviation of log flow between places at the base of one heart
 * @param sharedTexture share of that variance, 0 to 1, that is there at rest and stress alike
 * @param sexPattern half the difference, in log flow and alike at rest and stress, between anterior
 *     and inferior wall that men have and women have the other way round: soft tissue in front of
 *     women's hearts, below men's
 * @param sexPatternSd its standard deviation between patients
 */
record FlowModel(
    double rest,
    double stress,
    double restSd,
    double stressSd,
    double correlation,
    double womenRest,
    double womenStress,
    double stressPerYear,
    double regional,
    double texture,
    double sharedTexture,
    double sexPattern,
    double sexPatternSd) {

  /**
   * Levels and spreads are chosen so that the reference site measures in simulated patients without
   * narrowed arteries what N-13 ammonia showed in patients without coronary disease (Opstal 2017,
   * PMC5994394): rest 1.02 +- 0.22, stress 2.54 +- 0.41 mL/min/g, reserve 2.60 +- 0.61; women
   * higher at rest and stress and lower in reserve, age lowers stress and reserve. The texture is
   * such that the lowest segment of an attenuation-corrected SPECT map tells obstructive disease
   * with an area under the ROC curve of 0.81 (PMC10071806). The size of the effects of sex and age,
   * the correlation, the texture's shared part and the sex pattern are assumed.
   */
  static final FlowModel N13_AMMONIA =
      new FlowModel(
          0.852, 2.575, 0.170, 0.116, 0.30, 0.18, 0.10, -0.003, 0.5, 0.10, 0.8, 0.015, 0.030);
}
