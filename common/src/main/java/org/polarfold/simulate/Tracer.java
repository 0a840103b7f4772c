package org.polarfold.simulate;

import org.apache.commons.math3.util.FastMath;

/**
 * What a tracer does with flow: the share that the first passage leaves in the wall falls as flow
 * rises, 1 - a exp(-b / flow) (Renkin and Crone), flow in mL/min/g.
 */
public enum Tracer {
  /** Freely diffusible: linear in flow (PMC3841470). */
  O15_WATER(0, 1),
  /** The customary constants for ammonia; assumed here. */
  N13_AMMONIA(0.607, 1.25),
  /** Lortie et al., Eur J Nucl Med Mol Imaging 2007;34:1765. */
  RB82(0.77, 0.63),
  /** Nearly all is extracted at all flows; assumed. */
  F18_FLURPIRIDAZ(0.10, 0.6),
  /** Sestamibi and the like; the customary constants, assumed here. */
  TC99M(0.874, 0.443);

  /** Where uptake and flow are made to agree, near flow at rest. */
  private static final double AGREES_AT = 1;

  private final double a;
  private final double b;

  Tracer(double a, double b) {
    this.a = a;
    this.b = b;
  }

  /** Uptake as a share of flow, relative to that at 1 mL/min/g: above 1 below it, below 1 above. */
  double rollOff(double flow) {
    return extraction(flow) / extraction(AGREES_AT);
  }

  private double extraction(double flow) {
    return a == 0 ? 1 : 1 - a * FastMath.exp(-b / flow);
  }
}
