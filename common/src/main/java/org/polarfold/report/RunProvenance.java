package org.polarfold.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a run's figures come from: settings, data, code, programs, machine and time, in words. */
final class RunProvenance {

  private RunProvenance() {}

  static Map<String, String> of(RunFacts run, Beside beside) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Run", run.name());
    facts.put("Started", run.startedAt());
    facts.put("Code", run.code().version() + ", commit " + run.code().commit());
    facts.put("Seed", Long.toString(run.seed()));
    facts.put("Averaging workers", Integer.toString(run.workers()));
    facts.put("Configuration digest", run.configurationDigest());
    facts.put("Data-set digest", run.datasetDigest());
    facts.put("Split-plan digest", run.planDigest());
    facts.put(
        "Studies", run.origin() == DataOrigin.SIMULATED ? "simulated" : "exports of the sites");
    resources(run.resources(), facts);
    beside.code().forEach((file, code) -> facts.put("Code that wrote " + file, code));
    facts.replaceAll((key, value) -> Words.clean(value));
    return facts;
  }

  private static void resources(RunFacts.@Nullable Resources resources, Map<String, String> facts) {
    if (resources == null) {
      facts.put("Programs, time and resources", "not recorded in run.json");
      return;
    }
    resources.programs().forEach((name, version) -> facts.put(Words.clean(name), version));
    facts.put("Processors of Spark", Integer.toString(resources.cores()));
    facts.put("Trainings finished", Words.count(resources.cells()));
    facts.put("Time of all trainings, added up", time(resources.cellSeconds()));
    Double wall = resources.wallSeconds();
    facts.put(
        "From the beginning to the last training", wall == null ? "not recorded" : time(wall));
    Integer roundings = resources.roundings();
    if (roundings != null && roundings > 1) {
      facts.put(
          "Workers that round differently",
          "of " + roundings + " kinds; the last digits depend on which of them trained what");
    }
  }

  private static String time(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 120) {
      return whole + " s";
    }
    long minutes = Math.round(seconds / 60);
    return minutes < 120 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
  }
}
