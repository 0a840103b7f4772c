package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;
import org.polarfold.UserException;

/** Power against R's distributions, and the variances against areas of scores that are drawn. */
class DropPowerTest {

  private static final int DRAWN = 3000;

  @Test
  void powerAtOneSiteIsThatOfATestOfTheMean() {
    DropPower plan = plan(8, 400, 0);
    double distance = 0.05 / plan.se();
    NormalDistribution normal = new NormalDistribution();
    assertThat(plan.atOneSite())
        .isEqualTo(
            normal.cumulativeProbability(distance - 1.959963984540054)
                + normal.cumulativeProbability(-distance - 1.959963984540054),
            within(1e-12));
    assertThat(plan(8, 400, 0.05).atOneSite()).isEqualTo(plan.atOneSite());
  }

  /** R: 1 - diff(pt(c(-1, 1) * qt(.975, 7), 7, ncp = sqrt(8) * .05 / tau)). */
  @Test
  void powerOverSitesIsThatOfATTestWhereSitesAreLarge() {
    assertThat(plan(8, 10_000_000, 0.05).pooled()).isEqualTo(0.68083395820636, within(1e-4));
    assertThat(plan(2, 10_000_000, 0.05).pooled()).isEqualTo(0.092809155056535, within(1e-4));
    assertThat(plan(3000, 10_000_000, 0.5).pooled()).isEqualTo(0.99978054232596, within(1e-3));
  }

  /** R: integrate() over dchisq(x, 7), with the floor under the variance. */
  @Test
  void withoutTauTheWaldErrorIsAFloor() {
    DropPower plan = plan(8, 150, 0);
    assertThat(plan.pooled()).isEqualTo(0.62142769392285, within(1e-9));
  }

  @Test
  void theLevelIsKeptAndWithoutTauMoreThanKept() {
    DropPower nothing = new DropPower(0.75, 1e-9, 0.3, 8, 400, 0.4, 0, 0.05);
    assertThat(nothing.atOneSite()).isEqualTo(0.05, within(1e-9));
    assertThat(nothing.pooled()).isBetween(0.012, 0.015);
    assertThat(new DropPower(0.75, 1e-9, 0.3, 8, 1_000_000, 0.4, 0.2, 0.05).pooled())
        .isEqualTo(0.05, within(1e-4));
  }

  @Test
  void theSampleSizeIsTheLeastThatIsEnough() {
    DropPower plan = plan(8, 400, 0.02);
    int patients = Made.present(plan.patientsAtOneSite(0.8));
    assertThat(plan(8, patients, 0.02).atOneSite()).isGreaterThanOrEqualTo(0.8);
    assertThat(plan(8, patients - 1, 0.02).atOneSite()).isLessThan(0.8);
    int each = Made.present(plan.patientsPerSite(0.9));
    assertThat(plan(8, each, 0.02).pooled()).isGreaterThanOrEqualTo(0.9);
    assertThat(plan(8, each - 1, 0.02).pooled()).isLessThan(0.9);
    int sites = Made.present(plan.sitesNeeded(0.8));
    assertThat(plan(sites, 400, 0.02).pooled()).isGreaterThanOrEqualTo(0.8);
    assertThat(plan(sites - 1, 400, 0.02).pooled()).isLessThan(0.8);
  }

  @Test
  void powerGrowsWithPatientsAndSitesAndFallsWithTau() {
    double before = 0;
    for (int patients : new int[] {7, 20, 50, 150, 400, 1000, 5000}) {
      assertThat(plan(5, patients, 0.03).pooled()).isGreaterThan(before);
      before = plan(5, patients, 0.03).pooled();
    }
    before = 0;
    for (int sites : new int[] {2, 3, 4, 6, 10, 30, 100}) {
      assertThat(plan(sites, 60, 0.03).pooled()).isGreaterThan(before);
      before = plan(sites, 60, 0.03).pooled();
    }
    assertThat(plan(8, 400, 0.05).pooled()).isLessThan(plan(8, 400, 0.02).pooled());
  }

  @Test
  void whereTauForbidsItNoNumberOfPatientsIsEnough() {
    assertThat(Made.why(plan(8, 400, 0.1).patientsPerSite(0.8)))
        .startsWith(
            "cannot be reached: 8 sites whose drops differ by tau = 0.1 give a power of 0.");
    assertThat(Made.present(plan(8, 400, 0.1).sitesNeeded(0.8))).isBetween(30, 60);
    assertThat(
            Made.why(new DropPower(0.75, 1e-6, 0.3, 8, 400, 0.4, 0, 0.05).patientsAtOneSite(0.8)))
        .isEqualTo("takes more than 10,000,000, which give a power of 0.05");
  }

  @Test
  void theScoresAreMoreCorrelatedThanTheEstimates() {
    double scores = plan(8, 400, 0).scoreCorrelation();
    assertThat(scores).isGreaterThan(0.4);
    assertThat(new PairedAreas(120, 280).correlation(0.75, 0.70, scores))
        .isEqualTo(0.4, within(1e-9));
    DropPower none = new DropPower(0.75, 0.05, 0.3, 8, 400, 0, 0, 0.05);
    assertThat(none.scoreCorrelation()).isZero();
    DropPower negative = new DropPower(0.75, 0.05, 0.3, 8, 400, -0.3, 0, 0.05);
    assertThat(negative.scoreCorrelation()).isBetween(-0.5, -0.3);
    assertThatThrownBy(() -> new DropPower(0.95, 0.4, 0.3, 8, 400, 0.99, 0, 0.05))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Invalid value of --correlation: 0.99 (expected 0.")
        .hasMessageContaining("areas so different");
  }

  /** The exponential formula of Hanley and McNeil is too large by more than the draws allow. */
  @Test
  void areasVaryAsNormalScoresSay() {
    PairedAreas areas = new PairedAreas(15, 35);
    double[][] drawn = drawn(0.9, 0.8, 15, 35, 0.7);
    double sd = Math.sqrt(StatUtils.variance(drawn[0]));
    double error = sd / Math.sqrt(2.0 * DRAWN);
    assertThat(sd).isEqualTo(Math.sqrt(areas.variance(0.9)), within(4 * error));
    double q1 = 0.9 / (2 - 0.9);
    double q2 = 2 * 0.9 * 0.9 / (1 + 0.9);
    double exponential = (0.09 + 14 * (q1 - 0.81) + 34 * (q2 - 0.81)) / (15 * 35);
    assertThat(Math.sqrt(exponential)).isGreaterThan(sd + 4 * error);
    assertThat(Math.sqrt(StatUtils.variance(drawn[1])))
        .isEqualTo(Math.sqrt(areas.variance(0.8)), within(4 * error * 1.5));
    assertThat(new PearsonsCorrelation().correlation(drawn[0], drawn[1]))
        .isEqualTo(areas.correlation(0.9, 0.8, 0.7), within(4 / Math.sqrt(DRAWN)));
    assertThat(StatUtils.mean(drawn[0])).isEqualTo(0.9, within(4 * sd / Math.sqrt(DRAWN)));
  }

  /** R, mvtnorm: of Q1 - A^2, with h = qnorm(A) and correlations 1/2 and 0.6/2. */
  @Test
  void variancesAndCovariancesHaveAClosedForm() {
    PairedAreas areas = new PairedAreas(120, 280);
    assertThat(areas.variance(0.75)).isEqualTo(0.00068994025934853, within(1e-12));
    assertThat(areas.covariance(0.75, 0.70, 0.6)).isEqualTo(0.0004192408228449, within(1e-12));
    assertThat(areas.covariance(0.75, 0.70, 0)).isZero();
    assertThat(new PairedAreas(1, 1).variance(0.75)).isEqualTo(0.75 * 0.25, within(1e-15));
  }

  @Test
  void eventsAreCheckedBeforePatientsAre() {
    assertThatThrownBy(() -> new DropPower(0.75, 0.05, Double.NaN, 8, 400, 0.4, 0, 0.05))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid value of --events: NaN (expected a share above 0 and below 1)");
    assertThatThrownBy(() -> new DropPower(0.75, 0.05, 0.01, 8, 100, 0.4, 0, 0.05))
        .hasMessageStartingWith("Invalid value of --patients: 100 (expected patients per site, 200")
        .hasMessageEndingWith("so that 2 have and 2 lack the event)");
  }

  private static DropPower plan(int sites, int patients, double tau) {
    return new DropPower(0.75, 0.05, 0.3, sites, patients, 0.4, tau, 0.05);
  }

  private static double[][] drawn(
      double first, double second, int events, int others, double scores) {
    NormalDistribution normal = new NormalDistribution();
    double[] apart = {
      Math.sqrt(2) * normal.inverseCumulativeProbability(first),
      Math.sqrt(2) * normal.inverseCumulativeProbability(second)
    };
    byte[] labels = new byte[events + others];
    Arrays.fill(labels, 0, events, (byte) 1);
    SplittableRandom random = new SplittableRandom(11);
    double[][] areas = new double[2][DRAWN];
    for (int draw = 0; draw < DRAWN; draw++) {
      double[][] arms = new double[2][labels.length];
      for (int i = 0; i < labels.length; i++) {
        double shared = random.nextGaussian();
        double own = random.nextGaussian();
        arms[0][i] = labels[i] * apart[0] + shared;
        arms[1][i] = labels[i] * apart[1] + scores * shared + Math.sqrt(1 - scores * scores) * own;
      }
      PairedDrop drop = DropTrial.atSite(new DropTrial.PairedScores(labels, arms[0], arms[1]));
      areas[0][draw] = Made.present(drop.internal());
      areas[1][draw] = Made.present(drop.external());
    }
    return areas;
  }
}
