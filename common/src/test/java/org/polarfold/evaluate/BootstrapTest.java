package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;

class BootstrapTest {

  private static final Resampling RESAMPLING = new Resampling(500, 20260101);

  @Test
  void drawsAreEvenAndAsManyAsThereAre() {
    int[] total = new int[7];
    SplittableRandom random = new SplittableRandom(5);
    for (int b = 0; b < 20_000; b++) {
      int[] counts = new int[7];
      Draws.count(counts, random);
      assertThat(Arrays.stream(counts).sum()).isEqualTo(7);
      for (int i = 0; i < 7; i++) {
        total[i] += counts[i];
      }
    }
    // Each a binomial of 140,000 with a standard deviation of 131.
    for (int times : total) {
      assertThat(times).isBetween(19_300, 20_700);
    }
  }

  @Test
  void classesKeepTheirNumbers() {
    Sample sample = sample(101, 2);
    Statistic events =
        counts -> IntStream.range(0, counts.length).map(i -> counts[i] * sample.labels()[i]).sum();
    BootstrapInterval ours =
        Made.present(
            Bootstrap.withinClasses(sample.labels(), RESAMPLING, "x")
                .intervals(List.of(events))
                .get(0));
    assertThat(ours.percentileLower()).isEqualTo(sample.events());
    assertThat(ours.percentileUpper()).isEqualTo(sample.events());
    assertThat(Made.why(ours.lower())).isEqualTo("all resamples give the same value");
    assertThat(ours.unit()).isEqualTo("patients within class");
  }

  /** The mean of 0 to 99: its bootstrap distribution is known, and so is its acceleration, 0. */
  @Test
  void intervalOfAMeanIsTheNormalOne() {
    int n = 100;
    Statistic mean =
        counts -> IntStream.range(0, n).mapToDouble(i -> i * (double) counts[i] / n).sum();
    BootstrapInterval ours =
        Made.present(
            Bootstrap.ofPatients(n, new Resampling(20_000, 3), "mean")
                .intervals(List.of(mean))
                .get(0));
    double half = 1.96 * Math.sqrt((n * n - 1) / 12.0 / n);
    assertThat(ours.percentileLower()).isEqualTo(49.5 - half, within(0.2));
    assertThat(ours.percentileUpper()).isEqualTo(49.5 + half, within(0.2));
    assertThat(Made.present(ours.lower())).isEqualTo(49.5 - half, within(0.2));
    assertThat(Made.present(ours.upper())).isEqualTo(49.5 + half, within(0.2));
    assertThat(ours.resamples()).isEqualTo(20_000);
    assertThat(ours.seed()).isEqualTo(3);
    assertThat(ours.units()).isEqualTo(n);
  }

  @Test
  void intervalOfTheAreaOfManyIsDeLongs() {
    Sample sample = sample(20_000, 4);
    Auroc area = Made.present(Auroc.of(sample));
    double near = Made.present(area.se()) / 4;
    for (Estimate<BootstrapInterval> interval :
        List.of(
            AurocBootstrap.ofPatients(sample, RESAMPLING, "x"),
            AurocBootstrap.withinClasses(sample, RESAMPLING, "x"))) {
      BootstrapInterval ours = Made.present(interval);
      assertThat(ours.percentileLower()).isEqualTo(Made.present(area.lower()), within(near));
      assertThat(ours.percentileUpper()).isEqualTo(Made.present(area.upper()), within(near));
      assertThat(Made.present(ours.lower())).isEqualTo(Made.present(area.lower()), within(near));
      assertThat(Made.present(ours.upper())).isEqualTo(Made.present(area.upper()), within(near));
    }
  }

  @Test
  void theOrderOfRowsChangesNothing() {
    List<Integer> rows = new ArrayList<>(IntStream.range(0, 80).boxed().toList());
    Estimate<BootstrapInterval> plain = ofRows(rows);
    Collections.shuffle(rows, new Random(9));
    assertThat(ofRows(rows)).isEqualTo(plain);
    assertThat(Made.present(plain).undefinedResamples()).isZero();
  }

  private static Estimate<BootstrapInterval> ofRows(List<Integer> rows) {
    Made made = new Made();
    for (int i : rows) {
      made.row("p" + i, "boston", "internal", i % 3 == 0 ? 1 : 0, (i * 37 % 50) / 50.0);
    }
    Predictions predictions = made.predictions();
    List<ArmSamples> arms = new ArrayList<>();
    predictions
        .series()
        .forEach(
            (cell, byArm) ->
                byArm.values().forEach(one -> arms.add(ArmSamples.of(predictions, cell, one))));
    return AurocBootstrap.ofPatients(arms.get(0).pooled(), RESAMPLING, "x");
  }

  @Test
  void onlyTheOrderOfScoresCounts() {
    Sample plain = sample(60, 5);
    double[] cubed = Arrays.stream(plain.scores()[0]).map(s -> s * s * s).toArray();
    Sample other =
        new Sample(plain.repeats(), plain.patients(), plain.labels(), new double[][] {cubed});
    assertThat(curves(other)).isEqualTo(curves(plain));
  }

  @Test
  void drawsAreTheSameForEveryStatisticAndCallAndAnotherSeedGivesOthers() {
    Sample sample = sample(60, 6);
    Statistic area = Curves.of(sample).area();
    Bootstrap bootstrap = Bootstrap.ofPatients(60, RESAMPLING, "x");
    List<Estimate<BootstrapInterval>> both = bootstrap.intervals(List.of(area, area));
    assertThat(both.get(1)).isEqualTo(both.get(0));
    assertThat(bootstrap.intervals(List.of(area)).get(0)).isEqualTo(both.get(0));
    assertThat(Bootstrap.ofPatients(60, RESAMPLING, "y").intervals(List.of(area)).get(0))
        .isNotEqualTo(both.get(0));
  }

  @Test
  void repeatsAreAveragedOnTheSameDraws() {
    Sample sample = sample(60, 7);
    double[] scores = sample.scores()[0];
    Sample twice =
        new Sample(
            List.of(new Repeat(0, 0), new Repeat(1, 0)),
            sample.patients(),
            sample.labels(),
            new double[][] {scores, scores});
    List<Estimate<BootstrapInterval>> once = curves(sample);
    List<Estimate<BootstrapInterval>> repeated = curves(twice);
    for (int s = 0; s < once.size(); s++) {
      assertThat(Made.present(repeated.get(s)).percentileLower())
          .isEqualTo(Made.present(once.get(s)).percentileLower(), within(1e-14));
      assertThat(Made.present(Made.present(repeated.get(s)).upper()))
          .isEqualTo(Made.present(Made.present(once.get(s)).upper()), within(1e-12));
    }
  }

  @Test
  void aFormulaForEachLeftOutGivesTheSameInterval() {
    Sample sample = sample(150, 8);
    Statistic area = Curves.of(sample).area();
    List<Estimate<BootstrapInterval>> both =
        Bootstrap.ofPatients(150, RESAMPLING, "x")
            .intervals(List.of(area, counts -> area.value(counts)));
    assertThat(Made.present(Made.present(both.get(0)).lower()))
        .isEqualTo(Made.present(Made.present(both.get(1)).lower()), within(1e-9));
  }

  /** Cubes are skewed, so that a wrong acceleration shows. */
  @Test
  void groupsLeftOutTogetherGiveTheAccelerationOfEach() {
    int n = 5000;
    double[] cubes = IntStream.range(0, n).mapToDouble(i -> Math.pow(i * 7919 % n, 3)).toArray();
    Statistic mean = counts -> weightedMean(cubes, counts);
    Statistic byFormula =
        new Statistic() {
          @Override
          public double value(int[] counts) {
            return mean.value(counts);
          }

          @Override
          public double[] withoutEach() {
            double sum = StatUtils.sum(cubes);
            return Arrays.stream(cubes).map(cube -> (sum - cube) / (n - 1)).toArray();
          }
        };
    List<Estimate<BootstrapInterval>> both =
        Bootstrap.ofPatients(n, RESAMPLING, "x").intervals(List.of(mean, byFormula));
    double lower = Made.present(Made.present(both.get(0)).lower());
    double half = Made.present(both.get(0)).percentileUpper() - StatUtils.mean(cubes);
    assertThat(lower)
        .isEqualTo(Made.present(Made.present(both.get(1)).lower()), within(0.02 * half));
  }

  private static double weightedMean(double[] values, int[] counts) {
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] * counts[i];
      weight += counts[i];
    }
    return sum / weight;
  }

  @Test
  void whatCannotBeResampledHasNoInterval() {
    int[] labels = new int[46];
    Arrays.fill(labels, 1);
    labels[3] = 0;
    Sample oneNegative =
        Made.sample(labels, IntStream.range(0, 46).mapToDouble(i -> i / 46.0).toArray());
    assertThat(Made.why(AurocBootstrap.ofPatients(oneNegative, RESAMPLING, "x")))
        .matches("undefined in 3\\d\\.\\d % of the resamples \\(at most 5 %\\)");
    BootstrapInterval within =
        Made.present(AurocBootstrap.withinClasses(oneNegative, RESAMPLING, "x"));
    assertThat(Made.why(within.lower()))
        .isEqualTo("not defined without every one of the units drawn");
    assertThat(within.percentileLower()).isLessThan(within.percentileUpper());
    assertThat(Made.why(AurocBootstrap.ofPatients(sample(60, 5), Resampling.NONE, "x")))
        .isEqualTo("no resamples were asked for");
    assertThat(Made.why(AurocBootstrap.ofPatients(Sample.NOBODY, RESAMPLING, "x")))
        .isEqualTo("no patient with a score in every repeat");
    assertThat(
            Made.why(
                Bootstrap.ofPatients(0, RESAMPLING, "x")
                    .intervals(List.of(counts -> Double.NaN))
                    .get(0)))
        .isEqualTo("not defined without resampling either");
  }

  @Test
  void fewUndefinedResamplesAreLeftOutAndCounted() {
    int[] labels = new int[60];
    Arrays.fill(labels, 0, 5, 1);
    Sample sample =
        Made.sample(labels, IntStream.range(0, 60).mapToDouble(i -> i * 7 % 60 / 60.0).toArray());
    BootstrapInterval ours =
        Made.present(AurocBootstrap.ofPatients(sample, new Resampling(4000, 1), "x"));
    // (55/60)^60 is 0.0054.
    assertThat(ours.undefinedResamples()).isBetween(8, 40);
    assertThat(ours.resamples()).isEqualTo(4000);
  }

  @Test
  void separatedClassesAndTiedScoresHaveADegenerateInterval() {
    int[] labels = IntStream.range(0, 60).map(i -> i < 30 ? 1 : 0).toArray();
    double[] separated = Arrays.stream(labels).mapToDouble(label -> label).toArray();
    assertDegenerate(Made.sample(labels, separated), 1);
    assertDegenerate(Made.sample(labels, new double[60]), 0.5);
  }

  private static void assertDegenerate(Sample sample, double value) {
    BootstrapInterval ours = Made.present(AurocBootstrap.ofPatients(sample, RESAMPLING, "x"));
    assertThat(ours.percentileLower()).isEqualTo(value);
    assertThat(ours.percentileUpper()).isEqualTo(value);
    assertThat(Made.why(ours.lower())).isEqualTo("all resamples give the same value");
    assertThat(Made.why(ours.upper())).isEqualTo("all resamples give the same value");
  }

  private static List<Estimate<BootstrapInterval>> curves(Sample sample) {
    Curves curves = Curves.of(sample);
    return Bootstrap.ofPatients(sample.size(), RESAMPLING, "x")
        .intervals(List.of(curves.area(), curves.averagePrecision(), curves.areaUpTo(0.2)));
  }

  /** A third with label 1 and higher scores, rounded so that there are ties. */
  private static Sample sample(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] labels = IntStream.range(0, n).map(i -> random.nextDouble() < 1 / 3.0 ? 1 : 0).toArray();
    double[] scores =
        Arrays.stream(labels)
            .mapToDouble(l -> Math.round(500 * (0.2 * l + 0.8 * random.nextDouble())) / 500.0)
            .toArray();
    return Made.sample(labels, scores);
  }
}
