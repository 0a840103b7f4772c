package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.polarfold.evaluate.Results.BinaryResult;
import org.polarfold.evaluate.Results.DropResult;
import org.polarfold.evaluate.Results.SitePerformance;

/** What the evaluation of the golden consortium puts in which place. */
class WiredResultsTest {

  private static BinaryResult ours;
  private static JsonNode figures;

  @BeforeAll
  static void evaluate() throws IOException, URISyntaxException {
    ours =
        Evaluation.of(
                PredictionsCsv.read(GoldenConsortiumTest.file("consortium-predictions.csv")),
                new Resampling(400, 1))
            .binary()
            .get(0);
    figures =
        new ObjectMapper().readTree(GoldenConsortiumTest.file("consortium-expected.json").toFile());
  }

  @Test
  void calibrationOfSitesIsPooledFromThePublishedFigures() {
    CalibrationOverSites over = Made.arm(ours, "external").calibrationOverSites();
    pooled(over.calibrationSlope(), "calibration_slope", "calibration_slope_se");
    pooled(over.calibrationIntercept(), "calibration_intercept", "calibration_intercept_se");
    pooled(over.calibrationInTheLarge(), "calibration_in_the_large", "calibration_in_the_large_se");
    MetaAnalysis ratio = Made.present(over.observedToExpected());
    assertThat(ratio.scale()).isEqualTo("log O:E");
    RandomEffects logs =
        effects(
            site -> Math.log(site.path("oe").doubleValue()),
            site -> {
              double events = site.path("events").doubleValue();
              return Math.sqrt((1 - events / site.path("n").doubleValue()) / events);
            });
    assertThat(ratio.estimate()).isEqualTo(Math.exp(logs.mean()), within(1e-6));
    assertThat(Made.present(over.acceptable()).k()).isEqualTo(6);
  }

  private static void pooled(Estimate<MetaAnalysis> estimate, String value, String se) {
    RandomEffects expected =
        effects(site -> site.path(value).doubleValue(), site -> site.path(se).doubleValue());
    MetaAnalysis meta = Made.present(estimate);
    assertThat(meta.estimate()).isEqualTo(expected.mean(), within(1e-6));
    assertThat(meta.tau2()).isEqualTo(expected.tau2(), within(1e-6));
    assertThat(meta.seWald()).isEqualTo(expected.seWald(), within(1e-6));
  }

  private static RandomEffects effects(
      Function<JsonNode, Double> value, Function<JsonNode, Double> se) {
    List<JsonNode> sites =
        Made.arm(ours, "external").sites().stream()
            .map(SitePerformance::site)
            .map(site -> figures.path("external").path("sites").path(site))
            .toList();
    return RandomEffects.of(
        sites.stream().mapToDouble(value::apply).toArray(),
        sites.stream().map(se).mapToDouble(error -> error * error).toArray());
  }

  @Test
  void netBenefitOfTheDropIsTheDifferenceOfTheArms() {
    DropResult drop = Made.present(ours.drop());
    for (int s = 0; s < drop.sites().size(); s++) {
      List<NetBenefit> inside =
          Made.present(Made.arm(ours, "internal").sites().get(s).performance().netBenefit());
      List<NetBenefit> outside =
          Made.present(Made.arm(ours, "external").sites().get(s).performance().netBenefit());
      List<NetBenefitDifference> lost = Made.present(drop.sites().get(s).netBenefit());
      for (int k = 0; k < lost.size(); k++) {
        assertThat(lost.get(k).drop())
            .isEqualTo(inside.get(k).model() - outside.get(k).model(), within(1e-12));
        assertThat(Made.present(lost.get(k).lower())).isLessThan(lost.get(k).drop());
        assertThat(Made.present(lost.get(k).upper())).isGreaterThan(lost.get(k).drop());
      }
    }
  }

  @Test
  void thePooledDropIsDrawnAgainBySites() {
    DropResult drop = Made.present(ours.drop());
    BootstrapInterval drawn = Made.present(drop.pooledBootstrap());
    assertThat(drawn.unit()).isEqualTo("sites, then patients");
    assertThat(drawn.units()).isEqualTo(6);
    assertThat(drawn.fewSites()).isTrue();
    assertThat(Made.present(drop.pooled().drop()))
        .isBetween(drawn.percentileLower(), drawn.percentileUpper());
    // Sites differ, which DeLong's interval of the one curve does not know.
    assertThat(drawn.percentileUpper() - drawn.percentileLower())
        .isGreaterThan(Made.present(drop.pooled().upper()) - Made.present(drop.pooled().lower()));
    BootstrapInterval atSite =
        Made.present(Made.arm(ours, "internal").sites().get(0).performance().aurocBootstrap());
    assertThat(atSite.unit()).isEqualTo("patients");
    assertThat(atSite.percentileLower()).isEqualTo(0.6841, within(0.02));
  }

  @Test
  void whatIsCarriedIsThere() {
    assertThat(Made.present(ours.thresholdTransport()).sites()).hasSize(6);
    assertThat(Made.present(ours.prevalenceShift()).sites()).hasSize(6);
    assertThat(Made.present(ours.localUpdating()).sites()).hasSize(6);
    ShortcutFigures shortcut = Made.arm(ours, "internal").shortcut();
    assertThat(Made.present(shortcut.pooled())).isEqualTo(0.766200356661, within(1e-9));
    assertThat(Made.present(shortcut.withinSites())).isLessThan(Made.present(shortcut.pooled()));
    Made lonely = new Made();
    for (int i = 0; i < 20; i++) {
      lonely.row("p" + i, "oslo", "internal", i % 2, i / 20.0);
    }
    assertThat(Made.why(lonely.only().thresholdTransport())).isEqualTo("no external arm");
    assertThat(Made.why(lonely.only().prevalenceShift())).isEqualTo("no external arm");
    assertThat(Made.why(lonely.only().localUpdating())).isEqualTo("no external arm");
  }
}
