package org.polarfold.simulate;

import org.polarfold.study.Target;

/**
 * What a patient has besides a sex, an age and a race, in the order in which traits are drawn: a
 * trait's odds may depend on those before it.
 *
 * <p>Shares: hypertension 64 %, diabetes 29 %, dyslipidaemia 33 % (n = 13,988; npj Digital Medicine
 * 2023); smoking 20 % is assumed. What traits do is in {@link TraitModel}.
 */
enum Trait {
  HYPERTENSION(Target.HYPERTENSION, 0.64),
  DYSLIPIDAEMIA(Target.DYSLIPIDAEMIA, 0.33),
  DIABETES(Target.DIABETES, 0.29),
  SMOKING(Target.SMOKING, 0.20);

  final Target target;
  final double usualShare;

  Trait(Target target, double usualShare) {
    this.target = target;
    this.usualShare = usualShare;
  }
}
