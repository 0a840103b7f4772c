package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.LocalSpark;

/** The small demo through the real main: once, again, interrupted, and on executors of its own. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DemoIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONF =
      Path.of(System.getProperty("polarfold.conf", "../conf"), "demo-small.conf").toString();

  @TempDir static Path folder;
  private static Told first = new Told(-1, "", "");

  @BeforeAll
  static void runOnce() {
    first = demo(folder.resolve("a"));
  }

  @Test
  @Order(1)
  void endsWithATableAndTheReport() throws IOException {
    assertThat(first.status()).as(first.err()).isZero();
    assertThat(first.out())
        .contains("alder", "birch", "dogwood", "pooled within sites", "Simulated data")
        .contains("report.html");
    Path run = run("a", 1);
    assertThat(run.resolve("report.html")).content().contains("Simulated data");
    assertThat(first.out()).contains("Evidence: " + run.resolve("evidence"));
    assertThat(run.resolve("evidence/sheets/tripod-ai.html")).content().contains("Simulated data");
    assertThat(run.resolve("evidence/figures")).isNotEmptyDirectory();
    JsonNode results = results("a", 1);
    assertThat(results.path("targets")).hasSize(4); // two targets by two models
    for (JsonNode target : results.path("targets")) {
      assertThat(target.path("arms").has("internal")).isTrue();
      assertThat(target.path("arms").has("external")).isTrue();
      assertThat(target.path("drop").path("sites")).hasSize(3);
    }
    assertThat(Files.readString(run.resolve("results.json"))).doesNotContain("NaN", "Infinity");
  }

  @Test
  @Order(2)
  void itsReportIsRightInABrowser() throws IOException {
    try (Opened opened = Opened.start(folder)) {
      for (Browser.Page seen :
          opened.atAllWidths(run("a", 1).resolve("report.html"), Opened.REPORT)) {
        assertThat(seen.text()).contains("Simulated data: not clinical results.", "alder", "birch");
      }
    }
  }

  @Test
  @Order(2)
  void losesNoRecordAndShowsNoIdentifier() throws IOException {
    JsonNode ledger = JSON.readTree(folder.resolve("a/lake/ingest.json").toFile());
    for (JsonNode site : ledger.path("sites")) {
      assertThat(site.path("rejected").asInt()).as(site.path("site").asText()).isPositive();
      assertThat(site.path("received").asInt())
          .isEqualTo(site.path("accepted").asInt() + site.path("rejected").asInt());
    }
    List<String> identifiers = identifiers();
    assertThat(identifiers).hasSizeGreaterThan(100);
    for (Path text : textsOf(folder.resolve("a/lake"))) {
      assertThat(Files.readString(text)).as(text.toString()).doesNotContain(identifiers);
    }
    assertThat(first.out() + first.err()).doesNotContain(identifiers);
  }

  @Test
  @Order(3)
  void aSecondDemoStartsAnewAndGivesTheSameFigures() throws IOException {
    Told second = demo(folder.resolve("a"));

    assertThat(second.status()).as(second.err()).isZero();
    assertThat(second.err()).doesNotContain("Continuing");
    assertThat(results("a", 2)).isEqualTo(results("a", 1));
  }

  @Test
  @Order(4)
  void aKilledDemoGoesOnWithWhatItHadFinished() throws Exception {
    Process process = process(folder.resolve("b"));
    Path cells = run("b", 1).resolve("cells");
    waitForFinishedCells(cells, 2, process);
    process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    List<Path> kept = finished(cells);
    assertThat(kept).hasSizeBetween(2, 14);

    Told second = demo(folder.resolve("b"));

    assertThat(second.status()).as(second.err()).isZero();
    assertThat(second.err()).contains("Continuing the unfinished run demo-small-1");
    assertThat(run("b", 2)).doesNotExist();
    assertThat(finished(cells)).containsAll(kept).hasSize(15);
    assertThat(results("b", 1)).isEqualTo(results("a", 1));
  }

  @Test
  @Order(5)
  void executorsOfTheirOwnGiveTheSameFigures() throws IOException {
    Told told =
        Told.by(
            "demo", "--config", CONF, "--out", folder.resolve("c").toString(), "--executors", "2");

    assertThat(told.status()).as(told.err()).isZero();
    assertThat(results("c", 1)).isEqualTo(results("a", 1));
  }

  /** Three networks, two targets, whole maps; a segment's occlusion is of all its places alike. */
  @Test
  @Order(6)
  void whereItsNetworksLookIsWritten() throws IOException {
    Path conf = folder.resolve("explain.conf");
    Files.writeString(
        conf,
        Files.readString(Path.of(CONF))
            .replace("../runs/demo-small", folder.resolve("a").toString())
            .replaceAll("(?m)^simulated-consortium.*$", ""));

    Told told = Told.by("explain", conf.toString(), "--patients", "11");

    assertThat(told.status()).as(told.err()).isZero();
    try (SparkSession spark = LocalSpark.start()) {
      List<Row> rows =
          spark
              .read()
              .parquet(run("a", 2).resolve("attributions.parquet").toString())
              .collectAsList();
      assertThat(rows).hasSize(4); // two targets by two methods
      for (Row row : rows) {
        assertThat(row.<Long>getAs("patients")).isEqualTo(12); // six of each fold
        List<Double> mean = row.getList(row.fieldIndex("mean"));
        List<Double> sizes = row.getList(row.fieldIndex("mean_absolute"));
        assertThat(mean).hasSize(2160).allMatch(Double::isFinite);
        for (int place = 0; place < 2160; place++) {
          assertThat(sizes.get(place)).isGreaterThanOrEqualTo(Math.abs(mean.get(place)));
        }
        boolean occlusion = row.getAs("method").equals("occlusion");
        assertThat(mean.stream().distinct().count()).matches(n -> occlusion == (n <= 17));
      }
    }
    JsonNode drawn = JSON.readTree(run("a", 2).resolve("attributions.json").toFile());
    assertThat(drawn.path("schema").asText()).isEqualTo("polarfold-attributions/1");
    assertThat(drawn.path("provenance").path("run").asText()).isEqualTo("demo-small-2");
    assertThat(drawn.path("attributions")).hasSize(4);
    Told none = Told.by("explain", conf.toString(), "--patients", "0");
    assertThat(none.status()).isEqualTo(2);
    assertThat(none.err()).isEqualTo("Invalid value of --patients: 0 (expected 1 to 100000)\n");
  }

  /** The same networks on changed maps: unchanged they yield what the run's results say. */
  @Test
  @Order(7)
  void whatChangedMapsCostIsWritten() throws IOException {
    String conf = folder.resolve("explain.conf").toString(); // of the test before
    Told told =
        Told.by(
            "stress",
            conf,
            "--grades",
            "noise=0.2,1.5",
            "--grades",
            "fgsm=0.02,0.1",
            "--grades",
            "rotation=90",
            "--verbose");

    assertThat(told.status()).as(told.err()).isZero();
    assertThat(told.out())
        .contains("AUROC of sex from the reserve map under fgsm", "Simulated data", "stress.json");
    assertThat(told.err()).contains("frozen network: 4 times every study and map");
    Path file = run("a", 2).resolve("stress.json");
    String first = Files.readString(file);
    assertThat(first).doesNotContain("NaN", "Infinity");
    JsonNode root = JSON.readTree(first);
    assertThat(root.path("schema").asText()).isEqualTo("polarfold-stress/1");
    assertThat(root.path("provenance").path("simulated").asBoolean()).isTrue();
    assertThat(root.path("reproduced").path("predictions").asInt()).isGreaterThan(300);
    assertThat(root.path("reproduced").path("largestDifference").asDouble()).isLessThan(1e-6);
    assertThat(root.path("curves")).hasSize(6); // two targets by three kinds
    for (JsonNode curve : root.path("curves")) {
      assertUnchangedAsInResults(curve);
      if (curve.path("kind").asText().equals("fgsm")) {
        for (String arm : List.of("internal", "external")) {
          assertThat(area(curve, 2, arm)).isLessThan(area(curve, 1, arm));
          assertThat(area(curve, 1, arm)).isLessThan(area(curve, 0, arm));
        }
      }
    }

    assertThat(Told.by("report", conf).status()).isZero();
    assertThat(run("a", 2).resolve("report.html"))
        .content()
        .contains(
            "data-figure=\"stress-auroc-sex-reserve-noise\"",
            "data-figure=\"gradient-sex-reserve-reserve\"")
        .contains("audit.json does not lie in the run\u2019s folder: ./run audit CONF makes it");

    // A part of it again: no figure depends on what else is shown.
    Told again = Told.by("stress", conf, "--grades", "noise=0.2", "--grades", "fgsm=0.1");
    assertThat(again.status()).as(again.err()).isZero();
    for (JsonNode curve : JSON.readTree(file.toFile()).path("curves")) {
      for (JsonNode point : curve.path("points")) {
        assertThat(points(root, curve)).contains(point);
      }
    }
    assertThat(Told.by("stress", conf, "--grades", "rotation=200").err())
        .startsWith("Invalid value of --grades rotation: 200 (expected numbers from -180");
    Path harmonised = folder.resolve("harmonised.conf");
    Files.writeString(
        harmonised, Files.readString(Path.of(conf)) + "harmonisation { method = gain }\n");
    assertThat(Told.by("stress", harmonised.toString()).err())
        .isEqualTo(
            "Cannot stress networks of harmonised features: "
                + harmonised
                + " (expected harmonisation.method = none)\n");
  }

  private static void assertUnchangedAsInResults(JsonNode curve) throws IOException {
    JsonNode point = curve.path("points").path(0);
    assertThat(point.path("grade").asDouble()).isZero();
    for (JsonNode target : results("a", 2).path("targets")) {
      if (target.path("model").asText().equals("dl")
          && target.path("target").equals(curve.path("target"))) {
        for (String arm : List.of("internal", "external")) {
          assertSame(
              point.path("arms").path(arm).path("auroc"),
              target.path("arms").path(arm).path("metaAnalysis"));
        }
        assertSame(point.path("drop"), target.path("drop").path("metaAnalysis"));
      }
    }
  }

  private static void assertSame(JsonNode ours, JsonNode results) {
    for (String figure : List.of("k", "estimate", "lower", "upper")) {
      assertThat(ours.path(figure).isNumber()).isTrue();
      assertThat(ours.path(figure)).isEqualTo(results.path(figure));
    }
  }

  private static double area(JsonNode curve, int grade, String arm) {
    JsonNode area = curve.path("points").path(grade).path("arms").path(arm).path("auroc");
    assertThat(area.path("estimate").isNumber()).as(area.toString()).isTrue();
    return area.path("estimate").asDouble();
  }

  private static List<JsonNode> points(JsonNode root, JsonNode like) {
    List<JsonNode> points = new ArrayList<>();
    for (JsonNode curve : root.path("curves")) {
      if (curve.path("target").equals(like.path("target"))
          && curve.path("kind").equals(like.path("kind"))) {
        curve.path("points").forEach(points::add);
      }
    }
    return points;
  }

  private static Told demo(Path out) {
    return Told.by("demo", "--config", CONF, "--out", out.toString());
  }

  /** The same command in a process of its own, which can be killed. */
  private static Process process(Path out) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of(CONF).resolveSibling("java.options"));
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(Polarfold.class.getName(), "demo", "--config", CONF, "--out", out.toString()));
    File log = folder.resolve("killed.log").toFile();
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
  }

  private static void waitForFinishedCells(Path cells, int count, Process process)
      throws Exception {
    long end = System.nanoTime() + Duration.ofMinutes(4).toNanos();
    while (finished(cells).size() < count) {
      assertThat(process.isAlive()).as("the demo to be killed is still running").isTrue();
      assertThat(System.nanoTime()).as("time to wait for the first cells").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static List<Path> finished(Path cells) throws IOException {
    if (!Files.isDirectory(cells)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(cells)) {
      return all.filter(cell -> Files.exists(cell.resolve("_DONE"))).sorted().toList();
    }
  }

  /** The identifiers that the simulated hospitals use: the truth names them. */
  private static List<String> identifiers() throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve("a/consortium/truth/patients.csv"))) {
      return lines.skip(1).map(line -> line.split(",", -1)[1]).toList();
    }
  }

  private static List<Path> textsOf(Path lake) throws IOException {
    try (Stream<Path> all = Files.walk(lake)) {
      return all.filter(file -> file.toString().matches(".*\\.(json|html|csv|txt)")).toList();
    }
  }

  private static Path run(String out, int number) {
    return folder.resolve(out + "/lake/runs/demo-small-" + number);
  }

  /** Everything but the name of the run. */
  private static JsonNode results(String out, int number) throws IOException {
    JsonNode root = JSON.readTree(run(out, number).resolve("results.json").toFile());
    ((ObjectNode) root.path("provenance")).remove("run");
    return root;
  }
}
