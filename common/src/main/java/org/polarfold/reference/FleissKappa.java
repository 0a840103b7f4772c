package org.polarfold.reference;

import java.io.Serializable;
import java.util.List;
import org.polarfold.evaluate.Distributions;
import org.polarfold.evaluate.Estimate;

/**
 * Agreement of several readers beyond chance on labels 0 and 1 (Fleiss, Psychological Bulletin
 * 1971;76:378), on patients whom all of them read.
 *
 * @param n such patients
 * @param readers how many read each
 * @param value at most 1; 0 where readers agree as by chance
 * @param se its standard error by the jackknife over patients
 * @param lower 95 % Wald interval
 * @param upper its other end
 * @param seIfChance standard error where readers agree as by chance (Fleiss, Nee and Landis,
 *     Psychological Bulletin 1979;86:974)
 * @param p two-sided against chance, with it
 */
public record FleissKappa(
    int n,
    int readers,
    double value,
    double se,
    double lower,
    double upper,
    double seIfChance,
    double p)
    implements Serializable {

  /**
   * Estimates.
   *
   * @param positives how many of the readers said 1, one a patient
   * @param readers at least two
   */
  static Estimate<FleissKappa> of(List<Integer> positives, int readers) {
    int n = positives.size();
    if (n < 3 || readers < 2) {
      return Estimate.none("fewer than 3 patients or 2 readers of them all");
    }
    double kappa = kappa(positives, readers, -1);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double without = kappa(positives, readers, i);
      sum += without;
      squares += without * without;
    }
    double se = Math.sqrt(Math.max(0, (squares - sum * sum / n) * (n - 1) / n));
    double chance = Math.sqrt(2.0 / ((double) n * readers * (readers - 1)));
    return Double.isFinite(kappa) && Double.isFinite(se)
        ? Estimate.of(
            new FleissKappa(
                n,
                readers,
                kappa,
                se,
                kappa - Distributions.Z * se,
                kappa + Distributions.Z * se,
                chance,
                Distributions.twoSided(kappa / chance)))
        : Estimate.none("all readers say the same of all patients, or of all but one");
  }

  private static double kappa(List<Integer> positives, int readers, int without) {
    double agreeing = 0;
    double sum = 0;
    for (int i = 0; i < positives.size(); i++) {
      if (i != without) {
        double yes = positives.get(i);
        double no = readers - yes;
        agreeing += (yes * (yes - 1) + no * (no - 1)) / (readers * (readers - 1.0));
        sum += yes;
      }
    }
    int n = without < 0 ? positives.size() : positives.size() - 1;
    double share = sum / ((double) n * readers);
    double chance = share * share + (1 - share) * (1 - share);
    return (agreeing / n - chance) / (1 - chance);
  }
}
