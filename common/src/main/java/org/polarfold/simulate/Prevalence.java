package org.polarfold.simulate;

import org.polarfold.study.Target;

/**
 * How common a label is at a site, with what the label does to everything else as it is elsewhere:
 * patients are drawn anew until they have the label that was drawn for them. So it shifts how often
 * models must say yes and not whom they can tell apart. (Other shares in a {@link CaseMix} move
 * intercepts, and with them the AUROC too.)
 *
 * @param target the label
 * @param share of patients in whom it is 1, 0.01 to 0.99
 */
record Prevalence(Target target, double share) {

  Prevalence {
    KnobRange.require("share", share, 0.01, 0.99);
  }
}
