package org.polarfold.job;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.polarfold.evaluate.DropPower;
import org.polarfold.evaluate.Estimate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says how likely a drop is found, and how many patients or sites that takes. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Plan a study: the power to find a drop in AUROC, and the sample size for 80 and 90 %%.",
      "Assumptions and how far they hold: docs/power.md."
    })
final class PlanJob implements Callable<Integer> {

  private static final double[] WANTED = {0.8, 0.9};
  private static final String ROW = "%-26s %-7s %-28s %s%n";

  @Option(names = "--auroc", required = true, description = "Internal AUROC.")
  private double auroc;

  @Option(names = "--drop", required = true, description = "Internal minus external AUROC.")
  private double drop;

  @Option(
      names = "--events",
      required = true,
      description = "Share of patients with label 1, as in 0.3.")
  private double events;

  @Option(names = "--sites", required = true, description = "Number of sites.")
  private int sites;

  @Option(names = "--patients", required = true, description = "Patients at each site.")
  private int patients;

  @Option(
      names = "--correlation",
      required = true,
      description =
          "Correlation of the two paired AUROC estimates of one site, internal and external. It is"
              + " not that of the scores, which is larger; the output tells it.")
  private double correlation;

  @Option(
      names = "--tau",
      defaultValue = "0",
      description =
          "Standard deviation of the sites' true drops (default: ${DEFAULT-VALUE}, all alike).")
  private double tau;

  @Option(
      names = "--alpha",
      defaultValue = "0.05",
      description = "Two-sided level of the test (default: ${DEFAULT-VALUE}).")
  private double alpha;

  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    DropPower plan = new DropPower(auroc, drop, events, sites, patients, correlation, tau, alpha);
    table(plan);
    console.result(document(plan));
    return 0;
  }

  private void table(DropPower plan) {
    console
        .out()
        .printf(
            Locale.ROOT,
            "Drop in AUROC of %s, from %s to %.3f, at %d sites of %d patients, %s of them events;%n"
                + "correlation of the two estimates %s, tau %s, two-sided level %s%n%n",
            plan.drop(),
            plan.auroc(),
            plan.external(),
            plan.sites(),
            plan.patients(),
            plan.events(),
            plan.correlation(),
            plan.tau(),
            plan.alpha());
    console.out().printf(Locale.ROOT, ROW, "", "power", "80 % takes", "90 % takes");
    row("one site", power(plan.atOneSite()), plan::patientsAtOneSite, "patients");
    row(
        "all " + plan.sites() + " sites",
        power(plan.pooled()),
        plan::patientsPerSite,
        "patients a site");
    row("sites of " + plan.patients() + " patients", "", plan::sitesNeeded, "sites");
    console
        .out()
        .printf(
            Locale.ROOT,
            "%nStandard error of the drop at one site: %.4f%n"
                + "Correlation of the two scores within a class, if normal: %.3f%n",
            plan.se(),
            plan.scoreCorrelation());
    // The row has no room for the reason.
    String beyond = why(plan.patientsPerSite(WANTED[1]));
    if (!beyond.isEmpty()) {
      console.say("Pooled, 90 % " + beyond);
    }
  }

  private void row(String what, String power, Needed needed, String unit) {
    console
        .out()
        .printf(
            Locale.ROOT,
            ROW,
            what,
            power,
            text(needed.of(WANTED[0]), unit),
            text(needed.of(WANTED[1]), unit));
  }

  private static String text(Estimate<Integer> number, String unit) {
    return number instanceof Estimate.Value<Integer> value
        ? value.value() + " " + unit
        : why(number).startsWith("cannot") ? "cannot be reached" : "too many to count";
  }

  private static String why(Estimate<?> missing) {
    return missing instanceof Estimate.NotEstimable<?> none ? none.why() : "";
  }

  private static String power(double power) {
    return String.format(Locale.ROOT, "%.3f", power);
  }

  private static Map<String, Object> document(DropPower plan) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("plan", plan);
    document.put("external", plan.external());
    document.put("se", plan.se());
    document.put("scoreCorrelation", plan.scoreCorrelation());
    document.put("powerAtOneSite", plan.atOneSite());
    document.put("powerPooled", plan.pooled());
    document.put("patientsAtOneSite", needed(plan::patientsAtOneSite));
    document.put("patientsPerSite", needed(plan::patientsPerSite));
    document.put("sites", needed(plan::sitesNeeded));
    return document;
  }

  private static Map<String, Object> needed(Needed needed) {
    Map<String, Object> both = new LinkedHashMap<>();
    for (double power : WANTED) {
      both.put(String.valueOf(power), value(needed.of(power)));
    }
    return both;
  }

  private static Object value(Estimate<?> estimate) {
    return estimate instanceof Estimate.Value<?> present ? present.value() : estimate;
  }

  /** A sample size for a power. */
  private interface Needed {
    Estimate<Integer> of(double power);
  }
}
