package org.polarfold.evidence;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.experiment.Experiment;
import org.polarfold.experiment.Settings;
import org.polarfold.provenance.Digest;
import org.polarfold.report.Report;

class EvidenceTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SIMULATED = "Simulated data: not clinical results";
  private static final String CONFIGURATION =
      """
      name = toy, seed = 1
      data { exports = exports, lake = lake }
      split { folds = 5, primary-target = impaired-mfr, designs = [internal, external] }
      maps = [reserve, rest], targets = [impaired-mfr, sex], circular = [impaired-mfr], seeds = [1]
      training {
        workers = 2, batch-size = 32, averaging-period = 50, hidden-units = 64
        step-1 { epochs = 20, learning-rate = 0.002, weight-decay = 0.001 }
        step-2 { epochs = 10, learning-rate = 0.002, weight-decay = 0.001 }
      }
      comparators { models = [logistic] }
      """;

  private ObjectNode results;
  private ObjectNode run;

  @BeforeEach
  void readFixtures() throws IOException {
    results = fixture("results.json");
    run = fixture("run.json");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyFigureOnASheetIsInTheFileUnderTheKeyThatItNames(boolean all) throws IOException {
    Map<String, JsonNode> read = new TreeMap<>(Map.of("results.json", results, "run.json", run));
    if (all) {
      read.put("audit.json", fixture("audit.json"));
      read.put("stress.json", fixture("stress.json"));
    }
    RunFiles files = files(read);
    Set<String> cites = new TreeSet<>();
    Map<String, String> sections = Methods.of(files).sections();
    Set<String> pack = pack(files).keySet();
    int figures = 0;
    for (Statement statement : statements(files, pack)) {
      int at = 0;
      for (Cited cited : statement.from()) {
        int found = statement.text().indexOf(cited.shown(), at);
        assertThat(found).as("%s in %s", cited.shown(), statement.text()).isNotNegative();
        at = found + cited.shown().length();
        figures++;
        if (cited.file().equals("methods.md")) {
          assertThat(sections.get(cited.key())).isEqualTo(cited.shown());
        } else if (cited.key().isEmpty()) {
          assertThat(pack).anyMatch(path -> path.startsWith(cited.file()));
        } else {
          holds(requireNonNull(read.get(cited.file()), cited.file()), cited);
          cites.add(cited.file());
        }
      }
      // A number that nobody cites would have been typed by hand.
      assertThat(bare(statement)).as(statement.text()).doesNotContainPattern("[0-9]\\.[0-9]{2,}");
    }
    assertThat(figures).isGreaterThan(150);
    assertThat(cites).isEqualTo(read.keySet());
  }

  @Test
  void theGoldenSheetIsAsItWasRead() throws IOException {
    Answers answers = answers(files(), Evidence.of(files(), Optional.empty()).files().keySet());
    String csv = requireNonNull(Checklist.sheets(answers).get("tripod-ai")).csv(List.of(SIMULATED));
    assertThat(csv).isEqualTo(resource("/org/polarfold/evidence/golden-tripod-ai.csv"));
  }

  @Test
  void sheetsHaveTheItemsOfTheirLists() throws IOException {
    Map<String, Checklist> sheets = Checklist.sheets(answers(files(), Set.of()));
    assertThat(numbers(sheets, "tripod-ai"))
        .hasSize(52)
        .extracting(number -> number.replaceAll("[a-z]", ""))
        .containsOnly(
            Stream.iterate(1, i -> i + 1).limit(27).map(String::valueOf).toArray(String[]::new));
    assertThat(numbers(sheets, "tripod-cluster"))
        .extracting(number -> number.replaceAll("[a-z]", ""))
        .containsOnly(
            Stream.iterate(1, i -> i + 1).limit(19).map(String::valueOf).toArray(String[]::new));
    assertThat(numbers(sheets, "claim")).hasSize(44).startsWith("1").endsWith("44");
    assertThat(numbers(sheets, "probast-ai")).doesNotHaveDuplicates().hasSize(32);
  }

  @Test
  void everyFileSaysThatDataAreSimulatedAndWhatMustBeTold() throws IOException {
    run.put("stain", "too good");
    Map<String, byte[]> pack = pack(files());
    assertThat(pack.keySet().stream().map(path -> path.replaceAll("/.*", "/")).distinct())
        .contains("README.txt", "figures/", "manifest.json", "methods.md", "model-card.html")
        .contains("references.bib", "sheets/", "tables/");
    pack.forEach(
        (path, bytes) -> {
          if (!path.endsWith(".png")) {
            assertThat(text(bytes)).as(path).contains(SIMULATED).contains("too good");
          }
        });
    assertThat(text(pack, "tables/analyses.csv")).startsWith("# " + SIMULATED);
    assertThat(text(pack, "figures/auroc-by-site-impaired-mfr-reserve-dl.svg"))
        .contains("Circular pair");
    assertThat(text(pack, "figures/mean-map-reserve-alkmaar.svg")).doesNotContain("Circular pair");
    run.put("simulated", false).put("stain", "");
    pack(files())
        .forEach((path, bytes) -> assertThat(text(bytes)).as(path).doesNotContain(SIMULATED));
  }

  @Test
  void figuresStandByThemselves() throws Exception {
    Map<String, byte[]> pack = whole(files());
    int drawings = 0;
    for (Map.Entry<String, byte[]> file : pack.entrySet()) {
      if (file.getKey().endsWith(".svg")) {
        drawings++;
        DocumentBuilderFactory xml = DocumentBuilderFactory.newInstance();
        xml.setNamespaceAware(true);
        var root =
            xml.newDocumentBuilder()
                .parse(new ByteArrayInputStream(file.getValue()))
                .getDocumentElement();
        assertThat(root.getNamespaceURI()).isEqualTo("http://www.w3.org/2000/svg");
        assertThat(root.getFirstChild().getNodeName()).isEqualTo("title");
        assertThat(text(file.getValue()))
            .doesNotContain("var(", "class=", "data-", "<style", "<script", "href");
        byte[] png = pack.get(file.getKey().replace(".svg", ".png"));
        assertThat(png).as(file.getKey()).startsWith(0x89, 'P', 'N', 'G');
      }
    }
    assertThat(drawings).isGreaterThan(8);
    assertThat(text(pack, "figures/auroc-by-site-impaired-mfr-reserve-dl.svg"))
        .contains("stroke=\"#0072b2\"", ">Internal<", ">External<", ">alkmaar<");
  }

  @Test
  void isTheSameTwiceAndItsManifestFits() throws IOException {
    Map<String, byte[]> first = whole(files());
    Map<String, byte[]> second = whole(files());
    assertThat(first.keySet()).isEqualTo(second.keySet());
    first.forEach((path, bytes) -> assertThat(bytes).as(path).isEqualTo(second.get(path)));
    JsonNode manifest = JSON.readTree(text(first, "manifest.json"));
    assertThat(manifest.path("files").size()).isEqualTo(first.size() - 1);
    for (JsonNode file : manifest.path("files")) {
      byte[] bytes = requireNonNull(first.get(file.path("path").asText()));
      assertThat(file.path("sha256").asText())
          .isEqualTo(Digest.ofStream(new ByteArrayInputStream(bytes)));
    }
    assertThat(manifest.path("madeFrom").fieldNames())
        .toIterable()
        .containsExactly("results.json", "run.json", "report.html");
  }

  @Test
  void methodsTellOfWhatWasDoneAndCiteExactlyThat() throws IOException {
    Map<String, byte[]> pack = Evidence.of(files(), Optional.empty()).files();
    String methods = text(pack, "methods.md");
    assertThat(methods)
        .contains("divided into 5 folds", "learning rate 0.002", "@delong1988", "@viechtbauer2005")
        .doesNotContain("ComBat", "ResNet-50", "Size-matched", "@dawid1979", "@begg1983");
    Set<String> cited = new TreeSet<>();
    Matcher key = Pattern.compile("@([a-z]+[0-9]{4})").matcher(methods);
    while (key.find()) {
      cited.add(key.group(1));
    }
    Set<String> entries = new TreeSet<>();
    Matcher entry =
        Pattern.compile("(?m)^@[a-z]+\\{([a-z0-9]+),").matcher(text(pack, "references.bib"));
    while (entry.find()) {
      entries.add(entry.group(1));
    }
    assertThat(entries).isEqualTo(cited).isNotEmpty();
    ((ObjectNode) results.path("provenance")).putObject("resampling").put("resamples", 0);
    assertThat(Methods.of(files()).citations()).doesNotContain("efron1987");
  }

  @Test
  void withoutARunTheAuthorsWriteMore() throws IOException {
    ((ObjectNode) results.path("provenance")).remove("simulated");
    RunFiles alone =
        new RunFiles(
            source("results.json", results),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    Map<String, byte[]> pack = Evidence.of(alone, Optional.empty()).files();
    assertThat(pack.keySet()).noneMatch(path -> path.startsWith("figures/"));
    assertThat(text(pack, "sheets/claim.html"))
        .contains("To be written by the authors")
        .contains("Neither file says whether the data are simulated");
    assertThat(text(pack, "README.txt")).contains("without a run.json");
    assertThat(text(pack, "methods.md")).doesNotContain("## Design").contains("## Statistics");
    assertThat(text(pack, "tables/auroc-by-site.csv")).contains("alkmaar");
  }

  @Test
  void whatCannotBeEstimatedIsToldAndNothingElseStandsThere() throws IOException {
    for (JsonNode target : results.path("targets")) {
      ((ObjectNode) target).putObject("drop").put("notEstimable", "too few sites");
      target
          .path("arms")
          .forEach(
              arm ->
                  ((ObjectNode) arm)
                      .putObject("metaAnalysis")
                      .put("notEstimable", "too few sites"));
    }
    Map<String, byte[]> pack = pack(files());
    assertThat(text(pack, "sheets/tripod-ai.csv")).contains("not estimable: too few sites.");
    assertThat(text(pack, "tables/not-estimable.csv")).contains("too few sites");
    pack.forEach(
        (path, bytes) -> {
          if (!path.endsWith(".png")) {
            assertThat(text(bytes)).as(path).doesNotContainPattern("\\b(NaN|null|Infinity)\\b");
          }
        });
  }

  @Test
  void foreignNamesAreHarmless() throws IOException {
    List<String> names =
        List.of("<script>alert(1)</script>", "=HYPERLINK(\"x\")", "\u202eevil", "a".repeat(300));
    ArrayNode cohort = (ArrayNode) run.path("cohort");
    for (int i = 0; i < names.size(); i++) {
      ((ObjectNode) cohort.get(i)).put("site", names.get(i));
      for (JsonNode target : results.path("targets")) {
        for (JsonNode arm : target.path("arms")) {
          ((ObjectNode) arm.path("sites").get(i)).put("site", names.get(i));
        }
      }
    }
    Map<String, byte[]> pack = pack(files());
    pack.forEach(
        (path, bytes) -> {
          assertThat(path).matches("[A-Za-z0-9/.-]+");
          if (path.endsWith(".html") || path.endsWith(".svg")) {
            assertThat(text(bytes).toLowerCase(Locale.ROOT)).as(path).doesNotContain("<script");
          }
          if (!path.endsWith(".png")) {
            assertThat(text(bytes)).as(path).doesNotContain("\u202e");
          }
        });
    assertThat(text(pack, "tables/auroc-by-site.csv"))
        .contains(",\"'=HYPERLINK(\"\"x\"\")\",")
        .doesNotContain(",=", ",\"=");
  }

  private static List<String> numbers(Map<String, Checklist> sheets, String name) {
    return requireNonNull(sheets.get(name)).items().stream().map(Checklist.Item::number).toList();
  }

  private static Answers answers(RunFiles files, Set<String> pack) {
    return new Answers(files, Methods.of(files), pack);
  }

  private static List<Statement> statements(RunFiles files, Set<String> pack) {
    Answers answers = answers(files, pack);
    List<Checklist> lists = new ArrayList<>(Checklist.sheets(answers).values());
    lists.add(Checklist.modelCard(answers));
    return lists.stream()
        .flatMap(list -> list.items().stream())
        .flatMap(item -> item.statements().stream())
        .distinct()
        .toList();
  }

  private static String bare(Statement statement) {
    String text = statement.text();
    for (Cited cited : statement.from()) {
      int at = text.indexOf(cited.shown());
      text = text.substring(0, at) + text.substring(at + cited.shown().length());
    }
    return text;
  }

  /** Whether a file holds what is shown under a key, found by a reader of its own. */
  private static void holds(JsonNode root, Cited cited) {
    Matcher how = Pattern.compile("(.*?)(?: \\((sum|count|true|names)\\))?").matcher(cited.key());
    assertThat(how.matches()).isTrue();
    List<JsonNode> nodes = List.of(root);
    Matcher step =
        Pattern.compile("\\[(\\d+|\\*)]|\\[\"(.+?)\"]|([^.\\[\\]]+)").matcher(how.group(1));
    while (step.find()) {
      List<JsonNode> next = new ArrayList<>();
      for (JsonNode node : nodes) {
        if ("*".equals(step.group(1))) {
          node.forEach(next::add);
        } else if (step.group(1) != null) {
          next.add(node.path(Integer.parseInt(step.group(1))));
        } else {
          next.add(node.path(step.group(2) == null ? step.group(3) : step.group(2)));
        }
      }
      nodes = next;
    }
    String as = how.group(2) == null ? "" : how.group(2);
    String shown = cited.shown().replace("\u202f", "").replace("−", "-");
    switch (as) {
      case "sum" ->
          assertThat(nodes.stream().mapToLong(JsonNode::asLong).sum())
              .as(cited.key())
              .isEqualTo(Long.parseLong(shown));
      case "true" ->
          assertThat(nodes.stream().filter(JsonNode::asBoolean).count())
              .as(cited.key())
              .isEqualTo(Long.parseLong(shown));
      case "count" -> assertThat(nodes.get(0)).as(cited.key()).hasSize(Integer.parseInt(shown));
      case "names" -> {
        List<String> names = new ArrayList<>();
        nodes.get(0).fieldNames().forEachRemaining(names::add);
        assertThat(String.join(", ", names)).isEqualTo(cited.shown());
      }
      default -> {
        JsonNode node = nodes.get(0);
        assertThat(node.isMissingNode()).as(cited.key()).isFalse();
        if (node.isNumber()) {
          int decimals = shown.contains(".") ? shown.length() - shown.indexOf('.') - 1 : 0;
          assertThat(Double.parseDouble(shown))
              .as(cited.key())
              .isEqualTo(node.doubleValue(), within(0.5001 * Math.pow(10, -decimals)));
        } else {
          assertThat(shown).as(cited.key()).isEqualTo(node.asText());
        }
      }
    }
  }

  private Map<String, byte[]> whole(RunFiles files) {
    return Evidence.of(files, Optional.of(page())).files();
  }

  /** The pack without its pictures, which take most of the time. */
  private Map<String, byte[]> pack(RunFiles files) {
    Map<String, byte[]> pack = new TreeMap<>(Evidence.of(files, Optional.empty()).files());
    PageFigures.of(page(), files.marks())
        .forEach(
            (name, svg) ->
                pack.put("figures/" + name + ".svg", svg.getBytes(StandardCharsets.UTF_8)));
    return pack;
  }

  private String page() {
    return Report.page(Report.Sources.of(source("results.json", results), source("run.json", run)));
  }

  private RunFiles files() {
    return files(Map.of("results.json", results, "run.json", run));
  }

  private static RunFiles files(Map<String, JsonNode> read) {
    return new RunFiles(
        source("results.json", requireNonNull(read.get("results.json"))),
        source("run.json", read),
        source("audit.json", read),
        source("stress.json", read),
        Optional.of(Experiment.from(Settings.ofText(CONFIGURATION))));
  }

  private static Optional<Report.Source> source(String name, Map<String, JsonNode> read) {
    return Optional.ofNullable(read.get(name)).map(json -> source(name, json));
  }

  private static Report.Source source(String name, JsonNode json) {
    return new Report.Source(name, json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode fixture(String name) throws IOException {
    return (ObjectNode) JSON.readTree(resource("/org/polarfold/report/" + name));
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream = requireNonNull(EvidenceTest.class.getResourceAsStream(name))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String text(Map<String, byte[]> pack, String path) {
    return text(requireNonNull(pack.get(path), path));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
