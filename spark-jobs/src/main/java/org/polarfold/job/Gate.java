package org.polarfold.job;

import java.util.List;
import org.polarfold.UserException;
import org.polarfold.backbone.FeatureCache;
import org.polarfold.leakage.Leak;
import org.polarfold.leakage.LeakageGate;
import org.polarfold.split.SplitPlan;
import org.polarfold.store.RunFolder;

/** Lets a run through, or tells its leaks, a line each, and stops it. */
final class Gate {

  private Gate() {}

  /**
   * Before anything is trained.
   *
   * @throws UserException where there is a leak
   */
  static void beforeTraining(
      Workplace place, FeatureCache features, SplitPlan plan, RunFolder run) {
    LeakageGate gate = new LeakageGate(place.configuration().experiment(), plan, run);
    letThrough(
        gate.beforeTraining(place.studies(), features, place.lake().toString()),
        "Cannot train " + run,
        place.console());
  }

  /**
   * Before anything is told of what was trained.
   *
   * @param what is not done where there is a leak, as {@code evaluate}
   * @throws UserException where there is one
   */
  static void beforeReporting(Workplace place, SplitPlan plan, RunFolder run, String what) {
    LeakageGate gate = new LeakageGate(place.configuration().experiment(), plan, run);
    letThrough(gate.beforeReporting(place.spark()), "Cannot " + what + " " + run, place.console());
  }

  private static void letThrough(List<Leak> leaks, String cannot, Console console) {
    if (!leaks.isEmpty()) {
      leaks.forEach(leak -> console.warn(leak.line()));
      throw new UserException(
          "%s: %d %s (expected none: docs/decisions/leakage.md)"
              .formatted(cannot, leaks.size(), leaks.size() == 1 ? "leak" : "leaks"));
    }
  }
}
