package org.polarfold.report;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.UserException;

class ReportTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern SVG = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL);

  private Path folder;
  private ObjectNode results;
  private ObjectNode run;

  @BeforeEach
  void readFixtures(@TempDir Path temporary) throws IOException {
    folder = temporary;
    results = fixture("results.json");
    run = fixture("run.json");
  }

  @Test
  void answersWithTheMetaAnalysisOfTheDropNeverWithThePooledOne() {
    assertThat(text(page()))
        .contains("the network loses 0.064 of AUROC for impaired flow reserve")
        .contains("95 % interval 0.026 to 0.102; 6 sites")
        .doesNotContain("loses 0.124");
  }

  @Test
  void holdsEveryFigureOfTheGoldenTable() {
    assertThat(text(page()))
        .contains("alkmaar 420 158 0.730 0.681 to 0.779 0.671 0.619 to 0.723")
        .contains("alkmaar 420 158 0.730 0.671 0.059 0.016 to 0.103")
        // 8 events: the logit interval stands in for the Wald one
        .contains("fukuoka 36 8 0.813 0.607 to 0.924")
        .contains("Pooled 1\u202f231 399 0.766 0.642 0.124 0.091 to 0.157");
  }

  @Test
  void theDropStandsBesideTheAurocsOfItsOwnPatients() {
    // 400 of alkmaar's 420 patients are in both arms: only their AUROCs differ by the drop
    ((ObjectNode) results.at("/targets/0/drop/sites/0"))
        .put("n", 400)
        .put("events", 150)
        .put("internal", 0.751)
        .put("external", 0.692);
    assertThat(text(page()))
        .contains("alkmaar 420 158 0.730 0.681 to 0.779")
        .contains("alkmaar 400 150 0.751 0.692 0.059 0.016 to 0.103");
  }

  @Test
  void saysThatDataAreSimulatedOnlyWhereTheyAre() {
    assertThat(text(page())).contains("Simulated data: not clinical results.");
    run.put("simulated", false);
    assertThat(page()).doesNotContainIgnoringCase("simulated data");
    assertThat(page()).doesNotContain("Not to be reported");
    run.put("stain", "too <good>");
    assertThat(page()).contains("<strong>Not to be reported.</strong> too &lt;good&gt;");
  }

  @Test
  void isOneFileThatAsksTheNetworkForNothing() {
    String html = page();
    assertThat(html).doesNotContain("<script", "<link", "@import", "http://", "https://", "src=");
    assertThat(html.replaceAll("href=\"#[a-z0-9-]+\"", "")).doesNotContain("href=");
    assertThat(html.replaceAll("url\\(#scale-\\d\\)", "")).doesNotContain("url(");
  }

  @Test
  void everyAnchorLeadsSomewhere() {
    String html = page();
    Matcher anchor = Pattern.compile("href=\"#([^\"]+)\"").matcher(html);
    int met = 0;
    while (anchor.find()) {
      met++;
      assertThat(html).contains(" id=\"" + anchor.group(1) + "\"");
    }
    assertThat(met).isGreaterThan(10);
  }

  @Test
  void isTheSameTwice() {
    assertThat(page()).isEqualTo(page());
  }

  @Test
  void namesCircularPairsExclusionsAndWhatWasNotHeldOut() {
    assertThat(text(page()))
        .contains("Impaired flow reserve from the reserve map")
        .contains("Duplicate study")
        .contains("no: 15 patients, fewer than 20")
        .contains("the site sends no age")
        .contains("fewer than 3 sites")
        .contains("no standard error: one patient in a class")
        .contains("Excluded / label missing 3");
  }

  @Test
  void showsTheCohortAsTheFirstTableOfAPaper() {
    String text = text(page());
    assertThat(text)
        .contains("Characteristic alkmaar boston cairo delhi espoo fukuoka geelong All sites")
        .contains("Patients 420 310 140 95 230 36 15 1\u202f246")
        .contains("Patients analysed 420 310 140 95 225 36 15 1\u202f241")
        .contains("1\u202f241 patients analysed, with every map that is learnt from")
        .contains("1\u202f226 patients at 6 held-out sites")
        .contains("Age, years: mean (SD) 57.4 (11.2) 61.5 (10.4) 57.7 (12.9) not estimable")
        .contains("Age, missing 4 0 0 95 0 0 0 99")
        .contains("Impaired flow reserve 158 (37.6) 76 (24.5)")
        .contains("Hypertension – – – – – – – –")
        .contains("Race: Asian – 77 (25.3) – – 57 (25.4) – – 134 (25.4)")
        .contains("Age, standardised difference ")
        .contains("Race, missing 420 6 140 95 6 36 15 718")
        .contains("Angiography done 60 (14.3) – – – – – – 60 (14.3)")
        .contains("Obstructive disease at angiography 33 (60.0) – –")
        .contains("Obstructive disease at angiography, missing 5 0")
        .contains("Examined 2015-01 to 2022-12 2016-02 to 2022-11")
        .contains("2015-01 to 2022-12 Month of examination, missing 0 0 0 0 0 0 15 15")
        .contains("Tracer Rb-82 N-13 ammonia Rb-82 N-13 ammonia Rb-82 198; N-13 ammonia 30;")
        .contains("Rb-82 809; N-13 ammonia 435; missing 2");
  }

  /** 1, 3 | 5, 9, 13: a mean of 6.2 and squares of 27.04 + 10.24 + 1.44 + 7.84 + 46.24. */
  @Test
  void agesOfAllSitesAreThoseOfTheirPatients() {
    SiteFacts.Age all =
        SiteFacts.Age.pooled(
            List.of(
                new SiteFacts.Age(2, 1, Measured.of(2), Measured.of(Math.sqrt(2))),
                new SiteFacts.Age(
                    0, 4, Measured.notEstimable("none"), Measured.notEstimable("none")),
                new SiteFacts.Age(3, 0, Measured.of(9), Measured.of(4))));
    assertThat(all.known()).isEqualTo(5);
    assertThat(all.missing()).isEqualTo(5);
    assertThat(requireNonNull(all.meanYears().value())).isCloseTo(6.2, within(1e-12));
    assertThat(requireNonNull(all.sdYears().value())).isCloseTo(Math.sqrt(92.8 / 4), within(1e-12));
  }

  /** Every cell of a row has its head, so that a screen reader can name both. */
  @Test
  void theCohortIsATableWithoutHoles() {
    Matcher table =
        Pattern.compile("<table class=\"cohort\">.*?</table>", Pattern.DOTALL).matcher(page());
    assertThat(table.find()).isTrue();
    Matcher row = Pattern.compile("<tr class=.*?</tr>").matcher(table.group());
    int rows = 0;
    while (row.find()) {
      rows++;
      assertThat(count(row.group(), "<th scope=\"row\">")).isEqualTo(1);
      assertThat(count(row.group(), "<td")).as(row.group()).isEqualTo(8);
    }
    assertThat(rows).isGreaterThan(25);
    assertThat(count(table.group(), "scope=\"col\"")).isEqualTo(9);
  }

  @Test
  void drawsSixtySites() throws Exception {
    everySiteList(sites -> repeated(sites, 60));
    ((ArrayNode) run.path("cohort")).removeAll();
    String html = page();
    assertThat(text(html)).contains("site-0 ", "site-59 ", "run.json holds no cohort.");
    allFiguresAreWellFormed(html);
  }

  @Test
  void drawsTwoSitesWithoutPredictionInterval() throws Exception {
    everySiteList(sites -> repeated(sites, 2));
    for (JsonNode target : results.path("targets")) {
      for (JsonNode meta : target.findValues("metaAnalysis")) {
        ((ObjectNode) meta).put("k", 2).remove(List.of("predictionLower", "predictionUpper"));
        ((ObjectNode) meta).putObject("predictionLower").put("notEstimable", "2 sites are too few");
      }
    }
    String html = page();
    assertThat(text(html)).contains("0.102; 2 sites", "2 sites are too few");
    allFiguresAreWellFormed(html);
  }

  @Test
  void showsAPageOfNothingButReasons() throws Exception {
    for (JsonNode target : results.path("targets")) {
      target
          .findParents("auroc")
          .forEach(p -> why((ObjectNode) p, "auroc", "only one class was observed"));
      target
          .findParents("metaAnalysis")
          .forEach(p -> why((ObjectNode) p, "metaAnalysis", "no site could be pooled"));
      why((ObjectNode) target, "drop", "no site could be pooled");
    }
    String html = page();
    assertThat(text(html))
        .contains("cannot be estimated for impaired flow reserve")
        .contains("no site could be pooled.")
        .contains("only one class was observed")
        .doesNotContain("0.730");
    allFiguresAreWellFormed(html);
  }

  @Test
  void makesAPageOfFilesThatHoldAlmostNothing() throws Exception {
    results.removeAll().put("schema", Results.SCHEMA).putArray("targets");
    for (String list : List.of("cohort", "meanMaps", "circular")) {
      run.putArray(list);
    }
    String html = page();
    assertThat(text(html))
        .contains("results.json holds no such analysis", "results.json holds no analysis.")
        .contains("run.json holds no mean maps.", "results.json holds no provenance.");
    allFiguresAreWellFormed(html);
  }

  @Test
  void rendersHostileNamesHarmlessly() throws Exception {
    String script = "<script>alert(\"1\")</script>'${7*7}<#stop>";
    String reversing = "\u202Eevil\u0000\u0007 مستشفى القلب";
    String names = script + "x".repeat(300);
    everySiteList(
        sites -> {
          ((ObjectNode) sites.get(0)).put("site", names);
          ((ObjectNode) sites.get(1)).put("site", reversing);
          return sites;
        });
    for (JsonNode site : run.path("cohort")) {
      ((ObjectNode) site).put("site", names);
      ObjectNode scanner = (ObjectNode) site.path("acquisition").path("scanner");
      scanner.put("missing", 0).putObject("counts").put(reversing, site.path("n").intValue());
      ObjectNode race = (ObjectNode) site.path("race");
      race.put("missing", 0).putObject("counts").put(script, site.path("n").intValue());
      ((ObjectNode) site.path("rejectedBy"))
          .removeAll()
          .put(names, site.path("rejected").intValue());
    }
    ((ObjectNode) run.path("meanMaps").get(0)).put("site", names);
    ((ObjectNode) run.path("models")).put("dl", "\"><img onerror=x>" + reversing);
    run.put("name", script).put("configuration", script + "\n\u202E</pre>");
    String html = page();
    assertThat(html)
        .doesNotContain("<script", "<img", "\u202E", "\u0000", "\u0007")
        .contains("&lt;script&gt;", "مستشفى القلب", "${7*7}")
        .doesNotContain("'49");
    assertThat(count(html, "</pre>")).isEqualTo(1);
    allFiguresAreWellFormed(html);
  }

  @Test
  void drawsWhateverArmsThereAre() throws Exception {
    for (JsonNode target : results.path("targets")) {
      ObjectNode arms = (ObjectNode) target.path("arms");
      arms.set("matched-internal", arms.path("internal").deepCopy());
      arms.set("matched-external", arms.path("external").deepCopy());
    }
    String html = page();
    assertThat(text(html)).contains("Matched internal", "Matched external");
    allFiguresAreWellFormed(html);
  }

  @Test
  void refusesAnotherSchemaInOneLine() {
    results.put("schema", "polarfold-results/9");
    assertThatThrownBy(this::page)
        .isInstanceOf(UserException.class)
        .hasMessageMatching(
            "Invalid file: .*results.json, key schema: \"polarfold-results/9\" .expected"
                + " \"polarfold-results/1\".*");
    assertThat(folder.resolve("report.html")).doesNotExist();
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertThatThrownBy(
            () ->
                Report.write(
                    folder.resolve("no.json"), folder.resolve("r.json"), folder.resolve("p.html")))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot read file: ")
        .hasMessageContaining("no.json (no such file; ./run evaluate writes it)");
  }

  @Test
  void refusesBrokenJsonWithLineAndColumn() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.json"), "{\"schema\":\n oops}");
    assertThatThrownBy(() -> Report.write(broken, broken, folder.resolve("p.html")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("broken.json, line 2, column ")
        .hasMessageContaining("not JSON");
  }

  private static Report.Source source(Path file) throws IOException {
    return new Report.Source(file.toString(), Files.readAllBytes(file));
  }

  private String page() {
    try {
      Path resultsJson = folder.resolve("results.json");
      Path runJson = folder.resolve("run.json");
      Path html = folder.resolve("report.html");
      JSON.writeValue(resultsJson.toFile(), results);
      JSON.writeValue(runJson.toFile(), run);
      Report.write(resultsJson, runJson, html);
      String page = Files.readString(html);
      assertThat(Report.page(Report.Sources.of(source(resultsJson), source(runJson))))
          .isEqualTo(page);
      try (var files = Files.list(folder)) {
        assertThat(files).hasSize(3);
      }
      assertThat(text(page)).doesNotContain("NaN", "null", "Infinity", "-0.000");
      return page;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The words of a page as they follow one another, without style and figures. */
  static String text(String html) {
    return SVG.matcher(html.replaceAll("(?s)<style>.*?</style>", ""))
        .replaceAll(" ")
        .replaceAll("<[^>]+>", " ")
        .replaceAll("&rsquo;", "’")
        .replaceAll("[ \\n\\t]+", " ");
  }

  static void allFiguresAreWellFormed(String html) throws Exception {
    Matcher svg = SVG.matcher(html);
    while (svg.find()) {
      String figure = svg.group();
      assertThat(figure).doesNotContain("NaN", "Infinity", "null");
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(figure.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private void everySiteList(UnaryOperator<ArrayNode> change) {
    for (JsonNode target : results.path("targets")) {
      for (JsonNode parent : target.findParents("metaAnalysis")) {
        ((ObjectNode) parent).set("sites", change.apply((ArrayNode) parent.path("sites")));
      }
    }
  }

  private static ArrayNode repeated(ArrayNode sites, int times) {
    ArrayNode all = JSON.createArrayNode();
    for (int i = 0; i < times; i++) {
      ObjectNode site = sites.get(i % sites.size()).deepCopy();
      all.add(site.put("site", "site-" + i));
    }
    return all;
  }

  private static void why(ObjectNode parent, String key, String reason) {
    parent.putObject(key).put("notEstimable", reason);
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  static ObjectNode fixture(String name) throws IOException {
    try (InputStream stream = ReportTest.class.getResourceAsStream(name)) {
      return (ObjectNode) JSON.readTree(stream);
    }
  }
}
