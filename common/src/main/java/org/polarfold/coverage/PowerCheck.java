package org.polarfold.coverage;

import java.util.List;
import org.polarfold.evaluate.DropPower;

/**
 * Plans of all kinds beside what simulation finds.
 *
 * @param plan what was planned
 * @param found what was found
 */
public record PowerCheck(DropPower plan, PowerSimulation.Found found) {

  private static final double LEVEL = 0.05;
  private static final double NONE = 1e-9;

  /** Plans that differ in every respect; the last two have no drop, and show the level. */
  public static final List<DropPower> PLANS =
      List.of(
          new DropPower(0.75, 0.05, 0.3, 8, 400, 0.4, 0, LEVEL),
          new DropPower(0.75, 0.05, 0.3, 8, 400, 0.4, 0.05, LEVEL),
          new DropPower(0.75, 0.05, 0.3, 8, 400, 0.8, 0, LEVEL),
          new DropPower(0.75, 0.05, 0.3, 8, 400, 0, 0.02, LEVEL),
          new DropPower(0.75, 0.05, 0.3, 3, 800, 0.6, 0, LEVEL),
          new DropPower(0.75, 0.10, 0.3, 3, 400, 0.6, 0.05, LEVEL),
          new DropPower(0.65, 0.05, 0.3, 8, 800, 0.4, 0, LEVEL),
          new DropPower(0.85, 0.05, 0.1, 8, 400, 0.6, 0, LEVEL),
          new DropPower(0.90, 0.05, 0.5, 8, 100, 0.7, 0.03, LEVEL),
          new DropPower(0.80, 0.10, 0.3, 5, 60, 0.5, 0, LEVEL),
          new DropPower(0.75, 0.05, 0.3, 30, 60, 0.4, 0.05, LEVEL),
          new DropPower(0.75, 0.05, 0.3, 8, 400, 0.4, 0, 0.01),
          new DropPower(0.75, NONE, 0.3, 8, 400, 0.4, 0, LEVEL),
          new DropPower(0.75, NONE, 0.3, 8, 400, 0.4, 0.05, LEVEL));

  /**
   * Simulates a plan.
   *
   * @param consortia how many are drawn, at least 1
   */
  public static PowerCheck of(DropPower plan, int consortia, long seed) {
    return new PowerCheck(plan, new PowerSimulation(plan, consortia, seed).run());
  }

  /** The larger distance between what was planned and what was found, as a share. */
  public double distance() {
    return Math.max(
        Math.abs(plan.atOneSite() - found.atOneSite()), Math.abs(plan.pooled() - found.pooled()));
  }
}
