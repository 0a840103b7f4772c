package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that loses much where it has never been, and a regression that loses nothing. */
class ModelComparisonTest {

  private static final int SITES = 4;
  private static final int PATIENTS = 300;

  /** One patient's label and scores, as {@code dl/internal}. */
  private record Patient(String site, int label, Map<String, Double> scores) {

    double score(String name) {
      return Objects.requireNonNull(scores.get(name), name);
    }
  }

  private final List<Patient> patients = new ArrayList<>();

  @TempDir private Path folder;

  ModelComparisonTest() {
    Random random = new Random(11);
    for (int i = 0; i < SITES * PATIENTS; i++) {
      int label = random.nextInt(3) == 0 ? 1 : 0;
      double shared = random.nextGaussian();
      Map<String, Double> scores = new HashMap<>();
      scores.put("dl/internal", sigmoid(2 * label + shared + random.nextGaussian()));
      scores.put("dl/external", sigmoid(0.7 * label + shared + random.nextGaussian()));
      double line = label + shared + 0.5 * random.nextGaussian();
      scores.put("line/internal", sigmoid(line));
      scores.put("line/external", sigmoid(line + 0.3 * random.nextGaussian()));
      patients.add(new Patient("site-" + i % SITES, label, scores));
    }
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private Results results(String... models) throws IOException {
    StringBuilder text = new StringBuilder("patient,site,arm,target,model,map,label,score\n");
    for (int i = 0; i < patients.size(); i++) {
      Patient patient = patients.get(i);
      for (String model : models) {
        for (String arm : List.of("internal", "external")) {
          text.append(
              "p%d,%s,%s,impaired_mfr,%s,rest,%d,%s\n"
                  .formatted(
                      i,
                      patient.site,
                      arm,
                      model,
                      patient.label,
                      patient.score(model.replace("copy", "line") + "/" + arm)));
        }
      }
    }
    Path file = Files.writeString(folder.resolve("predictions.csv"), text.toString());
    return Evaluation.of(PredictionsCsv.read(file), Resampling.NONE);
  }

  @SuppressWarnings("unchecked")
  private static List<ModelComparison> comparisons(Results results) {
    return Made.present((Estimate<List<ModelComparison>>) block(results));
  }

  private static Object block(Results results) {
    return Objects.requireNonNull(results.further().get("comparisons"));
  }

  @Test
  void theNetworkIsBetterAtHomeAndLosesMore() throws IOException {
    ModelComparison ours = comparisons(results("line", "dl")).get(0);

    assertThat(ours.first()).isEqualTo("dl");
    assertThat(ours.second()).isEqualTo("line");
    assertThat(ours.circular()).isFalse();
    assertThat(ours.arms().keySet()).containsExactly("internal", "external");
    assertThat(headline(ours, "internal").lower()).isPositive();
    assertThat(headline(ours, "external").upper()).isNegative();
    DropDifference drop = Made.present(ours.drop());
    assertThat(Made.present(drop.metaAnalysis()).lower()).isPositive();
    assertThat(drop.sites()).hasSize(SITES);
  }

  private static MetaAnalysis headline(ModelComparison comparison, String arm) {
    return Made.present(Objects.requireNonNull(comparison.arms().get(arm)).metaAnalysis());
  }

  /** DeLong's components pair by pair, and the variance of a contrast of four areas from them. */
  @Test
  void theStandardErrorIsThatOfTheContrastOfFourAreas() throws IOException {
    DropDifference drop = Made.present(comparisons(results("line", "dl")).get(0).drop());

    for (DropDifference.AtSite site : drop.sites()) {
      List<Patient> here =
          patients.stream().filter(patient -> patient.site.equals(site.site())).toList();
      double[] positives = components(here, 1);
      double[] negatives = components(here, 0);
      double se =
          Math.sqrt(
              StatUtils.variance(positives) / positives.length
                  + StatUtils.variance(negatives) / negatives.length);
      DropDifference.Difference ours = Made.present(site.difference());
      assertThat(ours.n()).isEqualTo(PATIENTS);
      assertThat(ours.difference()).isEqualTo(StatUtils.mean(positives), within(1e-12));
      assertThat(ours.difference()).isEqualTo(ours.first() - ours.second(), within(1e-15));
      assertThat(Made.present(ours.test().se())).isEqualTo(se, within(1e-12));
      assertThat(Made.present(ours.test().z())).isEqualTo(ours.difference() / se, within(1e-9));
      assertThat(Made.present(ours.test().lower()))
          .isEqualTo(ours.difference() - 1.959963984540054 * se, within(1e-9));
    }
  }

  /** Of each patient of a label, the mean over the others of the contrast of pairs in order. */
  private static double[] components(List<Patient> patients, int label) {
    List<Patient> others = patients.stream().filter(other -> other.label != label).toList();
    return patients.stream()
        .filter(patient -> patient.label == label)
        .mapToDouble(
            patient ->
                others.stream()
                    .mapToDouble(
                        other -> label == 1 ? contrast(patient, other) : contrast(other, patient))
                    .average()
                    .orElseThrow())
        .toArray();
  }

  private static double contrast(Patient event, Patient other) {
    ToDoubleFunction<String> order =
        name -> {
          double difference = event.score(name) - other.score(name);
          return difference > 0 ? 1 : difference == 0 ? 0.5 : 0;
        };
    return order.applyAsDouble("dl/internal")
        - order.applyAsDouble("dl/external")
        - order.applyAsDouble("line/internal")
        + order.applyAsDouble("line/external");
  }

  @Test
  void aModelAgainstItsLikeDoesNotDiffer() throws IOException {
    ModelComparison ours = comparisons(results("line", "copy")).get(0);

    assertThat(ours.first()).isEqualTo("copy");
    PairedDifference.Difference pooled =
        Objects.requireNonNull(ours.arms().get("internal")).pooled();
    assertThat(Made.present(pooled.difference())).isZero();
    assertThat(Made.present(pooled.p())).isEqualTo(1);
    DropDifference.AtSite site = Made.present(ours.drop()).sites().get(0);
    assertThat(Made.present(site.difference()).difference()).isZero();
    assertThat(Made.why(Made.present(site.difference()).test().se()))
        .isEqualTo("no variance between patients");
  }

  @Test
  void everyTwoAreComparedAndOneIsNot() throws IOException {
    assertThat(comparisons(results("line", "dl", "copy")))
        .extracting(comparison -> comparison.first() + " " + comparison.second())
        .containsExactly("dl copy", "dl line", "copy line");
    assertThat(Made.why((Estimate<?>) block(results("dl"))))
        .isEqualTo("no two models of one binary target and map");
  }
}
