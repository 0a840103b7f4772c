package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.polarfold.evaluate.Results.BinaryResult;
import org.polarfold.evaluate.Results.SiteDrop;
import org.polarfold.evaluate.Results.SitePerformance;

/** Our figures beside those that R and scikit-learn gave for the same file. */
final class Published {

  private static final Offset<Double> CLOSED = within(1e-9);
  private static final Offset<Double> ITERATED = within(1e-6);

  private Published() {}

  static void compare(Path predictions, Path expected) throws IOException {
    JsonNode figures = new ObjectMapper().readTree(expected.toFile());
    Results results = Evaluation.of(PredictionsCsv.read(predictions), Resampling.NONE);
    assertThat(results.binary()).hasSize(1);
    BinaryResult target = results.binary().get(0);
    assertThat(target.arms()).containsOnlyKeys("internal", "external");
    target.arms().forEach((name, arm) -> arm(arm, figures.path(name)));
    drop(Made.present(target.drop()), figures.path("drop_internal_minus_external_same_patients"));
  }

  private static void arm(Results.ArmResult arm, JsonNode figures) {
    performance(arm.pooled(), figures.path("pooled"));
    assertThat(arm.sites()).hasSameSizeAs(figures.path("sites"));
    for (SitePerformance site : arm.sites()) {
      performance(site.performance(), figures.path("sites").path(site.site()));
    }
    MetaAnalysis pooled = Made.present(arm.metaAnalysis());
    JsonNode meta = figures.path("meta_logit_auroc");
    assertThat(pooled.estimate()).isEqualTo(number(meta, "estimate"), ITERATED);
    assertThat(pooled.pooled()).isEqualTo(number(meta, "logit"), ITERATED);
    meta(pooled, meta);
    assertThat(pooled.qP()).isEqualTo(number(meta, "q_p"), CLOSED);
  }

  private static void performance(Performance ours, JsonNode figures) {
    assertThat(ours.n()).isEqualTo(figures.path("n").intValue());
    assertThat(ours.events()).isEqualTo(figures.path("events").intValue());
    Auroc auroc = Made.present(ours.auroc());
    assertThat(auroc.value()).isEqualTo(number(figures, "auroc"), CLOSED);
    assertThat(Made.present(auroc.se())).isEqualTo(number(figures, "auroc_se"), CLOSED);
    interval(Made.present(auroc.lower()), Made.present(auroc.upper()), figures, "auroc_ci", CLOSED);
    interval(
        Made.present(auroc.logitLower()),
        Made.present(auroc.logitUpper()),
        figures,
        "auroc_logit_ci",
        CLOSED);
    assertThat(Made.present(ours.averagePrecision()).value())
        .isEqualTo(number(figures, "average_precision"), CLOSED);
    assertThat(Made.present(ours.losses().brier())).isEqualTo(number(figures, "brier"), CLOSED);
  }

  private static void drop(Results.DropResult ours, JsonNode figures) {
    paired(ours.pooled(), figures.path("pooled"));
    assertThat(ours.sites()).hasSameSizeAs(figures.path("sites"));
    for (SiteDrop site : ours.sites()) {
      paired(site.paired(), figures.path("sites").path(site.site()));
    }
    MetaAnalysis pooled = Made.present(ours.metaAnalysis());
    assertThat(pooled.estimate()).isEqualTo(number(figures.path("meta"), "drop"), ITERATED);
    meta(pooled, figures.path("meta"));
  }

  private static void paired(PairedDrop ours, JsonNode figures) {
    assertThat(Made.present(ours.internal())).isEqualTo(number(figures, "internal"), CLOSED);
    assertThat(Made.present(ours.external())).isEqualTo(number(figures, "external"), CLOSED);
    assertThat(Made.present(ours.drop())).isEqualTo(number(figures, "drop"), CLOSED);
    assertThat(Made.present(ours.se())).isEqualTo(number(figures, "se"), CLOSED);
    interval(Made.present(ours.lower()), Made.present(ours.upper()), figures, "ci", CLOSED);
    assertThat(Made.present(ours.z())).isEqualTo(number(figures, "z"), CLOSED);
    double p = number(figures, "p");
    assertThat(Made.present(ours.p())).isEqualTo(p, within(1e-9 * p));
  }

  private static void meta(MetaAnalysis ours, JsonNode figures) {
    assertThat(ours.k()).isEqualTo(figures.path("k").intValue());
    assertThat(ours.tau2()).isEqualTo(number(figures, "tau2"), ITERATED);
    assertThat(ours.i2()).isEqualTo(number(figures, "i2"), ITERATED);
    assertThat(ours.q()).isEqualTo(number(figures, "q"), CLOSED);
    assertThat(ours.seHartungKnapp()).isEqualTo(number(figures, "se_hartung_knapp"), ITERATED);
    assertThat(ours.seWald()).isEqualTo(number(figures, "se_wald"), ITERATED);
    interval(ours.lower(), ours.upper(), figures, "headline_ci_t_max_se", ITERATED);
    interval(
        ours.hartungKnappLower(), ours.hartungKnappUpper(), figures, "ci_hartung_knapp", ITERATED);
    interval(ours.waldLower(), ours.waldUpper(), figures, "ci_wald", ITERATED);
    assertThat(ours.hkNarrower())
        .isEqualTo(figures.path("hk_interval_narrower_than_wald").booleanValue());
    if (figures.path("pi_t_k_minus_2").isTextual()) {
      assertThat(Made.why(ours.predictionLower())).isEqualTo("fewer than 3 sites");
      assertThat(Made.why(ours.predictionUpper())).isEqualTo("fewer than 3 sites");
    } else {
      interval(
          Made.present(ours.predictionLower()),
          Made.present(ours.predictionUpper()),
          figures,
          "pi_t_k_minus_2",
          ITERATED);
    }
  }

  private static void interval(
      double lower, double upper, JsonNode figures, String name, Offset<Double> tolerance) {
    assertThat(figures.path(name)).as(name).hasSize(2);
    assertThat(lower).isEqualTo(figures.path(name).path(0).doubleValue(), tolerance);
    assertThat(upper).isEqualTo(figures.path(name).path(1).doubleValue(), tolerance);
  }

  private static double number(JsonNode figures, String name) {
    assertThat(figures.path(name).isNumber()).as(name).isTrue();
    return figures.path(name).doubleValue();
  }
}
