package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file that a further command writes beside a run's results. What is of another run,
 * configuration, dataset or plan is named and not shown: the page of a run must be makeable
 * whatever lies beside it, and nothing on it may be another run's.
 *
 * @param document null where there is none of this run
 * @param why why there is none, and which command makes it, in one sentence; empty where it is here
 */
record RunFile(@Nullable JsonDocument document, String why) {

  /** What a file must have in common with the run that it is shown with. */
  private static Map<String, String> expected(RunFacts run) {
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put("run", run.name());
    expected.put("configurationDigest", run.configurationDigest());
    expected.put("datasetDigest", run.datasetDigest());
    expected.put("planDigest", run.planDigest());
    return expected;
  }

  private static final Map<String, String> WORDS =
      Map.of(
          "run", "run",
          "configurationDigest", "configuration",
          "datasetDigest", "dataset",
          "planDigest", "split plan");

  /**
   * The file, if it is there and of this run.
   *
   * @param command as {@code ./run audit CONF}
   */
  static RunFile of(
      Report.@Nullable Source source, String name, String schema, String command, RunFacts run) {
    if (source == null) {
      return new RunFile(
          null,
          "%s does not lie in the run\u2019s folder: %s makes it, and ./run report CONF shows it."
              .formatted(name, command));
    }
    JsonDocument document = JsonDocument.of(source, schema, command);
    String other = foreign(document.root().path("provenance"), run);
    return other.isEmpty()
        ? new RunFile(document, "")
        : new RunFile(
            null,
            "%s is of another %s and is not shown: %s makes this run\u2019s."
                .formatted(name, other, command));
  }

  /**
   * In what a file's provenance differs from the run: {@code run}, {@code configuration}, {@code
   * dataset} or {@code split plan}, with what it says; empty where in nothing that it tells of.
   */
  static String foreign(JsonNode provenance, RunFacts run) {
    for (Map.Entry<String, String> one : expected(run).entrySet()) {
      String said = provenance.path(one.getKey()).asText("");
      if (!said.isEmpty() && !said.equals(one.getValue())) {
        return "%s (%s)".formatted(WORDS.get(one.getKey()), Words.shortened(Words.clean(said), 40));
      }
    }
    return "";
  }
}
