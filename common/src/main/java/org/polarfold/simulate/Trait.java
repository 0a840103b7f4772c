package org.polarfold.simulate;

import org.polarfold.study.Target;

/**
 * What a patient has besides a sex and an age, with its share in one multi-centre set and its
 * effect on flow.
 *
 * <p>Shares: hypertension 64 %, diabetes 29 %, dyslipidaemia 33 % (n = 13,988; npj Digital Medicine
 * 2023); smoking 20 % is assumed. Effects on log flow are assumed: for diabetes about a third of
 * what one cardiac magnetic resonance study saw (rest 0.81 against 0.61, stress 2.4 against 3.2
 * mL/min/g; 193 and 20 persons), smaller ones for the others.
 */
enum Trait {
  HYPERTENSION(Target.HYPERTENSION, 0.64, 0.06, -0.03),
  DYSLIPIDAEMIA(Target.DYSLIPIDAEMIA, 0.33, 0, -0.03),
  DIABETES(Target.DIABETES, 0.29, 0.08, -0.10),
  SMOKING(Target.SMOKING, 0.20, 0.04, -0.06);

  final Target target;
  final double usualShare;

  /** What the trait adds to the logarithm of rest and of stress flow. */
  final double onRest;

  final double onStress;

  Trait(Target target, double usualShare, double onRest, double onStress) {
    this.target = target;
    this.usualShare = usualShare;
    this.onRest = onRest;
    this.onStress = onStress;
  }
}
