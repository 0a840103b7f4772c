package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that lies beside the estimates which every page shows.
 *
 * @param results the whole results.json
 * @param audit of {@code ./run audit}
 * @param stress of {@code ./run stress}
 * @param attributions of {@code ./run explain}
 */
record Beside(JsonNode results, RunFile audit, RunFile stress, RunFile attributions) {

  static Beside of(JsonNode results, RunFacts run, Report.Sources sources) {
    return new Beside(
        results,
        RunFile.of(sources.audit(), "audit.json", AuditFigures.SCHEMA, "./run audit CONF", run),
        RunFile.of(sources.stress(), "stress.json", StressSection.SCHEMA, "./run stress CONF", run),
        RunFile.of(
            sources.attributions(),
            "attributions.json",
            AttributionFacts.SCHEMA,
            "./run explain CONF",
            run));
  }

  /** The code that wrote each file that is shown. */
  Map<String, String> code() {
    Map<String, String> code = new LinkedHashMap<>();
    code.put("audit.json", code(audit));
    code.put("stress.json", code(stress));
    code.put("attributions.json", code(attributions));
    code.values().removeIf(String::isEmpty);
    return code;
  }

  private static String code(RunFile file) {
    if (file.document() == null) {
      return "";
    }
    JsonNode code = file.document().root().path("provenance").path("code");
    return Words.clean(
        code.path("version").asText("unknown")
            + ", commit "
            + code.path("commit").asText("unknown"));
  }
}
