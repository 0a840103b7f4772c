package org.polarfold.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.polarfold.UserException;
import org.polarfold.study.PolarMap;

/** The sections of what further commands wrote beside a run's estimates. */
class BesideTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HOSTILE = "<script>alert(1)</script>\u202E مستشفى " + "x".repeat(300);

  private ObjectNode results;
  private ObjectNode run;
  private @Nullable ObjectNode audit;
  private @Nullable ObjectNode stress;
  private @Nullable ObjectNode attributions;

  @BeforeEach
  void readFixtures() throws IOException {
    results = ReportTest.fixture("results.json");
    run = ReportTest.fixture("run.json");
    ObjectNode supplements = ReportTest.fixture("supplements.json");
    ObjectNode first = (ObjectNode) results.path("targets").get(0);
    for (String arm : List.of("internal", "external")) {
      ObjectNode there = (ObjectNode) first.path("arms").path(arm);
      there.set("shortcut", supplements.path("shortcut"));
      there.set("subgroups", supplements.path(arm));
    }
    ((ObjectNode) first.path("drop")).set("subgroups", supplements.path("drop"));
    results.set("comparisons", supplements.path("comparisons"));
    results.set("readOffMap", supplements.path("readOffMap"));
    audit = ReportTest.fixture("audit.json");
    stress = ReportTest.fixture("stress.json");
    attributions = attributions();
  }

  @Test
  void tellsWhetherTheSiteCanBeTold() {
    assertThat(ReportTest.text(page()))
        .contains("Can the site be told from the maps?")
        .contains(
            "Reserve map, segment means 1\u202f030 6 (1 too small) 0.640 0.611 to 0.670 0.167")
        .contains("Impaired flow reserve, reserve map")
        .contains("0.567 0.914 0.912 0.914 0.912")
        .contains("Sex, Reserve map")
        .contains("can be read off the map")
        .contains("The run has not both comparators linear-features and");
    assertThat(page())
        .contains("Reserve map, Segment means, n = 1\u202f030: Balanced accuracy 0.640 (0.611 to")
        .contains("by chance 0.167")
        .contains("Acquisition noise: ρ −0.37, p 0.504")
        .contains("Acquisition noise: ρ not estimable");
  }

  @Test
  void tellsWhetherHarmonisationHidTheSite() {
    ObjectNode after = present(audit).path("maps").get(0).deepCopy();
    present(audit).putArray("harmonised").add(after.put("method", "combat"));
    assertThat(page()).contains("Reserve map, Features after combat, n = 1\u202f030");
  }

  @Test
  void aRegressionTargetHasNoAreaBySubgroup() {
    ObjectNode measured = results.path("targets").get(0).deepCopy();
    ((ArrayNode) results.path("targets"))
        .add(measured.put("kind", "regression").put("target", "y"));
    measured.remove("arms");
    String html = page();
    int section = html.indexOf("<section id=\"subgroups\"");
    assertThat(html.substring(section, html.indexOf("</section>", section)))
        .contains("Impaired flow reserve, reserve map")
        .doesNotContain("Y, reserve map");
  }

  @Test
  void putsTheFeaturesWithoutTheSiteBesideThoseWithIt() {
    for (String model : List.of("linear-features", "linear-features-without-site")) {
      ObjectNode copy = results.path("targets").get(0).deepCopy();
      ((ArrayNode) results.path("targets")).add(copy.put("model", model));
    }
    assertThat(page())
        .contains("data-figure=\"shortcut-drop-without-site\"")
        .contains("Without the site’s signature: drop across sites 0.0");
  }

  @Test
  void tellsOfGroupsAndOfThoseItMayNotTellOf() {
    assertThat(ReportTest.text(page()))
        .contains("Sex: Female 406 145 0.889 0.849 to 0.919 0.843")
        .contains("Sex: Male reference group 588 170")
        .contains(
            "have a label, or such a number could be found from the totals: Female, below 50.")
        .contains("−0.027 −0.076 to 0.022 p 0.700");
    assertThat(page())
        .contains("Sex: Female, n = 406: drop 0.046 (0.023 to 0.068)")
        .doesNotContain("Female, below 50, n =");
  }

  @Test
  void drawsWhatChangedMapsCost() {
    assertThat(page())
        .contains(
            "data-figure=\"stress-auroc-impaired-mfr-reserve-blur\"",
            "data-figure=\"stress-drop-sex-rest-gain\"")
        .contains("Rotation 20 degrees counter-clockwise, n = 1\u202f016: drop ")
        .contains("Blur 2 rings, full width at half maximum, n = ")
        .contains("no site could be pooled");
    assertThat(ReportTest.text(page())).contains("predictions again, to within 0.000001.");
  }

  @Test
  void drawsWhereNetworksLook() {
    assertThat(page())
        .contains("data-figure=\"gradient-impaired-mfr-reserve-reserve\"")
        .contains("Segment 7 (mid anterior): 0.123 logits");
    assertThat(ReportTest.text(page())).contains("mean of 40 patients held out");
  }

  @Test
  void theSecondSentenceIsThePairedTest() {
    assertThat(ReportTest.text(page()))
        .contains("drop is 0.023 smaller (95 % interval of the difference −0.062 to 0.016)")
        .contains("Two models are compared by a paired test")
        .doesNotContain("no test of the difference between two models was made");
    results.remove("comparisons");
    assertThat(ReportTest.text(page()))
        .contains("no test of the difference between two models was made")
        .doesNotContain("paired test");
  }

  @Test
  void saysWhichCommandMakesWhatIsNotThere() {
    audit = null;
    stress = null;
    attributions = null;
    results
        .path("targets")
        .forEach(target -> ((ObjectNode) target.path("drop")).remove("subgroups"));
    results
        .path("targets")
        .forEach(t -> t.path("arms").forEach(arm -> ((ObjectNode) arm).remove("subgroups")));
    assertThat(ReportTest.text(page()))
        .contains("audit.json does not lie in the run’s folder: ./run audit CONF makes it")
        .contains("stress.json does not lie in the run’s folder: ./run stress CONF makes it")
        .contains("attributions.json does not lie in the run’s folder: ./run explain CONF makes it")
        .contains("results.json holds no estimates by subgroup");
  }

  /** A file of another run, configuration, dataset or plan is named, and nothing of it is shown. */
  @Test
  void showsNothingOfAnotherRun() {
    provenance(audit).put("run", "demo-0");
    provenance(stress).put("configurationDigest", "0000");
    provenance(attributions).put("planDigest", "1111");
    assertThat(ReportTest.text(page()))
        .contains("audit.json is of another run (demo-0) and is not shown: ./run audit CONF makes")
        .contains("stress.json is of another configuration (0000) and is not shown")
        .contains("attributions.json is of another split plan (1111) and is not shown")
        .doesNotContain("0.611 to 0.670")
        .doesNotContain("Code that wrote audit.json");
  }

  @Test
  void refusesEstimatesOfAnotherRun() {
    ((ObjectNode) results.path("provenance")).put("run", "demo-9");
    assertThatThrownBy(this::page)
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Invalid file: results.json, key provenance: run (demo-9) (expected what run.json says)");
  }

  @Test
  void refusesAnotherSchemaAndAttributionsWithoutSegments() {
    present(audit).put("schema", "polarfold-audit/9");
    assertThatThrownBy(this::page)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("audit.json, key schema: \"polarfold-audit/9\"");
    audit = null;
    ((ArrayNode) present(attributions).path("attributions").get(0).path("segments")).remove(0);
    assertThatThrownBy(this::page)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("attributions.json, key attributions")
        .hasMessageContaining("expected 17 finite values");
  }

  @Test
  void rendersHostileNamesHarmlessly() throws Exception {
    for (JsonNode map : present(audit).path("maps")) {
      map.path("distances").path("sites").forEach(site -> ((ObjectNode) site).put("site", HOSTILE));
      ((ObjectNode) map).put("seen", HOSTILE).put("map", HOSTILE);
    }
    for (JsonNode drop : present(audit).path("drops")) {
      drop.path("sites").forEach(site -> ((ObjectNode) site).put("site", HOSTILE));
      ((ObjectNode) drop).put("distance", HOSTILE);
    }
    present(stress).path("curves").forEach(curve -> ((ObjectNode) curve).put("kind", HOSTILE));
    present(stress).path("kinds").forEach(kind -> ((ObjectNode) kind).put("unit", HOSTILE));
    ((ObjectNode) present(attributions).path("attributions").get(0)).put("kind", HOSTILE);
    for (JsonNode block : results.at("/targets/0/drop/subgroups")) {
      ((ObjectNode) block).put("by", HOSTILE);
      block.path("groups").forEach(group -> ((ObjectNode) group).put("group", HOSTILE));
    }
    ((ObjectNode) results.path("readOffMap").get(0)).put("attribute", HOSTILE);
    String html = page();
    assertThat(html).doesNotContain("<script", "\u202E").contains("&lt;script&gt;", "مستشفى");
    ReportTest.allFiguresAreWellFormed(html);
  }

  @Test
  void everyFigureIsWellFormedAndNamedOnce() throws Exception {
    String html = page();
    ReportTest.allFiguresAreWellFormed(html);
    Matcher name = Pattern.compile("data-figure=\"([^\"]*)\"").matcher(html);
    List<String> names = new ArrayList<>();
    while (name.find()) {
      names.add(name.group(1));
    }
    assertThat(names).hasSizeGreaterThan(12).doesNotHaveDuplicates();
    assertThat(names).allMatch(one -> one.matches("[a-z0-9]+(-[a-z0-9]+)*"));
  }

  @Test
  void aPageOfNothingButReasons() throws Exception {
    for (JsonNode map : present(audit).path("maps")) {
      ((ObjectNode) map).putObject("sites").put("notEstimable", "one site alone");
    }
    for (JsonNode curve : present(stress).path("curves")) {
      for (JsonNode point : curve.path("points")) {
        ((ObjectNode) point).putObject("drop").put("notEstimable", "no site");
        point
            .path("arms")
            .forEach(arm -> ((ObjectNode) arm).putObject("auroc").put("notEstimable", "no site"));
      }
    }
    String html = page();
    assertThat(ReportTest.text(html)).contains("one site alone", "no site");
    ReportTest.allFiguresAreWellFormed(html);
  }

  @Test
  void tellsOfProgramsMachineAndTimeWhereTheyAreRecorded() {
    assertThat(ReportTest.text(page())).contains("not recorded in run.json");
    ObjectNode resources = run.putObject("resources");
    resources.putObject("programs").put("Java", "17.0.9").put("Spark", "3.5.3");
    resources.put("cores", 2).put("cells", 66).put("cellSeconds", 131.4).put("wallSeconds", 7_325);
    assertThat(ReportTest.text(page()))
        .contains("Java 17.0.9 Spark 3.5.3 Processors of Spark 2 Trainings finished 66")
        .contains("added up 2 min From the beginning to the last training 2 h 2 min")
        .contains("Code that wrote audit.json 0.1.0, commit 4f1e01e");
    resources.put("roundings", 1);
    assertThat(ReportTest.text(page())).doesNotContain("round differently");
    resources.put("roundings", 2);
    assertThat(ReportTest.text(page()))
        .contains("Workers that round differently of 2 kinds; the last digits depend on which");
  }

  @Test
  void mapsAreShownByLabelToo() {
    ArrayNode maps = (ArrayNode) run.path("meanMaps");
    ObjectNode copy = maps.get(0).deepCopy();
    maps.add(copy.put("label", 1).put("patients", 31));
    assertThat(ReportTest.text(page()))
        .contains("All patients", "Impaired flow reserve: yes", ", n = 31")
        .doesNotContain("Impaired flow reserve: no");
  }

  @Test
  void writesTheAttributionsThatItReads() {
    byte[] written = JSON.valueToTree(present(attributions)).toString().getBytes(UTF_8);
    AttributionFacts facts = facts(written);
    assertThat(facts(facts.text().getBytes(UTF_8))).isEqualTo(facts);
    assertThat(facts.attributions().get(0).places()).isEmpty();
    assertThat(facts.attributions().get(1).places()).hasSize(PolarMap.SIZE);
  }

  private static AttributionFacts facts(byte[] json) {
    return AttributionFacts.of(
        JsonDocument.of(
            new Report.Source("attributions.json", json),
            AttributionFacts.SCHEMA,
            "./run explain"));
  }

  private String page() {
    try {
      String page =
          Report.page(
              new Report.Sources(
                  present(source("results.json", results)),
                  present(source("run.json", run)),
                  source("audit.json", audit),
                  source("stress.json", stress),
                  source("attributions.json", attributions)));
      assertThat(ReportTest.text(page)).doesNotContain("NaN", "null", "Infinity", "-0.000");
      return page;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Report.@Nullable Source source(String name, @Nullable ObjectNode root)
      throws IOException {
    return root == null ? null : new Report.Source(name, JSON.writeValueAsBytes(root));
  }

  private static <T> T present(@Nullable T value) {
    return Objects.requireNonNull(value);
  }

  private static ObjectNode provenance(@Nullable ObjectNode root) {
    return (ObjectNode) present(root).path("provenance");
  }

  /** Occlusion and gradient of one target: 0.1234 in segment 7, a slope from ring to ring. */
  private ObjectNode attributions() {
    List<Double> segments = new ArrayList<>(Collections.nCopies(17, -0.02));
    segments.set(6, 0.1234);
    List<Float> places = new ArrayList<>();
    for (int place = 0; place < PolarMap.SIZE; place++) {
      places.add((place - PolarMap.SIZE / 2) * 1e-6f);
    }
    AttributionFacts facts =
        new AttributionFacts(
            Map.of("run", run.path("name").textValue()),
            List.of(
                new AttributionFacts.Attribution(
                    "impaired_mfr",
                    "reserve",
                    "reserve",
                    "occlusion",
                    40,
                    segments,
                    segments,
                    List.of()),
                new AttributionFacts.Attribution(
                    "impaired_mfr",
                    "reserve",
                    "reserve",
                    "gradient",
                    40,
                    segments,
                    segments,
                    places)));
    try {
      return (ObjectNode) JSON.readTree(facts.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
