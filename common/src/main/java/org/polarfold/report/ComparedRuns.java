package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Where the figures of two runs come from, side by side. */
final class ComparedRuns {

  private ComparedRuns() {}

  static Grid of(JsonNode a, JsonNode b) {
    Map<String, String> first = facts(a);
    Map<String, String> second = facts(b);
    Grid.Rows rows = new Grid.Rows();
    first.forEach(
        (fact, said) -> {
          String other = second.getOrDefault(fact, "");
          rows.add(fact, said, other, said.equals(other) ? "yes" : "no");
        });
    return rows.under("Where the figures of the two runs come from", "", "A", "B", "The same");
  }

  private static Map<String, String> facts(JsonNode run) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Run", text(run, "run"));
    facts.put("Started", text(run, "startedAt"));
    facts.put(
        "Code", text(run.path("code"), "version") + ", commit " + text(run.path("code"), "commit"));
    facts.put("Seed", text(run, "seed"));
    facts.put("Averaging workers", text(run, "workers"));
    facts.put("Configuration digest", text(run, "configurationDigest"));
    facts.put("Data-set digest", text(run, "datasetDigest"));
    facts.put("Split-plan digest", text(run, "planDigest"));
    facts.put("Studies", run.path("simulated").asBoolean() ? "simulated" : "exports of the sites");
    String missing =
        StreamSupport.stream(run.path("missingCells").spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining(", "));
    facts.put("Missing trainings", missing.isEmpty() ? "none" : missing);
    facts.replaceAll((fact, said) -> Words.clean(said));
    return facts;
  }

  private static String text(JsonNode node, String key) {
    return node.path(key).asText("not recorded");
  }
}
