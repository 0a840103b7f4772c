package org.polarfold.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.polarfold.UserException;
import org.polarfold.evaluate.Arm;
import org.polarfold.evaluate.Attributes;
import org.polarfold.evaluate.Distributions;
import org.polarfold.evaluate.LabelSource;
import org.polarfold.evaluate.Prediction;
import org.polarfold.evaluate.Predictions;
import org.polarfold.evaluate.PredictionsBuilder;
import org.polarfold.study.PatientId;
import org.polarfold.study.SiteId;

/** Groups with and without a planted gap, too small, unknown, and told of by too many words. */
class FairnessTest {

  private static Attributes halves(int patient) {
    return sex(patient % 2 == 0 ? "female" : "male");
  }

  private static Attributes sex(String sex) {
    return new Attributes(Optional.of(sex), OptionalDouble.empty(), Optional.empty());
  }

  /** Patients of three sites, a third of them with label 1, scored in two arms. */
  private static Predictions made(
      int patients, long seed, IntFunction<Attributes> attributes, Worth worth) {
    return made("mace", patients, seed, attributes, worth);
  }

  private static Predictions made(
      String target, int patients, long seed, IntFunction<Attributes> attributes, Worth worth) {
    SplittableRandom random = new SplittableRandom(seed);
    PredictionsBuilder builder = Predictions.from("made");
    long row = 0;
    for (int i = 0; i < patients; i++) {
      int label = random.nextInt(3) == 0 ? 1 : 0;
      double shared = normal(random);
      for (Arm arm : List.of(Arm.INTERNAL, Arm.EXTERNAL)) {
        double noise = 0.7 * shared + 0.7 * normal(random);
        double score = Distributions.sigmoid(worth.of(i, arm) * (label - 0.3) + noise - 0.7);
        builder.add(
            ++row,
            new Prediction(
                new PatientId("p" + i),
                new SiteId("site-" + i % 3),
                arm,
                target,
                "dl",
                "rest",
                0,
                0,
                Optional.empty(),
                0,
                OptionalDouble.empty(),
                OptionalDouble.of(label),
                OptionalDouble.of(score),
                attributes.apply(i),
                LabelSource.NONE));
      }
    }
    return builder.build();
  }

  private static double normal(SplittableRandom random) {
    return Distributions.logit(random.nextDouble()) / 1.8;
  }

  /** How far the scores of the two labels are apart. */
  private interface Worth {
    double of(int patient, Arm arm);
  }

  private static JsonNode gap(JsonNode armOrDrop, String group, String metric) {
    return Blocks.group(armOrDrop, "sex", group).path("figures").path(metric).path("gap");
  }

  @Test
  void aPlantedGapIsFound() {
    JsonNode target =
        Blocks.target(
            made(
                1500,
                1,
                FairnessTest::halves,
                (i, arm) -> i % 2 == 0 && arm.equals(Arm.EXTERNAL) ? 0.4 : 2));

    for (String metric : List.of("aurocWithinSites", "auroc", "tpr", "calibrationSlope")) {
      JsonNode external = gap(target.path("arms").path("external"), "male", metric);
      JsonNode women = gap(target.path("arms").path("external"), "female", metric);
      assertThat((external.has("pHolm") ? external : women).path("pHolm").doubleValue())
          .as(metric)
          .isLessThan(0.001);
      JsonNode drop = gap(target.path("drop"), "female", metric);
      JsonNode other = gap(target.path("drop"), "male", metric);
      assertThat((drop.has("pHolm") ? drop : other).path("pHolm").doubleValue())
          .as("drop of %s", metric)
          .isLessThan(0.001);
    }
  }

  /** Of 40 cohorts without a gap, about 2 have a p below 0.05; 8 or more in 1 of 1,000 runs. */
  @Test
  void whatIsNotPlantedIsNotFound() {
    List<String> metrics =
        List.of(
            "aurocWithinSites",
            "auroc",
            "tpr",
            "fpr",
            "selectionRate",
            "calibrationInTheLarge",
            "calibrationSlope",
            "riskAtThreshold");
    int[] inArm = new int[metrics.size() + 1];
    int[] inDrop = new int[metrics.size() + 1];
    for (int seed = 0; seed < 40; seed++) {
      JsonNode target =
          Blocks.target(
              made(
                  302,
                  seed,
                  i -> sex(i < 150 ? "female" : "male"),
                  (i, arm) -> arm.equals(Arm.INTERNAL) ? 2 : 1));
      for (int m = 0; m < metrics.size(); m++) {
        inArm[m] += found(gap(target.path("arms").path("external"), "female", metrics.get(m)));
        inDrop[m] += found(gap(target.path("drop"), "female", metrics.get(m)));
      }
      inArm[metrics.size()] += found(odds(target.path("arms").path("external")));
      inDrop[metrics.size()] += found(odds(target.path("drop")));
    }
    assertThat(Arrays.stream(inArm).max().orElseThrow()).isLessThan(8);
    assertThat(Arrays.stream(inDrop).max().orElseThrow()).isLessThan(8);
  }

  private static JsonNode odds(JsonNode armOrDrop) {
    return Blocks.group(armOrDrop, "sex", "female").path("equalisedOdds");
  }

  private static int found(JsonNode gap) {
    assertThat(gap.path("p").isNumber()).as("%s", gap).isTrue();
    return gap.path("p").doubleValue() < 0.05 ? 1 : 0;
  }

  /** The spread of a group's drop over 60 cohorts beside the mean of their standard errors. */
  @Test
  void dropsVaryAsTheirIntervalsSay() {
    List<String> metrics =
        List.of("tpr", "calibrationInTheLarge", "calibrationSlope", "riskAtThreshold");
    double[][] values = new double[metrics.size()][60];
    double[][] errors = new double[metrics.size()][60];
    for (int seed = 0; seed < 60; seed++) {
      JsonNode group =
          Blocks.group(
              Blocks.target(
                      made(
                          300,
                          1000 + seed,
                          i -> sex("all"),
                          (i, arm) -> arm.equals(Arm.INTERNAL) ? 2 : 1.2))
                  .path("drop"),
              "sex",
              "all");
      for (int m = 0; m < metrics.size(); m++) {
        JsonNode figure = group.path("figures").path(metrics.get(m));
        values[m][seed] = figure.path("value").doubleValue();
        errors[m][seed] =
            (figure.path("upper").doubleValue() - figure.path("lower").doubleValue())
                / (2 * Distributions.Z);
      }
    }
    for (int m = 0; m < metrics.size(); m++) {
      double spread = Math.sqrt(StatUtils.variance(values[m]));
      assertThat(StatUtils.mean(errors[m]) / spread).as(metrics.get(m)).isCloseTo(1, within(0.25));
    }
  }

  @Test
  void smallGroupsAreCountedOrSuppressedAndNeverEstimated() {
    JsonNode arm =
        Blocks.target(
                made(
                    400,
                    3,
                    i ->
                        new Attributes(
                            i % 5 == 0 ? Optional.empty() : Optional.of(i < 6 ? "x" : "female"),
                            OptionalDouble.of(i < 30 ? 20 : i % 2 == 0 ? 64.5 : 65),
                            Optional.empty()),
                    (i, of) -> 2))
            .path("arms")
            .path("internal");

    JsonNode small = Blocks.group(arm, "sex", "x");
    assertThat(small.path("n").path("notEstimable").asText()).startsWith("suppressed");
    assertThat(small.path("events").path("notEstimable").asText()).startsWith("suppressed");
    assertThat(small.path("figures").path("notEstimable").asText()).startsWith("suppressed");
    JsonNode unknown = Blocks.group(arm, "sex", "unknown");
    assertThat(unknown.path("n").path("notEstimable").asText()).startsWith("suppressed");
    JsonNode young = Blocks.group(arm, "ageBand", "below 50");
    assertThat(young.path("n").intValue()).isEqualTo(30);
    assertThat(young.path("figures").path("notEstimable").asText())
        .isEqualTo("fewer than 10 patients of a label");
    assertThat(Blocks.group(arm, "ageBand", "50 to 64").path("n").intValue()).isEqualTo(185);
    assertThat(Blocks.group(arm, "ageBand", "65 to 74").path("figures").has("auroc")).isTrue();
    assertThat(Blocks.group(arm, "sex x ageBand", "female, 65 to 74").path("figures").size())
        .isPositive();
  }

  @Test
  void aColumnOfNamesIsNoGrouping() {
    JsonNode arm =
        Blocks.target(made(60, 4, i -> sex("name-" + i), (i, of) -> 2))
            .path("arms")
            .path("internal");

    assertThat(arm.path("subgroups").path(0).path("groups").path("notEstimable").asText())
        .isEqualTo("60 different values (at most 19)");
  }

  @Test
  void withoutColumnsThereAreNoGroups() {
    JsonNode target = Blocks.target(made(60, 5, i -> Attributes.NONE, (i, of) -> 2));

    for (JsonNode block : List.of(target.path("arms").path("internal"), target.path("drop"))) {
      assertThat(block.path("subgroups").path("notEstimable").asText())
          .isEqualTo("no column sex, age or race");
    }
  }

  @Test
  void aTargetThatIsAnAttributeIsAWarning() {
    JsonNode told =
        Blocks.file(made("sex", 300, 6, FairnessTest::halves, (i, arm) -> 2)).path("readOffMap");
    assertThat(told).hasSize(2);
    assertThat(told.path(0).path("warning").booleanValue()).isTrue();
    assertThat(told.path(0).path("auroc").doubleValue()).isBetween(0.8, 1.0);
    assertThat(told.path(0).path("message").asText())
        .startsWith("sex can be read off the map \"rest\" (model dl, internal arm): AUROC 0.");

    JsonNode untold =
        Blocks.file(made("sex", 300, 6, FairnessTest::halves, (i, arm) -> 0)).path("readOffMap");
    assertThat(untold.path(0).path("warning").booleanValue()).isFalse();
    assertThat(
            Blocks.file(made(60, 6, FairnessTest::halves, (i, arm) -> 2))
                .path("readOffMap")
                .toString())
        .isEqualTo("{\"notEstimable\":\"no target sex or race\"}");
  }

  @Test
  void ageBands() {
    AgeBands bands = AgeBands.parse("40, 41,70");
    assertThat(bands.names()).containsExactly("below 40", "40", "41 to 69", "70 and above");
    assertThat(bands.band(39.9)).isZero();
    assertThat(bands.band(40.5)).isEqualTo(1);
    assertThat(bands.band(90)).isEqualTo(3);
    for (String wrong : List.of("", "50,40", "a", "0", "50,,60", "130")) {
      assertThatThrownBy(() -> AgeBands.parse(wrong))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith("Invalid age bands: ");
    }
  }
}
