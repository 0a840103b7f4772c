package org.polarfold.evaluate;

import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.polarfold.Plain;
import org.polarfold.UserException;

/**
 * How likely a drop in area is found: at one site by the paired test, and over sites under the
 * headline rule of the meta-analysis; and how many patients or sites that takes.
 *
 * <p>Areas vary as {@link PairedAreas} says; the paired variance is v1 + v2 - 2 r sqrt(v1 v2). Over
 * sites of one size the test is Student's on k - 1 degrees of freedom whose standard error is the
 * larger of the Hartung-Knapp and Wald ones. With S2 the sites' sample variance and s2 the variance
 * within, REML's tau2 is then max(0, S2 - s2), so that the squared standard error is max(S2, s2)/k:
 * a t test, noncentral, with a floor under its variance. S2 is independent of the mean and scaled
 * chi-squared, over which the power is integrated.
 *
 * @param auroc internal area, in (0.5, 1)
 * @param drop internal minus external area, in (0, auroc)
 * @param events share of patients with label 1, in (0, 1)
 * @param sites number of sites, 2 to 10,000
 * @param patients patients at each site
 * @param correlation of the two areas' estimates at a site, in (-1, 1); not that of the scores
 * @param tau standard deviation of the sites' true drops, at least 0
 * @param alpha two-sided level of the test, in (0, 0.5)
 */
public record DropPower(
    double auroc,
    double drop,
    double events,
    int sites,
    int patients,
    double correlation,
    double tau,
    double alpha) {

  private static final int MOST_SITES = 10_000;
  private static final int MOST_PATIENTS = 10_000_000;
  private static final int LEAST_OF_A_CLASS = 2;
  private static final int POINTS = 96;
  private static final double TAIL = 1e-12;
  private static final double ALMOST = 1e-9;
  private static final NormalDistribution NORMAL = new NormalDistribution();
  private static final GaussIntegratorFactory RULES = new GaussIntegratorFactory();

  /**
   * Checks the values; names them as the command does.
   *
   * @throws UserException where one is out of range
   */
  public DropPower {
    check("--auroc", auroc, auroc > 0.5 && auroc < 1, "above 0.5 and below 1");
    check("--drop", drop, drop > 0 && drop < auroc, "above 0 and below --auroc");
    check("--events", events, events > 0 && events < 1, "a share above 0 and below 1");
    check("--sites", sites, sites >= 2 && sites <= MOST_SITES, "2 to " + MOST_SITES);
    check(
        "--patients",
        patients,
        patients <= MOST_PATIENTS && patients >= fewest(events),
        "patients per site, "
            + fewest(events)
            + " to "
            + MOST_PATIENTS
            + ", so that 2 have and 2 lack the event");
    check(
        "--correlation", correlation, correlation > -1 && correlation < 1, "above -1 and below 1");
    double most =
        new PairedAreas(patients * events, patients * (1 - events))
            .correlation(auroc, auroc - drop, Math.copySign(1 - ALMOST, correlation));
    check(
        "--correlation",
        correlation,
        Math.abs(correlation) <= Math.abs(most),
        String.format(
            Locale.ROOT, "%.3f at most: estimates of areas so different have no larger one", most));
    check("--tau", tau, tau >= 0 && tau <= 0.5, "0 to 0.5");
    check("--alpha", alpha, alpha > 0 && alpha < 0.5, "above 0 and below 0.5");
  }

  private static void check(String option, double value, boolean good, String expected) {
    if (!good) {
      throw new UserException(
          "Invalid value of "
              + option
              + ": "
              + Plain.number(value)
              + " (expected "
              + expected
              + ")");
    }
  }

  /** The area at the external arm. */
  public double external() {
    return auroc - drop;
  }

  /** The standard error of the drop at one site. */
  public double se() {
    return Math.sqrt(variance(patients));
  }

  /** The power at one site whose own true drop is the one given; tau does not enter. */
  public double atOneSite() {
    return atOneSite(patients);
  }

  /** The power over all sites, under the headline rule. */
  public double pooled() {
    return pooled(sites, variance(patients));
  }

  /** Patients that one site needs, its own true drop being the one given. */
  public Estimate<Integer> patientsAtOneSite(double power) {
    return least(fewest(events), MOST_PATIENTS, this::atOneSite, power);
  }

  /** Patients that each site needs, there being as many sites as given. */
  public Estimate<Integer> patientsPerSite(double power) {
    double most = pooled(sites, variance(MOST_PATIENTS));
    return tau > 0 && most < power
        ? Estimate.none(
            String.format(
                Locale.ROOT,
                "cannot be reached: %d sites whose drops differ by tau = %s give a power of %.2f at"
                    + " most, however many patients they have",
                sites,
                tau,
                most))
        : least(fewest(events), MOST_PATIENTS, n -> pooled(sites, variance(n)), power);
  }

  /** Sites that are needed, each having as many patients as given. */
  public Estimate<Integer> sitesNeeded(double power) {
    double within = variance(patients);
    return least(2, MOST_SITES, k -> pooled(k, within), power);
  }

  /**
   * The correlation of a patient's two scores within each class that gives the stated one of the
   * areas' estimates, scores being normal.
   */
  public double scoreCorrelation() {
    if (correlation == 0) {
      return 0;
    }
    PairedAreas areas = areas(patients);
    double end = Math.copySign(1 - ALMOST, correlation);
    return new BrentSolver(1e-12)
        .solve(
            200,
            scores -> areas.correlation(auroc, external(), scores) - correlation,
            Math.min(0, end),
            Math.max(0, end));
  }

  private static int fewest(double events) {
    return (int)
        Math.min(MOST_PATIENTS, Math.ceil(LEAST_OF_A_CLASS / Math.min(events, 1 - events)));
  }

  private PairedAreas areas(int n) {
    return new PairedAreas(n * events, n * (1 - events));
  }

  /** The variance of the drop at a site of n patients. */
  private double variance(int n) {
    PairedAreas areas = areas(n);
    double first = areas.variance(auroc);
    double second = areas.variance(external());
    return first + second - 2 * correlation * Math.sqrt(first * second);
  }

  private double atOneSite(int n) {
    double critical = NORMAL.inverseCumulativeProbability(1 - alpha / 2);
    return beyond(critical, Math.sqrt(variance(n)), 1);
  }

  /** The probability that a normal estimate of the drop is beyond a limit, in standard errors. */
  private double beyond(double critical, double se, double inflation) {
    double limit = critical * inflation;
    return NORMAL.cumulativeProbability(drop / se - limit)
        + NORMAL.cumulativeProbability(-drop / se - limit);
  }

  private double pooled(int k, double within) {
    double critical = Distributions.t(k - 1, alpha);
    double total = within + tau * tau;
    double se = Math.sqrt(total / k);
    ChiSquaredDistribution spread = new ChiSquaredDistribution(k - 1);
    double floor = Math.sqrt((k - 1) * within / total);
    double end = Math.sqrt(spread.inverseCumulativeProbability(1 - TAIL));
    double power =
        spread.cumulativeProbability(floor * floor)
            * beyond(critical, se, Math.sqrt(within / total));
    double start = Math.max(floor, Math.sqrt(spread.inverseCumulativeProbability(TAIL)));
    if (end > start) {
      GaussIntegrator rule = RULES.legendre(POINTS, start, end);
      power +=
          rule.integrate(
              chi ->
                  2
                      * chi
                      * spread.density(chi * chi)
                      * beyond(critical, se, chi / Math.sqrt(k - 1)));
    }
    return Math.min(1, power);
  }

  /** The least number that has the power, which grows with it. */
  private static Estimate<Integer> least(
      int from, int to, IntToDoubleFunction powers, double power) {
    if (powers.applyAsDouble(to) < power) {
      return Estimate.none(
          String.format(
              Locale.ROOT,
              "takes more than %,d, which give a power of %.2f",
              to,
              powers.applyAsDouble(to)));
    }
    int low = from - 1;
    int high = from;
    while (powers.applyAsDouble(high) < power) {
      low = high;
      high = (int) Math.min(to, 2L * high);
    }
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (powers.applyAsDouble(middle) < power) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Estimate.of(high);
  }
}
