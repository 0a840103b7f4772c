package org.polarfold.simulate;

/**
 * What a site's tracer, reconstruction and program make of a flow, wherever it is in the heart.
 *
 * @param tracer the tracer
 * @param rollOff share of the tracer's roll-off that the program leaves uncorrected, 0 to 1
 * @param reconstruction the reconstruction
 * @param gainRest factor of the program on rest flow, 0.5 to 2; four programs gave mean rest flows
 *     of 0.90 to 1.47 mL/min/g in the same 51 patients (PMC3849220)
 * @param gainStress factor on stress flow, 0.5 to 2; 1.83 to 3.05 mL/min/g there, so that a
 *     program's gain almost cancels in reserve
 */
public record FlowResponse(
    Tracer tracer,
    double rollOff,
    Reconstruction reconstruction,
    double gainRest,
    double gainStress) {

  /** Flow as it is. */
  static final FlowResponse REFERENCE = gain(1);

  public FlowResponse {
    KnobRange.require("roll-off", rollOff, 0, 1);
    KnobRange.require("gain-rest", gainRest, 0.5, 2);
    KnobRange.require("gain-stress", gainStress, 0.5, 2);
  }

  /** A program with one gain for both states, and nothing else. */
  public static FlowResponse gain(double gain) {
    return new FlowResponse(Tracer.N13_AMMONIA, 0, Reconstruction.RAMLA, gain, gain);
  }

  /** What is left of a flow, in mL/min/g, after the tracer's roll-off. */
  double taken(double flow) {
    return rollOff == 0 ? flow : flow * (1 - rollOff + rollOff * tracer.rollOff(flow));
  }

  /** Factor on what was taken up at rest. */
  double rest() {
    return gainRest * reconstruction.rest;
  }

  /** The same under stress. */
  double stress() {
    return gainStress * reconstruction.stress;
  }
}
