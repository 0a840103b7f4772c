package org.polarfold.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.polarfold.evaluate.Distributions;
import org.polarfold.evaluate.Evaluation;
import org.polarfold.evaluate.PredictionsCsv;

/** Women against men in the six invented sites, beside figures of pROC 1.18.0. */
class GoldenSexGapTest {

  private static final Offset<Double> CLOSED = within(1e-9);

  private static JsonNode ours;
  private static JsonNode published;

  @BeforeAll
  static void evaluate() throws IOException, URISyntaxException {
    ours = Blocks.target(PredictionsCsv.read(file("consortium-predictions.csv")));
    published = new ObjectMapper().readTree(file("consortium-expected.json").toFile());
  }

  private static Path file(String name) throws URISyntaxException {
    return Path.of(Objects.requireNonNull(Evaluation.class.getResource(name)).toURI());
  }

  private static JsonNode women(JsonNode armOrDrop) {
    return Blocks.group(armOrDrop, "sex", "female");
  }

  private static JsonNode arm(String name) {
    return ours.path("arms").path(name);
  }

  @Test
  void areasAndTheirGap() {
    for (String arm : new String[] {"internal", "external"}) {
      JsonNode figures = published.path(arm).path("sex");
      JsonNode women = women(arm(arm));
      JsonNode pooled = women.path("figures").path("auroc");
      assertThat(women.path("n").intValue()).isEqualTo(575);
      assertThat(women.path("events").intValue()).isEqualTo(185);
      assertThat(pooled.path("value").doubleValue())
          .isEqualTo(figures.path("female").path("auroc").doubleValue(), CLOSED);
      assertThat(pooled.path("gap").path("value").doubleValue())
          .isEqualTo(figures.path("auroc_gap_female_minus_male").doubleValue(), CLOSED);
      assertThat(pooled.path("gap").path("p").doubleValue())
          .isEqualTo(figures.path("p").doubleValue(), CLOSED);
      // By sex, by four bands of age, and by both: 1, 3 and 7 tests.
      assertThat(pooled.path("gap").path("tests").intValue()).isBetween(5, 11);
      assertThat(pooled.path("gap").path("pHolm").doubleValue())
          .isGreaterThanOrEqualTo(pooled.path("gap").path("p").doubleValue());
    }
    assertThat(arm("internal").path("subgroups").path(0).path("reference").asText())
        .isEqualTo("male");
  }

  /** Counted pair by pair apart from this code; -0.0233 pooled, -0.0314 within sites. */
  @Test
  void theGapWithinSitesIsAnotherOne() {
    assertThat(gap(arm("internal"), "auroc")).isEqualTo(-0.0233, within(5e-5));
    assertThat(gap(arm("internal"), "aurocWithinSites")).isEqualTo(-0.03144208336216803, CLOSED);
    assertThat(gap(arm("external"), "aurocWithinSites")).isEqualTo(-0.03688309574287041, CLOSED);
  }

  /** All patients are in both arms, so that the gap in the drop is the drop of the gap. */
  @Test
  void theGapInTheDropIsTheDropOfTheGap() {
    women(ours.path("drop"))
        .path("figures")
        .fieldNames()
        .forEachRemaining(
            metric ->
                assertThat(gap(ours.path("drop"), metric))
                    .as(metric)
                    .isEqualTo(
                        gap(arm("internal"), metric) - gap(arm("external"), metric), CLOSED));
    assertThat(women(ours.path("drop")).path("figures").size()).isEqualTo(8);
    // The drop is paired: two arms' scores of one patient vary together.
    JsonNode drop = women(ours.path("drop")).path("figures").path("auroc");
    assertThat(drop.path("upper").doubleValue() - drop.path("lower").doubleValue())
        .isLessThan(width(arm("internal")) + width(arm("external")));
  }

  private static double width(JsonNode arm) {
    JsonNode area = women(arm).path("figures").path("auroc");
    return area.path("upper").doubleValue() - area.path("lower").doubleValue();
  }

  private static double gap(JsonNode armOrDrop, String metric) {
    JsonNode gap = women(armOrDrop).path("figures").path(metric).path("gap").path("value");
    assertThat(gap.isNumber()).as(metric).isTrue();
    return gap.doubleValue();
  }

  @Test
  void ratesAreThoseOfTheThresholdsThatWereCarried() {
    for (String arm : new String[] {"internal", "external"}) {
      double positives = 0;
      for (JsonNode site : ours.path("thresholdTransport").path("sites")) {
        positives += site.path("rules").path(0).path(arm).path("tp").doubleValue();
      }
      double counted = 0;
      for (String sex : new String[] {"female", "male"}) {
        JsonNode group = Blocks.group(arm(arm), "sex", sex);
        counted +=
            group.path("events").doubleValue()
                * group.path("figures").path("tpr").path("value").doubleValue();
      }
      assertThat(counted).isEqualTo(positives, within(1e-9));
    }
  }

  /** R 4.2.2: {@code glm(label ~ offset(qlogis(score)), binomial)} and {@code ~ qlogis(score)}. */
  @Test
  void calibrationOfWomenIsThatOfR() {
    JsonNode figures = women(arm("external")).path("figures");
    JsonNode large = figures.path("calibrationInTheLarge");
    assertThat(large.path("value").doubleValue()).isEqualTo(-0.1232518019592, within(1e-6));
    assertThat(large.path("upper").doubleValue())
        .isEqualTo(-0.1232518019592 + Distributions.Z * 0.0993713492583, within(1e-6));
    assertThat(figures.path("calibrationSlope").path("value").doubleValue())
        .isEqualTo(0.413960867818, within(1e-6));
  }

  @Test
  void equalisedOddsIsTheLargerDistance() {
    JsonNode women = women(arm("external"));
    double tpr = gap(arm("external"), "tpr");
    double fpr = gap(arm("external"), "fpr");
    JsonNode odds = women.path("equalisedOdds");
    assertThat(odds.path("value").doubleValue())
        .isEqualTo(Math.max(Math.abs(tpr), Math.abs(fpr)), CLOSED);
    assertThat(odds.path("lower").doubleValue()).isLessThan(odds.path("value").doubleValue());
    assertThat(odds.path("upper").doubleValue()).isGreaterThan(odds.path("value").doubleValue());
  }
}
