package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.study.PatientId;
import org.polarfold.study.SiteId;

/** What hospitals send: estimates or reasons, never NaN, never a crash, never a lost row. */
class OddInputTest {

  private static final List<String> ARMS =
      List.of(
          "internal",
          "external",
          "matched-internal",
          "matched-external",
          "named-external",
          "temporal",
          "single-site:s1");

  private final Path folder;

  OddInputTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /**
   * Consortia of 1 to 60 sites, each of its own oddity: one class, one patient of a class, equal
   * scores, scores of 0 and 1, rounded scores, three patients; arms, repeats, folds, weights,
   * labels and scores missing here and there.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6, 60})
  void everyOddityIsEstimatedOrExplained(int sites) throws IOException {
    for (int seed = 0; seed < (sites > 6 ? 2 : 12); seed++) {
      Odd odd = new Odd(1000L * sites + seed);
      Results results = Evaluation.of(odd.consortium(sites), new Resampling(100, seed));
      Counts counts = results.counts();
      assertThat(counts.rows()).isEqualTo(odd.rows);
      Counts.Excluded out = counts.excluded();
      assertThat(counts.used() + out.labelMissing() + out.scoreMissing() + out.notInEveryRepeat())
          .isEqualTo(odd.rows);
      Path file = folder.resolve("results.json");
      ResultsFile.write(results, Map.of(), file);
      assertThat(Files.readString(file)).doesNotContain("NaN").doesNotContain("Infinity");
      assertThat(
              Evaluation.of(new Odd(1000L * sites + seed).consortium(sites), odd.resampling(seed)))
          .isEqualTo(results);
    }
  }

  @Test
  void oneNegativeAmongFortySix() {
    Made made = new Made();
    SplittableRandom random = new SplittableRandom(46);
    for (int i = 0; i < 46; i++) {
      made.row("p" + i, "oslo", "external", i == 0 ? 0 : 1, random.nextDouble());
    }
    Performance ours = Made.arm(made.only(), "external").sites().get(0).performance();
    Auroc auroc = Made.present(ours.auroc());
    assertThat(auroc.value()).isBetween(0.0, 1.0);
    assertThat(Made.why(auroc.se())).isEqualTo("only one patient in a class");
    assertThat(Made.present(ours.losses().brier())).isPositive();
    assertThat(Made.present(ours.calibration().observedToExpected())).isGreaterThan(1);
  }

  @Test
  void equalScoresSayNothing() {
    Made made = new Made();
    for (int i = 0; i < 30; i++) {
      made.row("p" + i, "oslo", "external", i % 3 == 0 ? 1 : 0, 0.25);
    }
    Performance ours = Made.arm(made.only(), "external").sites().get(0).performance();
    assertThat(Made.present(ours.auroc()).value()).isEqualTo(0.5);
    assertThat(Made.why(Made.present(ours.auroc()).se())).isEqualTo("all scores are tied");
    assertThat(Made.why(ours.calibration().calibrationSlope())).isEqualTo(LogisticFit.NO_MAXIMUM);
    assertThat(Made.present(ours.calibration().calibrationInTheLarge()).value()).isPositive();
  }

  /** Makes predictions. */
  private static final class Odd {

    private final SplittableRandom random;
    private final PredictionsBuilder builder = Predictions.from("odd");
    private long rows;

    Odd(long seed) {
      random = new SplittableRandom(seed);
    }

    Resampling resampling(long seed) {
      return new Resampling(100, seed);
    }

    Predictions consortium(int sites) {
      for (int s = 0; s < sites; s++) {
        int n = List.of(1, 2, 3, 7, 46, 120).get(random.nextInt(6));
        site("s" + s, n, random.nextInt(5), random.nextInt(6));
      }
      return builder.build();
    }

    private void site(String site, int n, int ofLabels, int ofScores) {
      int repeats = 1 + random.nextInt(2);
      boolean folds = random.nextBoolean();
      boolean weights = random.nextInt(3) == 0;
      for (int i = 0; i < n; i++) {
        int label = label(ofLabels, i);
        double weight = 0.25 * (1 + random.nextInt(4));
        for (String arm : ARMS) {
          for (int repeat = 0; repeat < repeats && random.nextInt(12) > 0; repeat++) {
            for (String target : List.of("mace", "mfr")) {
              boolean classes = target.equals("mace");
              add(
                  new Prediction(
                      new PatientId(site + "-" + i),
                      new SiteId(site),
                      new Arm(arm),
                      target,
                      "dl",
                      Prediction.NO_MAP,
                      repeat,
                      0,
                      folds ? Optional.of("f" + random.nextInt(3)) : Optional.empty(),
                      classes ? 0 : 1 + i % 17,
                      classes && weights ? OptionalDouble.of(weight) : OptionalDouble.empty(),
                      sometimes(classes ? label : measured(i, site)),
                      sometimes(score(ofScores, label))));
            }
          }
        }
      }
    }

    private void add(Prediction prediction) {
      builder.add(++rows, prediction);
    }

    private OptionalDouble sometimes(double value) {
      return random.nextInt(15) == 0 ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static double measured(int patient, String site) {
      return 1.6 + (patient + site.length()) % 7 / 4.0;
    }

    private int label(int kind, int i) {
      return switch (kind) {
        case 0 -> 0;
        case 1 -> 1;
        case 2 -> i == 0 ? 1 : 0;
        case 3 -> i == 0 ? 0 : 1;
        default -> random.nextInt(2);
      };
    }

    private double score(int kind, int label) {
      return switch (kind) {
        case 0 -> 0.5;
        case 1 -> random.nextInt(2);
        case 2 -> label;
        case 3 -> Math.rint(random.nextDouble() * 4) / 4;
        case 4 -> 0.25 + 0.5 * label;
        default -> random.nextDouble();
      };
    }
  }
}
