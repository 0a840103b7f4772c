package org.polarfold.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polarfold.UserException;
import org.polarfold.evaluate.Distributions;
import org.polarfold.evaluate.Evaluation;
import org.polarfold.evaluate.PredictionsCsv;
import org.polarfold.evaluate.Resampling;
import org.polarfold.evaluate.ResultsFile;

/** From the columns of a file to the blocks of another. */
class ImperfectReferenceTest {

  private final Path folder;

  ImperfectReferenceTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private JsonNode target(String csv, int resamples) throws IOException {
    Path file = Files.writeString(folder.resolve("p.csv"), csv);
    return new ObjectMapper()
        .readTree(
            ResultsFile.text(
                Evaluation.of(
                    PredictionsCsv.read(file),
                    new Resampling(resamples, 1),
                    List.of(new ImperfectReference())),
                Map.of()))
        .path("targets")
        .path(0);
  }

  /** Half of 300 patients at two sites are verified, rather those with a high score. */
  private static String verified() {
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder rows =
        new StringBuilder("patient,site,arm,target,model,label,score,verified,sex,age\n");
    for (int i = 0; i < 300; i++) {
      int label = random.nextInt(3) == 0 ? 1 : 0;
      double logit = label - 0.5 + Distributions.logit(random.nextDouble()) / 1.5;
      boolean known = random.nextDouble() < Distributions.sigmoid(logit);
      for (String arm : List.of("internal", "external")) {
        double score =
            Distributions.sigmoid(
                arm.equals("internal") ? logit : logit + random.nextDouble() - 0.5);
        rows.append(
            "p%d,s-%d,%s,cad,dl,%s,%s,%d,%s,%d%n"
                .formatted(
                    i,
                    i % 2,
                    arm,
                    known ? String.valueOf(label) : "",
                    score,
                    known ? 1 : 0,
                    i % 3 == 0 ? "male" : "female",
                    40 + i % 40));
      }
    }
    return rows.toString();
  }

  @Test
  void partialVerificationIsCorrectedBesideTheNaiveFigures() throws IOException {
    JsonNode target = target(verified(), 100);
    JsonNode arm = target.path("arms").path("internal");
    JsonNode block = arm.path("partialVerification");
    assertThat(block.path("n").intValue()).isEqualTo(300);
    assertThat(block.path("verified")).isEqualTo(arm.path("pooled").path("n"));
    assertThat(block.path("areas").path(0).path("value").doubleValue())
        .isEqualTo(arm.path("pooled").path("auroc").path("value").doubleValue(), within(1e-12));
    for (JsonNode area : block.path("areas")) {
      assertThat(area.path("value").doubleValue()).isBetween(0.5, 1.0);
      assertThat(area.path("interval").path("percentileLower").doubleValue())
          .as(area.path("estimator").asText())
          .isLessThan(area.path("value").doubleValue());
    }
    assertThat(block.path("areas")).hasSize(4);
    assertThat(block.path("binary").path("naiveSensitivity").doubleValue())
        .isGreaterThan(block.path("binary").path("sensitivity").doubleValue());
    assertThat(block.path("referral").path("coefficients"))
        .extracting(one -> one.path("column").asText())
        .containsExactly("intercept", "logit of score", "sex male", "age per 10 years");
    assertThat(block.path("referral").path("largestWeight").doubleValue()).isGreaterThan(2);
    assertThat(block.path("sensitivityAnalysis")).hasSize(9);
    assertThat(block.path("sensitivityAnalysis").path(4).path("auroc").doubleValue())
        .isEqualTo(block.path("areas").path(2).path("value").doubleValue(), within(1e-12));

    JsonNode drop = target.path("drop").path("partialVerification");
    for (int e = 0; e < 4; e++) {
      assertThat(drop.path("areas").path(e).path("value").doubleValue())
          .isEqualTo(area(target, "internal", e) - area(target, "external", e), within(1e-12));
      assertThat(drop.path("areas").path(e).path("interval").has("lower")).isTrue();
    }
  }

  private static double area(JsonNode target, String arm, int estimator) {
    return target
        .path("arms")
        .path(arm)
        .path("partialVerification")
        .path("areas")
        .path(estimator)
        .path("value")
        .doubleValue();
  }

  @Test
  void readersMoveTheResult() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder rows =
        new StringBuilder(
            "patient,site,arm,target,model,label,score,reader:ada,reader:ben,reader:cyd\n");
    for (int i = 0; i < 240; i++) {
      int label = random.nextInt(2);
      int ada = random.nextInt(10) == 0 ? 1 - label : label;
      int ben = random.nextInt(4) == 0 ? 1 - label : label;
      String cyd = i % 10 == 0 ? "" : String.valueOf(random.nextInt(6) == 0 ? 1 - label : label);
      for (String arm : List.of("internal", "external")) {
        double noise = random.nextDouble();
        double score = arm.equals("internal") ? (label + 2 * noise) / 3 : (label + 4 * noise) / 5;
        rows.append(
            "p%d,s-%d,%s,scar,dl,%d,%s,%d,%d,%s%n"
                .formatted(i, i % 3, arm, label, score, ada, ben, cyd));
      }
    }

    JsonNode readers = target(rows.toString(), 0).path("readers");

    assertThat(readers.path("kappa").path("n").intValue()).isEqualTo(216);
    assertThat(readers.path("kappa").path("value").doubleValue()).isBetween(0.3, 0.7);
    assertThat(readers.path("dawidSkene").path("readers")).hasSize(3);
    assertThat(readers.path("labels"))
        .extracting(one -> one.path("label").asText())
        .containsExactly(
            "file", "reader:ada", "reader:ben", "reader:cyd", "majority", "dawidSkene");
    double truth = internal(readers, 0);
    assertThat(internal(readers, 2)).isLessThan(truth);
    assertThat(internal(readers, 5)).isGreaterThan(internal(readers, 2));
    assertThat(readers.path("labels").path(3).path("patients").intValue()).isEqualTo(216);
    assertThat(readers.path("labels").path(4).path("drop").path("k").intValue()).isEqualTo(3);
  }

  private static double internal(JsonNode readers, int label) {
    return readers
        .path("labels")
        .path(label)
        .path("auroc")
        .path("internal")
        .path("estimate")
        .doubleValue();
  }

  @Test
  void withoutTheColumnsThereIsNothing() throws IOException {
    JsonNode target =
        target(
            """
            patient,site,arm,target,model,label,score
            p,s,internal,t,m,1,0.5
            q,s,internal,t,m,0,0.4
            """,
            0);
    assertThat(target.path("readers").path("notEstimable").asText())
        .isEqualTo("fewer than two columns reader:<name>");
    assertThat(
            target
                .path("arms")
                .path("internal")
                .path("partialVerification")
                .path("notEstimable")
                .asText())
        .isEqualTo("no column verified");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,0.5,0,|column verified: value 0 (expected 1, since there is a label)",
        ",0.5,1,|column verified: value 1 (expected 0, since the label is empty)",
        "1,0.5,yes,|column verified: value \"yes\" (expected 0 or 1)",
        "1,0.5,1,2|column reader:ada: value \"2\" (expected 0 or 1, or empty where not read)"
      })
  void whatContradictsItselfIsRefused(String row, String told) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("p.csv"),
            "patient,site,arm,target,model,label,score,verified,reader:ada\n"
                + "p,s,internal,t,m,"
                + row
                + "\n");
    assertThatThrownBy(() -> PredictionsCsv.read(file))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid predictions: " + file + ":2, " + told);
  }
}
