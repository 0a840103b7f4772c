package org.polarfold.report;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.polarfold.report.MissingEstimates.Entry;

/** The list of what could not be estimated, of fixtures in which some things could not. */
class MissingEstimatesTest {

  private final Map<String, ObjectNode> files = new TreeMap<>();

  @BeforeEach
  void readFixtures() throws IOException {
    for (String name : List.of("results.json", "run.json", "audit.json", "stress.json")) {
      files.put(name, ReportTest.fixture(name));
    }
  }

  private ObjectNode file(String name) {
    return requireNonNull(files.get(name));
  }

  private Report.Source source(String name) {
    return new Report.Source(name, file(name).toString().getBytes(StandardCharsets.UTF_8));
  }

  private List<Entry> missing() {
    RunFacts run = RunFacts.of(source("run.json"));
    Report.Sources sources =
        new Report.Sources(
            source("results.json"),
            source("run.json"),
            source("audit.json"),
            source("stress.json"),
            null);
    return MissingEstimates.of(run, Beside.of(file("results.json"), run, sources));
  }

  private Entry only(String why) {
    List<Entry> found = missing().stream().filter(entry -> entry.why().equals(why)).toList();
    assertThat(found).as(why).hasSize(1);
    return found.get(0);
  }

  private static void reasons(JsonNode node, SortedSet<String> into) {
    if (node.has("notEstimable")) {
      into.add(node.path("notEstimable").asText());
    } else {
      node.forEach(child -> reasons(child, into));
    }
  }

  private static void not(JsonNode in, String key, String why) {
    ((ObjectNode) in).putObject(key).put("notEstimable", why);
  }

  @Test
  void everyReasonOfEveryFileIsTold() {
    not(file("results.json").at("/targets/0"), "somethingNew", "nobody has thought of it yet");
    not(file("audit.json").at("/maps/0/sites"), "balancedAccuracy", "one site alone");
    not(file("stress.json").at("/curves/0/points/1"), "drop", "the maps were too blurred");
    TreeSet<String> reasons = new TreeSet<>();
    files.values().forEach(file -> reasons(file, reasons));
    reasons.removeIf(why -> why.startsWith("this is the reference group"));

    assertThat(missing()).extracting(Entry::why).containsAll(reasons);
    assertThat(reasons).hasSizeGreaterThan(5);
    assertThat(only("nobody has thought of it yet").estimates()).isEqualTo("Something new");
    assertThat(only("one site alone").analyses()).isEqualTo("Shortcut audit");
    assertThat(only("the maps were too blurred"))
        .satisfies(
            entry -> {
              assertThat(entry.analyses()).endsWith("stress tests");
              assertThat(entry.places()).startsWith("grade ");
            });
  }

  @Test
  void whatIsMissingEverywhereIsOneLine() {
    for (JsonNode target : file("results.json").path("targets")) {
      for (JsonNode arm : target.path("arms")) {
        for (JsonNode site : arm.path("sites")) {
          not(site, "iciIfCalibrated", "no resampling was asked for");
        }
      }
    }

    Entry entry = only("no resampling was asked for");

    assertThat(entry.estimates())
        .isEqualTo("Internal, ICI if calibrated; external, ICI if calibrated");
    assertThat(entry.analyses()).isEqualTo("every analysis");
    assertThat(entry.places()).contains("alkmaar", "fukuoka");
  }

  @Test
  void thePartsOfAnIntervalAreOneEstimate() {
    JsonNode auroc = file("results.json").at("/targets/0/arms/internal/sites/0/auroc");
    for (String part : List.of("se", "lower", "upper")) {
      not(auroc, part, "a reason of its own");
    }

    Entry entry = only("a reason of its own");

    assertThat(entry.estimates()).isEqualTo("Internal, AUROC, interval");
    assertThat(entry.analyses()).startsWith("Impaired flow reserve, reserve map, ");
    assertThat(entry.places()).isEqualTo("alkmaar");
  }

  @Test
  void aSiteThatIsLeftOutAcrossSitesIsTold() {
    ObjectNode meta = (ObjectNode) file("results.json").at("/targets/0/drop/metaAnalysis");
    ArrayNode leftOut = meta.putArray("leftOut");
    leftOut.addObject().put("site", "delhi").put("why", "it has one class");

    Entry entry = only("it has one class");

    assertThat(entry.estimates()).isEqualTo("Drop, left out across sites");
    assertThat(entry.places()).isEqualTo("delhi");
  }
}
