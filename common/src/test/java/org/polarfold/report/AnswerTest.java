package org.polarfold.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.report.Results.Analysis;
import org.polarfold.report.Results.Drop;
import org.polarfold.report.Results.Meta;
import org.polarfold.report.Results.SiteDrop;

class AnswerTest {

  private RunFacts run;

  @BeforeEach
  void readFixture(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("run.json");
    try (InputStream stream = AnswerTest.class.getResourceAsStream("run.json")) {
      new ObjectMapper().writeValue(file.toFile(), new ObjectMapper().readTree(stream));
    }
    run = RunFacts.read(file);
  }

  @Test
  void claimsALossOnlyWhereTheIntervalIsAboveZero() {
    assertThat(answer(of(0.06, 0.02, 0.1), of(0.05, 0.01, 0.09)).lost())
        .startsWith("At a site it has never seen, the network loses 0.060 of AUROC");
    assertThat(answer(of(0.06, -0.02, 0.14), of(0.05, 0.01, 0.09)).lost())
        .startsWith("A loss of AUROC at sites the network has never seen is not established")
        .contains("the estimate is 0.060")
        .endsWith("no loss at all as well as a loss of 0.140.");
    assertThat(answer(of(-0.06, -0.1, -0.02), of(0.05, 0.01, 0.09)).lost())
        .contains("does not lose AUROC but gains 0.060");
  }

  @Test
  void callsAModelBetterOnlyWhereTheIntervalsAreApart() {
    assertThat(answer(of(0.1, 0.08, 0.12), of(0.02, 0, 0.04)).compared())
        .endsWith("(0.000 to 0.040): it loses less, for the two intervals do not overlap.");
    assertThat(answer(of(0.02, 0, 0.04), of(0.1, 0.08, 0.12)).compared()).contains("it loses more");
    assertThat(answer(of(0.1, 0.03, 0.17), of(0.02, 0, 0.04)).compared())
        .contains("a smaller figure; the two intervals overlap")
        .endsWith("is not established.");
  }

  @Test
  void saysWhyWhereThereIsNoEstimate() {
    Answer answer = answer(Estimate.missing("fewer than 2 sites"), of(0.1, 0, 0.2));
    assertThat(answer.lost()).endsWith("fewer than 2 sites.").contains("cannot be estimated");
    assertThat(answer.compared()).contains("there is no figure of the network");
    assertThat(answer(of(0.1, 0, 0.2), Estimate.missing("one class")).compared())
        .endsWith("cannot be estimated: one class.");
  }

  @Test
  void warnsThatThePrimaryPairIsCircular() {
    assertThat(answer(of(0.1, 0, 0.2), of(0.1, 0, 0.2)).caution()).contains("this very map");
  }

  @Test
  void prefersThePairedTestToTwoIntervals() {
    assertThat(compared("dl", "logistic", of(-0.05, -0.09, -0.01)))
        .contains("has a drop of 0.050 (0.010 to 0.090): it loses more; on the same patients")
        .endsWith("drop is 0.050 smaller (95 % interval of the difference −0.090 to −0.010).");
    assertThat(compared("logistic", "dl", of(-0.05, -0.09, -0.01)))
        .contains("it loses less;")
        .endsWith("drop is 0.050 larger (95 % interval of the difference 0.010 to 0.090).");
    assertThat(compared("dl", "logistic", of(-0.02, -0.06, 0.02)))
        .endsWith("−0.060 to 0.020), so that it loses less is not established.");
    assertThat(compared("dl", "logistic", Estimate.missing("one site")))
        .endsWith("the two intervals overlap, so that it loses less is not established.");
  }

  private String compared(String first, String second, Estimate difference) {
    PairedTests tests =
        new PairedTests(
            Map.of(new PairedTests.Models("impaired_mfr", "reserve", first, second), difference));
    return answer(of(0.06, 0.02, 0.1), of(0.05, 0.01, 0.09), tests).compared();
  }

  private Answer answer(Estimate network, Estimate conventional) {
    return answer(network, conventional, new PairedTests(Map.of()));
  }

  private Answer answer(Estimate network, Estimate conventional, PairedTests tests) {
    return Answer.of(
        new Results(
            List.of(analysis("logistic", conventional), analysis("dl", network)),
            Map.of(),
            Map.of()),
        run,
        tests);
  }

  private static Analysis analysis(String model, Estimate headline) {
    Meta meta = new Meta(6L, headline, null, "too few", null, null, Map.of());
    SiteDrop pooled = new SiteDrop(null, null, null, null, headline);
    return new Analysis(
        "impaired_mfr",
        model,
        "reserve",
        Map.of(),
        new Drop(Map.of(), pooled, meta),
        MissingNode.getInstance());
  }

  private static Estimate of(double value, double lower, double upper) {
    return new Estimate(value, new Interval(lower, upper), null);
  }
}
