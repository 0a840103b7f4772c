package org.polarfold.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.polarfold.evaluate.Arm;
import org.polarfold.evaluate.Attributes;
import org.polarfold.evaluate.LabelSource;
import org.polarfold.evaluate.Prediction;
import org.polarfold.evaluate.Predictions;
import org.polarfold.evaluate.PredictionsBuilder;
import org.polarfold.study.PatientId;
import org.polarfold.study.SiteId;

/** Groups of a regression target, as flow reserve, with and without a planted gap. */
class MeasuredGroupsTest {

  private static final int PATIENTS = 240;

  /** Three segments a patient; women's scores lie too high, outside or everywhere. */
  private static Predictions made(long seed, double tooHighInside, double tooHighOutside) {
    Random random = new Random(seed);
    PredictionsBuilder builder = Predictions.from("made");
    long row = 0;
    for (int i = 0; i < PATIENTS; i++) {
      // Three of a race are too few to tell of, the others are alike in number.
      Attributes attributes =
          new Attributes(
              Optional.of(i % 2 == 0 ? "female" : "male"),
              OptionalDouble.empty(),
              Optional.of(i < 3 ? "few" : i % 3 == 0 ? "one" : "two"));
      double shared = random.nextGaussian();
      for (int segment = 1; segment <= 3; segment++) {
        double label = 2.5 + 0.6 * random.nextGaussian();
        for (Arm arm : List.of(Arm.INTERNAL, Arm.EXTERNAL)) {
          double tooHigh = arm.equals(Arm.INTERNAL) ? tooHighInside : tooHighOutside;
          double error = 0.2 * shared + 0.2 * random.nextGaussian() + (i % 2 == 0 ? tooHigh : 0);
          builder.add(
              ++row,
              new Prediction(
                  new PatientId("p" + i),
                  new SiteId("site-" + i % 3),
                  arm,
                  "mfr",
                  "dl",
                  "rest",
                  0,
                  0,
                  Optional.empty(),
                  segment,
                  OptionalDouble.empty(),
                  OptionalDouble.of(label),
                  OptionalDouble.of(label + error),
                  attributes,
                  LabelSource.NONE));
        }
      }
    }
    return builder.build();
  }

  private static JsonNode women(JsonNode armOrDrop, String metric) {
    return Blocks.group(armOrDrop, "sex", "female").path("figures").path(metric);
  }

  private static JsonNode gap(JsonNode armOrDrop, String metric) {
    JsonNode ofWomen = women(armOrDrop, metric).path("gap");
    return ofWomen.has("p")
        ? ofWomen
        : Blocks.group(armOrDrop, "sex", "male").path("figures").path(metric).path("gap");
  }

  @Test
  void aPlantedGapIsFoundInTheArmAndInTheDrop() {
    JsonNode target = Blocks.target(made(1, 0, 0.5));

    assertThat(target.path("kind").asText()).isEqualTo("regression");
    JsonNode external = target.path("arms").path("external");
    for (String metric : List.of("mae", "bias")) {
      assertThat(gap(external, metric).path("pHolm").doubleValue()).as(metric).isLessThan(1e-6);
    }
    assertThat(women(external, "bias").path("value").doubleValue()).isCloseTo(0.5, within(0.08));
    assertThat(Math.abs(gap(external, "bias").path("value").doubleValue()))
        .isCloseTo(0.5, within(0.1));
    JsonNode drop = target.path("drop");
    assertThat(gap(drop, "mae").path("pHolm").doubleValue()).isLessThan(1e-6);
    assertThat(women(drop, "mae").path("value").doubleValue())
        .isCloseTo(
            women(external, "mae").path("value").doubleValue()
                - women(target.path("arms").path("internal"), "mae").path("value").doubleValue(),
            within(1e-12));
    assertThat(women(drop, "bias").isMissingNode()).isTrue();
  }

  /** Of 60 cohorts without a gap about 3 have a p below 0.05; 10 or more in one of 1,000 runs. */
  @Test
  void whatIsNotPlantedIsNotFound() {
    int[] found = new int[3];
    for (int seed = 100; seed < 160; seed++) {
      JsonNode target = Blocks.target(made(seed, 0.1, 0.1));
      JsonNode none = Blocks.target(made(seed, 0, 0));
      found[0] +=
          gap(none.path("arms").path("external"), "mae").path("p").doubleValue() < 0.05 ? 1 : 0;
      found[1] +=
          gap(none.path("arms").path("internal"), "bias").path("p").doubleValue() < 0.05 ? 1 : 0;
      found[2] += gap(target.path("drop"), "mae").path("p").doubleValue() < 0.05 ? 1 : 0;
    }
    assertThat(Arrays.stream(found).max().orElseThrow()).isLessThan(10);
  }

  @Test
  void groupsHaveNoEventsAndSmallOnesAreSuppressed() {
    JsonNode arm = Blocks.target(made(2, 0, 0)).path("arms").path("internal");

    JsonNode women = Blocks.group(arm, "sex", "female");
    assertThat(women.path("n").intValue()).isEqualTo(PATIENTS / 2);
    assertThat(women.path("events").path("notEstimable").asText())
        .isEqualTo("the target is measured: it has no events");
    assertThat(women.path("equalisedOdds").path("notEstimable").asText())
        .isEqualTo("the target is measured: it has no events");
    // With the few, the smallest other group is hidden, lest the few follow from the total.
    for (String hidden : List.of("few", "one")) {
      assertThat(Blocks.group(arm, "race", hidden).path("n").path("notEstimable").asText())
          .startsWith("suppressed");
    }
    assertThat(Blocks.group(arm, "race", "two").path("figures").path("mae").has("value")).isTrue();
  }
}
