package org.polarfold.job;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.polarfold.UserException;
import org.polarfold.coverage.PowerCheck;
import org.polarfold.evaluate.DropPower;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Holds what {@code plan} says against simulation. */
@Command(
    name = "power",
    mixinStandardHelpOptions = true,
    description = {
      "Compare the power that ./run plan tells with how often simulated consortia find the drop.",
      "Prints the table of docs/power.md; takes minutes."
    })
final class PowerCheckJob implements Callable<Integer> {

  private static final int MOST = 10_000_000;
  private static final String ROW =
      "| %-5s | %-5s | %-6s | %-5s | %-8s | %-5s | %-5s | %-5s | %-8s | %-15s | %-6s | %-15s |%n";

  @Option(
      names = "--consortia",
      defaultValue = "10000",
      description = "Simulated consortia for each plan (default: ${DEFAULT-VALUE}).")
  private int consortia;

  @Option(
      names = "--seed",
      defaultValue = "20261",
      description = "Root of all draws (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    if (consortia < 1 || consortia > MOST) {
      throw new UserException(
          "Invalid value of --consortia: " + consortia + " (expected 1 to " + MOST + ")");
    }
    row(
        "auroc",
        "drop",
        "events",
        "sites",
        "patients",
        "r",
        "tau",
        "alpha",
        "one site",
        "simulated (SE)",
        "pooled",
        "simulated (SE)");
    console.out().printf(ROW.replaceAll("%-(\\d+)s", "%1\\$s"), "---");
    double distance = 0;
    for (DropPower plan : PowerCheck.PLANS) {
      PowerCheck check = PowerCheck.of(plan, consortia, seed);
      tell(check);
      distance = Math.max(distance, check.distance());
    }
    console
        .out()
        .printf(
            Locale.ROOT,
            "%n%d consortia a plan, seed %d; largest distance between plan and simulation: %.4f%n",
            consortia,
            seed,
            distance);
    return 0;
  }

  private void tell(PowerCheck check) {
    DropPower plan = check.plan();
    row(
        plan.auroc(),
        plan.drop() < 1e-6 ? "0" : plan.drop(),
        plan.events(),
        plan.sites(),
        plan.patients(),
        plan.correlation(),
        plan.tau(),
        plan.alpha(),
        share(plan.atOneSite()),
        found(check, check.found().atOneSite()),
        share(plan.pooled()),
        found(check, check.found().pooled()));
  }

  private static String found(PowerCheck check, double share) {
    return share(share) + " (" + share(check.found().error(share)) + ")";
  }

  private static String share(double share) {
    return String.format(Locale.ROOT, "%.4f", share);
  }

  private void row(Object... cells) {
    console.out().printf(Locale.ROOT, ROW, cells);
  }
}
