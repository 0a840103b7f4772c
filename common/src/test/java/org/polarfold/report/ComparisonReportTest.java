package org.polarfold.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.polarfold.UserException;

/** A compare.json of the shape that ./run compare writes, with figures chosen to be read again. */
class ComparisonReportTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode comparison = fixture();

  private static ObjectNode fixture() {
    try (InputStream stream =
        Objects.requireNonNull(ComparisonReportTest.class.getResourceAsStream("compare.json"))) {
      return (ObjectNode) JSON.readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String page() {
    byte[] json = comparison.toString().getBytes(StandardCharsets.UTF_8);
    return ComparisonReport.page(new Report.Source("compare.json", json));
  }

  private ObjectNode network() {
    return (ObjectNode) comparison.at("/comparisons/0");
  }

  private ObjectNode external() {
    return (ObjectNode) network().at("/arms/external/metaAnalysis");
  }

  private static void estimate(ObjectNode meta, double estimate, double lower, double upper) {
    meta.put("estimate", estimate).put("lower", lower).put("upper", upper);
  }

  @Test
  void answersWithTheMetaAnalysesOfTheFirstRunsPrimaryTask() {
    assertThat(ReportTest.text(page()))
        .contains(
            "At sites that neither network has seen, the AUROC of run A\u2019s is 0.031 higher than"
                + " that of run B\u2019s (95 % interval 0.004 to 0.058; 3 sites; same patients,"
                + " within sites) for impaired flow reserve, read from the reserve map.")
        .contains(
            "That run A\u2019s network loses more or less than run B\u2019s is not established: its"
                + " drop is 0.012 smaller (95 % interval −0.044 to 0.020; 3 sites; same patients,"
                + " within sites).");
  }

  @Test
  void saysNoMoreThanTheIntervals() {
    estimate(external(), -0.02, -0.05, 0.01);
    estimate((ObjectNode) network().at("/drop/metaAnalysis"), 0.03, 0.01, 0.05);

    assertThat(ReportTest.text(page()))
        .contains(
            "That one network does better at sites it has never seen is not established for"
                + " impaired flow reserve, read from the reserve map: the AUROC of run A\u2019s is"
                + " 0.020 lower than that of run B\u2019s (95 % interval −0.050 to 0.010;")
        .contains(
            "Run A\u2019s network loses more there than run B\u2019s: its drop is 0.030 larger");
  }

  @Test
  void saysWhyThereIsNoAnswer() {
    ((ObjectNode) network().at("/arms/external"))
        .putObject("metaAnalysis")
        .put("notEstimable", "fewer than 2 sites");
    network().putObject("drop").put("notEstimable", "no external arm");
    assertThat(ReportTest.text(page()))
        .contains("cannot be told for impaired flow reserve, read from the reserve map: fewer than")
        .contains("Which of them loses more there cannot be told: no external arm.");

    ((ObjectNode) network().path("arms")).remove("external");
    assertThat(ReportTest.text(page())).contains("The two runs have no external arm in common");

    ((ArrayNode) comparison.path("comparisons")).removeAll();
    assertThat(ReportTest.text(page()))
        .contains("is not compared: run B has no such figures")
        .contains("The two runs have no target, map and model in common.");
  }

  @Test
  void holdsEveryFigureAndEveryDifference() {
    assertThat(ReportTest.text(page()))
        .contains("alder External AUROC 40 12 0.811 0.780 0.031 −0.020 to 0.082 0.234")
        .contains("alder Drop 40 12 0.020 0.032 −0.012 −0.060 to 0.036 0.624")
        .contains("Impaired flow reserve, reserve map dl External 118 2 0")
        .contains("training.hidden-units 64 32")
        .contains("seeds not set [1]")
        .contains("Sex, reserve map boosted-trees In run A alone")
        .contains("Split-plan digest cccc dddd no")
        .contains("Data-set digest eeee eeee yes");
  }

  @Test
  void aModelThatIsTheSameInBothRunsIsNotDrawn() {
    for (String arm : List.of("internal", "external")) {
      ((ObjectNode) comparison.at("/comparisons/1/arms/" + arm + "/pooled"))
          .put("difference", 0.0)
          .put("se", 0.0);
    }
    assertThat(ReportTest.text(page()))
        .contains("Sex, reserve map dl the same in both runs")
        .contains("every patient has the same score, or the same place among all.")
        .contains("Sex, reserve map dl Drop 3 – the same in both runs");
    assertThat(page()).contains("compare-auroc-impaired-mfr").doesNotContain("compare-auroc-sex");
  }

  @Test
  void warnsOfEitherRun() {
    assertThat(ReportTest.text(page()))
        .contains("Simulated data: not clinical results. No patient is behind any figure")
        .contains("Circular pair. This target is computed from this very map");
    ((ObjectNode) comparison.at("/runs/A")).put("simulated", false).put("stain", "Chosen by eye.");
    assertThat(ReportTest.text(page()))
        .contains(
            "Simulated data: not clinical results. No patient is behind the figures of run B.")
        .contains("Not to be reported. Run A: Chosen by eye.");
    ((ObjectNode) comparison.at("/runs/B")).put("simulated", false);
    assertThat(ReportTest.text(page())).doesNotContainIgnoringCase("simulated data");
  }

  @Test
  void anIntervalThatNoDifferenceCanFillIsNotDrawn() {
    external().put("predictionLower", -4.5).put("predictionUpper", 4.7);
    assertThat(page())
        .contains("prediction interval not estimable: it would be wider than any difference")
        .doesNotContain("4.7");
  }

  @Test
  void needsNothingElseAndEveryAnchorLeadsSomewhere() throws Exception {
    String html = page();
    assertThat(html).doesNotContain("<script", "<link", "@import", "http://", "https://", "src=");
    Matcher anchor = Pattern.compile("href=\"#([^\"]+)\"").matcher(html);
    int met = 0;
    for (; anchor.find(); met++) {
      assertThat(html).contains(" id=\"" + anchor.group(1) + "\"");
    }
    assertThat(met).isGreaterThan(6);
    assertThat(ReportTest.text(html)).doesNotContain("NaN", "null", "Infinity");
    ReportTest.allFiguresAreWellFormed(html);
  }

  @Test
  void hostileNamesAreHarmless() throws Exception {
    String script = "<script>alert(1)</script>${7*7}\u202Eevil" + "x".repeat(300);
    ((ObjectNode) comparison.at("/runs/A")).put("run", script).put("stain", script);
    network().put("model", script).put("target", script);
    for (String place : List.of("/arms/external/sites/0", "/drop/sites/0")) {
      ((ObjectNode) network().at(place)).put("site", script);
    }
    ((ObjectNode) comparison.at("/settings/0")).put("key", script).put("first", script);
    ((ObjectNode) comparison.at("/notCompared/0")).put("why", script);

    String html = page();

    assertThat(html).doesNotContain("<script", "\u202E").contains("&lt;script&gt;", "${7*7}");
    ReportTest.allFiguresAreWellFormed(html);
  }

  @Test
  void anotherFileIsRefused() {
    comparison.put("schema", "polarfold-results/1");
    assertThatThrownBy(this::page)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("compare.json, key schema")
        .hasMessageContaining("polarfold-comparison/1");
  }
}
