package org.polarfold.experiment;

import java.util.List;
import java.util.Locale;

/**
 * How a cell chooses its learning rate and how long it learns: the rules that Gulrajani and
 * Lopez-Paz (ICLR 2021) name. All but one leave who is held out alone.
 *
 * @param rule whose loss decides
 * @param share of the training studies that are watched, of either class alike; 0 where the rule
 *     watches others
 * @param patience epochs without a smaller loss after which a training ends; of no meaning where
 *     domains are left out, whose trainings are compared epoch by epoch
 * @param rateFactors of a step's learning rate, each tried
 */
public record Selection(Rule rule, double share, int patience, List<Double> rateFactors) {

  /** Whose loss decides. */
  public enum Rule {
    /** A share of the training studies, of all their sites. */
    TRAINING_DOMAIN,
    /** Each training site in turn, by a network that has not seen it. */
    LEAVE_ONE_DOMAIN_OUT,
    /** Who is held out: for comparison only, since the figures are then chosen to be good. */
    ORACLE;

    /** As configurations and results name it. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What must be told wherever figures are shown that an oracle had its part in. */
  public static final String STAIN =
      "Chosen on the very patients they are judged on (rule oracle): the network's figures are too"
          + " good, and say nothing of a new site.";

  /** Copies the factors. */
  public Selection {
    rateFactors = List.copyOf(rateFactors);
  }

  static Selection from(Settings settings) {
    Rule rule = settings.has("rule") ? settings.choice("rule", Rule.class) : Rule.TRAINING_DOMAIN;
    return new Selection(
        rule,
        rule == Rule.TRAINING_DOMAIN ? settings.real("share", 0.05, 0.5) : 0,
        rule == Rule.LEAVE_ONE_DOMAIN_OUT ? 0 : settings.whole("patience", 1, 10_000),
        settings.reals("rate-factors", 1e-4, 1e4, List.of(1.0)));
  }
}
