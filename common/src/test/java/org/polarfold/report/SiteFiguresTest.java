package org.polarfold.report;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.polarfold.report.Panels.Dot;
import org.polarfold.report.Panels.Layer;
import org.polarfold.report.Panels.Panel;
import org.polarfold.report.Panels.Place;
import org.polarfold.report.Results.Analysis;

/** Panels span 36 to 168 pixels across and 174 up to 50. */
class SiteFiguresTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern SVG = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL);
  private static final List<String> TWO = List.of("alder", "birch");

  @Test
  void aRocCurveRunsFromTheLowerLeftToTheUpperRight() {
    ObjectNode entry = MadeResults.target("sex", "dl", TWO);
    ((ObjectNode) entry.at("/arms/external/sites/1/rocCurve"))
        .set(
            "points",
            MadeResults.json(
                    "{'x': [{'fpr': 0, 'tpr': 0}, {'fpr': 0, 'tpr': 0.5}, {'fpr': 0.5, 'tpr': 1},"
                        + " {'fpr': 1, 'tpr': 1}]}")
                .path("x"));
    Panels roc = RocFigure.of(analysis(entry));
    Panel birch = roc.panels().get(1);
    Layer external = birch.layers().get(1);
    assertThat(external.line()).isEqualTo("M36 174L36 112L102 50L168 50");
    assertThat(external.style()).isEqualTo("s1 dashed");
    assertThat(external.title())
        .isEqualTo("birch, external, n = 120, events = 40: AUROC 0.850 (0.790 to 0.890)");
    assertThat(birch.notes()).containsExactly("internal 0.850", "external 0.850");
    assertThat(roc.figure()).isEqualTo("roc-sex-reserve-dl");
  }

  @Test
  void calibrationGroupsStandWithTheirIntervalsAndFewPatientsAreGrey() {
    ObjectNode entry = MadeResults.target("sex", "dl", TWO);
    ((ObjectNode) entry.at("/arms/external/sites/0/calibrationCurve")).put("interpret", true);
    Panel alder = CalibrationFigure.of(analysis(entry)).panels().get(0);
    Layer internal = alder.layers().get(0);
    assertThat(internal.style()).isEqualTo("s0 grey");
    assertThat(alder.layers().get(1).style()).isEqualTo("s1 dashed");
    assertThat(alder.notes()).containsExactly("40 events, 80 others");
    assertThat(internal.title())
        .contains("slope 1.100 (0.900 to 1.300), intercept −0.200 (−0.400 to 0.000), O:E 0.900")
        .endsWith("not to be interpreted: 40 events and 80 non-events, of at least 100 each");
    Dot dot = internal.dots().get(4);
    // predicted 0.45, observed 0.5 from 0.25 to 0.75
    assertThat(dot.whisker()).isEqualTo("M95.4 143V81");
    assertThat(dot.title())
        .isEqualTo(
            "alder, internal, group of 12: predicted 0.450, observed 0.500 (0.250 to 0.750)");
    assertThat(internal.line()).startsWith("M36 174L").contains("L102 143L").endsWith("L168 50");
  }

  @Test
  void treatingEverybodyIsCutWhereItLeavesTheAxis() {
    ObjectNode entry = MadeResults.target("sex", "dl", TWO);
    ObjectNode alder = (ObjectNode) entry.at("/arms/internal/sites/0");
    ArrayNode two = alder.putArray("netBenefit");
    two.add(MadeResults.json("{'threshold': 0.1, 'model': 0.1, 'treatAll': 0.1}"));
    two.add(
        MadeResults.json(
            "{'threshold': 0.2, 'model': 0.1, 'treatAll': -0.3, 'lower': -0.2, 'upper': 0.3}"));
    Panels curves = DecisionCurves.of(analysis(entry));
    Panel panel = curves.panels().get(0);
    // from -0.1 to 0.3; treating everybody meets -0.1 half way
    assertThat(panel.layers().get(0).line()).isEqualTo("M62.4 112L75.6 174");
    assertThat(panel.layers().get(1).line()).isEqualTo("M62.4 112L88.8 112");
    assertThat(curves.reference()).isEqualTo("M36.0 143.0H168.0");
    assertThat(panel.layers().get(1).dots().get(0).title())
        .contains("alder, internal, threshold 0.10: net benefit 0.100 (no interval)")
        .contains("treating everybody 0.100; difference not estimable");
    assertThat(curves.keys()).extracting(Panels.LegendKey::words).endsWith("treating nobody");
  }

  @Test
  void theMatrixHasARowASiteThatWasLearntFrom() {
    ObjectNode entry = MadeResults.target("sex", "dl", TWO);
    ArrayNode matrix = (ArrayNode) entry.path("siteMatrix");
    ((ObjectNode) matrix.get(1).path("auroc")).put("value", 0.5);
    matrix.remove(2);
    SiteMatrix figure = SiteMatrix.of(analysis(entry));
    assertThat(figure.rows()).extracting(SiteMatrix.Row::name).containsExactly("alder", "birch");
    SiteMatrix.Cell elsewhere = figure.rows().get(0).cells().get(1);
    assertThat(elsewhere.x()).isEqualTo(figure.left() + figure.cell());
    assertThat(elsewhere.value()).isEqualTo("0.50");
    assertThat(elsewhere.fill()).isEqualTo("#440154");
    assertThat(elsewhere.ink()).isEqualTo("light");
    assertThat(elsewhere.own()).isEmpty();
    assertThat(elsewhere.title())
        .isEqualTo("alder, judged at birch, n = 120, events = 40: AUROC 0.500 (0.610 to 0.810)");
    assertThat(figure.rows().get(0).cells().get(0).own()).isNotEmpty();
    assertThat(figure.rows().get(1).cells().get(0).title())
        .isEqualTo("birch, judged at alder: not judged");
    assertThat(figure.rows().get(1).y()).isEqualTo(figure.top() + figure.cell());
  }

  @Test
  void sixtySitesFillAMatrixWithoutFiguresInItsCells() {
    SiteMatrix figure = SiteMatrix.of(analysis(MadeResults.target("sex", "dl", sites(60))));
    assertThat(figure.rows()).hasSize(60);
    assertThat(figure.width()).isLessThan(1184);
    assertThat(figure.cell()).isEqualTo(14);
    assertThat(figure.rows().get(59).cells().get(3).value()).isEmpty();
    assertThat(figure.rows().get(59).cells().get(3).title()).contains("AUROC 0.712");
    assertThat(figure.rows().get(59).title())
        .isEqualTo(
            "Learnt at site-59, judged at other sites: AUROC 0.712 to 0.712 at 59 sites, the"
                + " middle one 0.712");
  }

  @Test
  void thePartsAddUpToTheDrop() {
    PartsOfDrop parts = PartsOfDrop.of(analysis(MadeResults.target("sex", "dl", TWO)));
    Forest plot = requireNonNull(parts.plot());
    double zero = requireNonNull(plot.reference());
    List<Forest.Mark> marks = plot.rows().get(0).marks();
    assertThat(marks).hasSize(4);
    double sum = marks.subList(0, 3).stream().mapToDouble(mark -> mark.x() - zero).sum();
    assertThat(sum).isCloseTo(marks.get(3).x() - zero, within(0.05));
    assertThat(marks.get(1).title())
        .isEqualTo("alder, n = 120, events = 40: Novelty 0.060 (0.040 to 0.080)");
    assertThat(plot.rows()).extracting(Forest.Row::name).endsWith("Across sites", "At a new site");
    assertThat(plot.rows().get(3).marks().get(1).title())
        .contains("Novelty, 95 % prediction interval 0.010 to 0.110");
    assertThat(requireNonNull(parts.table()).rows().get(0).cells())
        .extracting(SiteTable.Cell::text)
        .startsWith("0.100", "0.100", "0.030", "0.010 to 0.050", "0.060");
  }

  @Test
  void prevalencesStandInTheOrderOfTheirKeys() {
    PrevalenceTransport figure =
        PrevalenceTransport.of(analysis(MadeResults.target("sex", "dl", TWO)));
    List<Forest.Mark> marks = requireNonNull(figure.plot()).rows().get(0).marks();
    assertThat(marks)
        .extracting(Forest.Mark::kind)
        .containsExactly("point", "point", "point", "none");
    assertThat(marks.get(0).x()).isLessThan(marks.get(1).x());
    assertThat(marks.get(1).low()).isNotNull();
    assertThat(marks.get(2).title())
        .isEqualTo(
            "alder, n = 120, events = 40: prevalence told by EM 0.400, p of its distance from the"
                + " observed 0.190");
    assertThat(marks.get(3).title()).endsWith("told by BBSE not estimable: no such thing");
    assertThat(requireNonNull(figure.table()).rows().get(0).cells())
        .extracting(SiteTable.Cell::text)
        .containsExactly(
            "0.300",
            "0.333",
            "0.400",
            "not estimable",
            "doubted",
            "0.71",
            "0.82",
            "0.93",
            "not estimable");
  }

  @Test
  void predictiveValuesAreDrawnOverPrevalence() {
    Panel panel =
        PredictiveFigure.of(analysis(MadeResults.target("sex", "dl", TWO))).panels().get(0);
    assertThat(panel.layers().get(0).line()).isEqualTo("M62.4 149.2L168 99.6");
    assertThat(panel.layers().get(0).band()).isEqualTo("M62.4 136.8L168 87.2L168 112L62.4 161.6Z");
    assertThat(panel.layers().get(1).title()).contains("at 0.50 0.700 (0.600 to 0.800)");
  }

  @Test
  void updatingTellsFromHowManyPatientsOnItGains() {
    Panels figure = UpdatingFigure.of(analysis(MadeResults.target("sex", "dl", TWO)));
    Panel panel = figure.panels().get(0);
    assertThat(panel.notes()).containsExactly("intercept: from 100", "and slope: no gain found");
    // 10 patients lose 0.3, which is below the axis; the line meets its floor of -0.1 half way
    assertThat(panel.layers().get(0).line()).isEqualTo("M164 50L102 174");
    assertThat(panel.layers().get(0).dots()).hasSize(1);
    assertThat(figure.across()).extracting(Axis.Tick::label).containsExactly("10", "100");
  }

  @Test
  void panelsHaveAPlaceInEveryArrangement() {
    Panels figure = RocFigure.of(analysis(MadeResults.target("sex", "dl", sites(7))));
    assertThat(figure.panels().get(6).places())
        .containsExactly(new Place(0, 222), new Place(352, 222), new Place(0, 666));
    assertThat(figure.sizes().get(2)).isEqualTo(new Panels.Size(352, 888));
    assertThat(Panels.wrapped("a text that is longer than one line of a panel, by far more"))
        .containsExactly("a text that is longer than", "one line of a panel, by fa…");
  }

  @Test
  void aFileWithoutTheseFiguresSaysWhatWouldMakeThem() throws Exception {
    ObjectNode file = MadeResults.file(List.of("impaired_mfr"), TWO);
    for (var target : file.path("targets")) {
      for (String key :
          List.of("siteMatrix", "prevalenceShift", "thresholdTransport", "localUpdating")) {
        ((ObjectNode) target).putObject(key).put("notEstimable", "nothing to make it of");
      }
      ((ObjectNode) target.path("drop").path("parts"))
          .removeAll()
          .putObject("novelty")
          .put("notEstimable", "no matched-internal arm");
      for (String key : List.of("rocCurve", "calibrationCurve", "netBenefit")) {
        target.findParents(key).forEach(parent -> ((ObjectNode) parent).remove(key));
      }
    }
    assertThat(checked(page(file)))
        .contains(
            "The drop is not told in parts: no matched-internal arm. The words matched-internal")
        .contains(
            "No matrix of sites: nothing to make it of. The word single-site in split.designs")
        .contains("./run evaluate writes them", "results.json holds no net benefit")
        .contains("No prevalence transport: nothing to make it of.")
        .contains("No local updating: nothing to make it of.");
  }

  @Test
  void whatIsNotEstimableIsSaid() throws Exception {
    ObjectNode file = MadeResults.file(List.of("impaired_mfr"), TWO);
    for (String key :
        List.of(
            "auroc",
            "rocCurve",
            "points",
            "netBenefit",
            "observedToExpected",
            "calibrationSlope",
            "metaAnalysis",
            "difference",
            "saerens",
            "positive")) {
      file.findParents(key)
          .forEach(parent -> ((ObjectNode) parent).putObject(key).put("notEstimable", "one class"));
    }
    checked(page(file));
  }

  @Test
  void hostileNamesStayNames() throws Exception {
    String script = "<script>alert(\"1\")</script>'${7*7}<#stop>" + "x".repeat(300);
    String html =
        page(MadeResults.file(List.of("impaired_mfr"), List.of(script, "\u202Eevil\u0000 مستشفى")));
    checked(html);
    assertThat(html)
        .doesNotContain("<script", "\u202E", "\u0000")
        .contains("&lt;script&gt;", "مستشفى", "${7*7}");
  }

  @Test
  void everyFigureHasANameOfItsOwn() throws Exception {
    String html = page(MadeResults.file(List.of("impaired_mfr", "sex"), sites(6)));
    checked(html);
    Set<String> names = new HashSet<>();
    Matcher name = Pattern.compile("data-figure=\"([^\"]*)\"").matcher(html);
    while (name.find()) {
      assertThat(name.group(1)).matches("[a-z0-9]+(-[a-z0-9]+)*");
      assertThat(names.add(name.group(1))).as(name.group(1)).isTrue();
    }
    for (String kind :
        List.of(
            "parts-of-drop",
            "site-matrix",
            "roc",
            "calibration",
            "decision-curves",
            "prevalence",
            "predictive-values",
            "local-updating")) {
      assertThat(names).contains(kind + "-impaired-mfr-reserve-dl", kind + "-sex-reserve-logistic");
    }
  }

  /** The whole page of a large consortium, with every figure that it can have. */
  @Test
  void sixtySitesAndSixTargetsStayBelowTenMegabytes() throws Exception {
    ObjectNode file =
        MadeResults.file(
            List.of("impaired_mfr", "sex", "smoking", "hypertension", "diabetes", "dyslipidaemia"),
            sites(60));
    String html = page(file);
    assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(10_000_000);
    assertThat(html)
        .contains("data-figure=\"site-matrix-impaired-mfr-reserve-dl\"")
        .contains("data-figure=\"parts-of-drop-sex-reserve-dl\"")
        .doesNotContain("data-figure=\"site-matrix-sex-reserve-dl\"")
        .contains("are left out to keep the page small; results.json holds them.");
  }

  private static List<String> sites(int n) {
    return IntStream.range(0, n).mapToObj("site-%02d"::formatted).toList();
  }

  private static Analysis analysis(ObjectNode entry) {
    ObjectNode file = MadeResults.json("{'schema': '" + Results.SCHEMA + "'}");
    file.putArray("targets").add(entry);
    return Results.of(Results.document(source(file))).analyses().get(0);
  }

  private static String page(ObjectNode results) throws IOException {
    try (InputStream run = SiteFiguresTest.class.getResourceAsStream("run.json")) {
      return Report.page(
          Report.Sources.of(
              source(results), new Report.Source("run.json", requireNonNull(run).readAllBytes())));
    }
  }

  private static Report.Source source(ObjectNode results) {
    try {
      return new Report.Source("results.json", JSON.writeValueAsBytes(results));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The page's words, once its figures are found to be well-formed and without odd numbers. */
  private static String checked(String html) throws Exception {
    String body = html.replaceAll("(?s)<style>.*?</style>", "");
    assertThat(body).doesNotContain("NaN", "null", "Infinity", "-0.000");
    Matcher svg = SVG.matcher(body);
    while (svg.find()) {
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(svg.group().getBytes(StandardCharsets.UTF_8)));
    }
    return body;
  }
}
