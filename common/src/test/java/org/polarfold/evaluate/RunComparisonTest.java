package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.evaluate.RunComparison.InArm;

/** Two runs of two models, each of which lacks patients that the other has. */
class RunComparisonTest {

  private static final int PATIENTS = 400;
  private static final int MISSING_IN_FIRST = 10;
  private static final int MISSING_IN_SECOND = 25;
  private static final String HEADER = "patient,site,arm,target,model,map,label,score\n";

  @TempDir private Path folder;

  /** The first run tells patients better apart; both lose the same. */
  private static String rows(String first, String second) {
    StringBuilder text = new StringBuilder(HEADER);
    Random random = new Random(7);
    for (int i = 0; i < PATIENTS; i++) {
      int label = random.nextInt(3) == 0 ? 1 : 0;
      double shared = random.nextGaussian();
      for (String arm : List.of("internal", "external")) {
        double lost = arm.equals("external") ? 0.5 : 0;
        double good = 2 - lost;
        double bad = 1 - lost;
        if (i >= MISSING_IN_FIRST) {
          row(text, i, arm, first, label, good * label + shared + random.nextGaussian());
        }
        if (i < PATIENTS - MISSING_IN_SECOND) {
          row(text, i, arm, second, label, bad * label + shared + random.nextGaussian());
        }
      }
    }
    return text.toString();
  }

  private static void row(
      StringBuilder text, int patient, String arm, String model, int label, double score) {
    text.append(
        "p%d,site-%d,%s,impaired_mfr,%s,reserve,%d,%s\n"
            .formatted(patient, patient % 4, arm, model, label, 1 / (1 + Math.exp(-score))));
  }

  private Predictions read(String rows) throws IOException {
    return PredictionsCsv.read(Files.writeString(folder.resolve("predictions.csv"), rows));
  }

  private static InArm arm(RunComparison comparison, String arm) {
    return Objects.requireNonNull(comparison.arms().get(arm));
  }

  @Test
  void theFiguresAreThoseOfTwoModelsOnTheSamePatients() throws IOException {
    RunComparison ours = RunComparison.of(read(rows("A dl", "B dl"))).get(0);
    ModelComparison models = ModelComparison.of(read(rows("dl", "other"))).get(0);

    assertThat(ours.model()).isEqualTo("dl");
    assertThat(ours.circular()).isTrue();
    assertThat(ours.drop()).isEqualTo(models.drop());
    assertThat(ours.arms().keySet()).isEqualTo(models.arms().keySet());
    for (String name : models.arms().keySet()) {
      PairedDifference difference = arm(ours, name).difference();
      PairedDifference expected = Objects.requireNonNull(models.arms().get(name));
      assertThat(difference.first()).isEqualTo("A");
      assertThat(difference.second()).isEqualTo("B");
      assertThat(difference.sites()).isEqualTo(expected.sites());
      assertThat(difference.pooled()).isEqualTo(expected.pooled());
      assertThat(difference.metaAnalysis()).isEqualTo(expected.metaAnalysis());
    }
  }

  @Test
  void whatIsPlantedIsFound() throws IOException {
    RunComparison ours = RunComparison.of(read(rows("A dl", "B dl"))).get(0);

    MetaAnalysis external = Made.present(arm(ours, "external").difference().metaAnalysis());
    assertThat(external.lower()).isPositive();
    MetaAnalysis drop = Made.present(Made.present(ours.drop()).metaAnalysis());
    assertThat(drop.lower()).isNegative();
    assertThat(drop.upper()).isPositive();
  }

  @Test
  void aRunThatIsLikeTheOtherIsTheSame() throws IOException {
    String once = rows("A dl", "B other");
    String twice =
        once
            + once.lines()
                .filter(line -> line.contains(",A dl,"))
                .map(line -> line.replace(",A dl,", ",B dl,") + "\n")
                .collect(Collectors.joining());

    assertThat(arm(RunComparison.of(read(twice)).get(0), "external").same()).isTrue();
    assertThat(RunComparison.of(read(twice)).get(0).same()).isTrue();
    assertThat(arm(RunComparison.of(read(rows("A dl", "B dl"))).get(0), "external").same())
        .isFalse();
  }

  @Test
  void runsWithoutAnArmInCommonAreNotCalledTheSame() throws IOException {
    String apart =
        rows("A dl", "B dl")
            .lines()
            .filter(line -> !line.contains(",internal,impaired_mfr,A"))
            .filter(line -> !line.contains(",external,impaired_mfr,B"))
            .collect(Collectors.joining("\n", "", "\n"));

    RunComparison ours = RunComparison.of(read(apart)).get(0);

    assertThat(ours.arms()).isEmpty();
    assertThat(ours.same()).isFalse();
    assertThat(Made.why(ours.drop())).isEqualTo("no internal arm");
  }

  @Test
  void patientsOfOneRunAloneAreCountedAndNotCompared() throws IOException {
    InArm internal = arm(RunComparison.of(read(rows("A dl", "B dl"))).get(0), "internal");

    assertThat(internal.difference().pooled().n())
        .isEqualTo(PATIENTS - MISSING_IN_FIRST - MISSING_IN_SECOND);
    assertThat(internal.onlyFirst()).isEqualTo(MISSING_IN_SECOND);
    assertThat(internal.onlySecond()).isEqualTo(MISSING_IN_FIRST);
  }

  @Test
  void modelsOfOneRunAloneAndMeasuredTargetsAreLeftOut() throws IOException {
    String alone = rows("A logistic", "B logistic of another kind");
    String measured =
        HEADER
            + "p1,s,internal,mfr,A dl,reserve,1.5,1.6\np2,s,internal,mfr,A dl,reserve,2.5,2.4\n"
            + "p1,s,internal,mfr,B dl,reserve,1.5,1.7\np2,s,internal,mfr,B dl,reserve,2.5,2.2\n";

    assertThat(RunComparison.of(read(alone))).isEmpty();
    assertThat(RunComparison.of(read(measured))).isEmpty();
  }
}
