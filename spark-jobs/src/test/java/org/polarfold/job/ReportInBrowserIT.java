package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.report.ComparisonReport;
import org.polarfold.report.Report;

/** Pages as a browser shows them, at the width of a desk and of a telephone, light and dark. */
final class ReportInBrowserIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FIXTURES = Path.of("../common/src/test/resources/org/polarfold/report");

  @TempDir private static Path folder;
  private static Opened opened = new Opened();

  @BeforeAll
  static void start() throws IOException {
    opened = Opened.start(folder);
  }

  @AfterAll
  static void stop() {
    opened.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 60})
  void fewSitesAndMany(int sites) throws IOException {
    ObjectNode results = read("results.json");
    ObjectNode run = read("run.json");
    sites(results, sites, site -> "site-" + site);
    sites(run, sites, site -> "site-" + site);
    Path page = written(results, run);

    for (Browser.Page seen : opened.atAllWidths(page, Opened.REPORT)) {
      assertThat(seen.text()).contains("site-0", "site-" + (sites - 1));
    }
    assertThat(Files.size(page)).isLessThan(10_000_000);
  }

  @Test
  void namesThatMeanHarm() throws IOException {
    List<String> names =
        List.of(
            "<script>alert(1)</script>",
            "a".repeat(300),
            "\u202eright-to-left",
            "\u05d1\u05d9\u05ea \u05d7\u05d5\u05dc\u05d9\u05dd",
            "\"onmouseover=\"alert(1)",
            "${7*7}&amp;");
    ObjectNode results = read("results.json");
    ObjectNode run = read("run.json");
    sites(results, names.size(), names::get);
    sites(run, names.size(), names::get);

    for (Browser.Page seen : opened.atAllWidths(written(results, run), Opened.REPORT)) {
      assertThat(seen.text()).contains("<script>alert(1)</script>").contains("${7*7}&amp;");
    }
  }

  @Test
  void nothingButReasons() throws IOException {
    ObjectNode results = read("results.json");
    for (JsonNode target : results.path("targets")) {
      unmade(target);
    }

    for (Browser.Page seen :
        opened.atAllWidths(written(results, read("run.json")), Opened.REPORT)) {
      assertThat(seen.text()).contains("cannot be estimated").contains("nobody was asked");
    }
  }

  @Test
  void twoRunsCompared() throws IOException {
    ObjectNode comparison = read("compare.json");
    sites(comparison, 20, site -> site == 0 ? "<b>" + "x".repeat(300) : "site-" + site);
    byte[] json = comparison.toString().getBytes(StandardCharsets.UTF_8);
    Path page = Files.createTempFile(folder, "compare", ".html");
    Files.writeString(page, ComparisonReport.page(new Report.Source("compare.json", json)));
    List<String> sections =
        List.of(
            "answer",
            "primary",
            "all",
            "patients",
            "settings",
            "not-compared",
            "limits",
            "provenance");

    for (Browser.Page seen : opened.atAllWidths(page, sections)) {
      assertThat(seen.text()).contains("<b>xxx", "site-19", "training.hidden-units");
    }
  }

  private static ObjectNode read(String name) throws IOException {
    return (ObjectNode) JSON.readTree(FIXTURES.resolve(name).toFile());
  }

  private static Path written(ObjectNode results, ObjectNode run) throws IOException {
    Path page = Files.createTempFile(folder, "report", ".html");
    Path resultsFile = Files.createTempFile(folder, "results", ".json");
    Path runFile = Files.createTempFile(folder, "run", ".json");
    JSON.writeValue(resultsFile.toFile(), results);
    JSON.writeValue(runFile.toFile(), run);
    Report.write(resultsFile, runFile, page);
    return page;
  }

  /** Every list of sites gets that many, the ones there are being repeated. */
  private static void sites(JsonNode node, int many, IntFunction<String> name) {
    if (node instanceof ArrayNode list && list.size() > 0 && list.get(0).has("site")) {
      List<JsonNode> before = new ArrayList<>();
      list.forEach(before::add);
      list.removeAll();
      for (int site = 0; site < many; site++) {
        // Mean maps have a site once a map; each of its maps stays.
        ObjectNode one = before.get(site % before.size()).deepCopy();
        list.add(one.put("site", name.apply(site)));
      }
    } else {
      node.forEach(child -> sites(child, many, name));
    }
  }

  /** What has an interval has none, and no value. */
  private static void unmade(JsonNode node) {
    if (node instanceof ObjectNode fields) {
      List<String> keys = new ArrayList<>();
      fields.fieldNames().forEachRemaining(keys::add);
      for (String key : keys) {
        JsonNode child = fields.path(key);
        if (child.has("lower") || child.isDouble()) {
          fields.putObject(key).put("notEstimable", "nobody was asked");
        } else {
          unmade(child);
        }
      }
    } else {
      node.forEach(ReportInBrowserIT::unmade);
    }
  }
}
