package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.polarfold.study.PatientId;
import org.polarfold.study.SiteId;

class WithinFoldsTest {

  private static final byte[] LABELS = {1, 0, 1, 0, 1, 0, 1, 0};

  /** Two networks on different scales: no pair across them tells anything, and none is made. */
  @Test
  void scoresOfDifferentNetworksAreNotCompared() {
    double[] internal = {.9, .8, .95, .85, .2, .1, .25, .15};
    Sample sample = sample(new int[] {0, 0, 0, 0, 1, 1, 1, 1}, internal);
    WithinFolds ours = Made.present(WithinFolds.of(sample, sample));
    assertThat(ours.internal()).isEqualTo(1);
    assertThat(Made.present(Auroc.of(sample)).value()).isEqualTo(12 / 16.0);
    assertThat(ours.drop()).isZero();
    assertThat(Made.present(ours.se())).isZero();
    assertThat(Made.present(ours.p())).isEqualTo(1);
  }

  @Test
  void oneFoldForAllIsThePairedDrop() {
    SplittableRandom random = new SplittableRandom(1);
    int n = 60;
    byte[] labels = new byte[n];
    double[][] scores = new double[2][n];
    for (int i = 0; i < n; i++) {
      labels[i] = (byte) (i % 2);
      scores[0][i] = random.nextDouble();
      scores[1][i] = random.nextDouble();
    }
    Sample first = sample(labels, new int[1][n], new double[][] {scores[0]});
    Sample second = sample(labels, new int[1][n], new double[][] {scores[1]});
    WithinFolds ours = Made.present(WithinFolds.of(first, second));
    PairedDrop paired = PairedDrop.of(first, second);
    assertThat(ours.drop()).isEqualTo(Made.present(paired.drop()), within(1e-15));
    assertThat(Made.present(ours.se())).isEqualTo(Made.present(paired.se()), within(1e-15));
    // Twice the same repeat is as one: nothing varies between repeats.
    Sample twice = sample(labels, new int[2][n], new double[][] {scores[0], scores[0]});
    Sample twiceOther = sample(labels, new int[2][n], new double[][] {scores[1], scores[1]});
    WithinFolds repeated = Made.present(WithinFolds.of(twice, twiceOther));
    assertThat(Made.present(repeated.se())).isEqualTo(Made.present(paired.se()), within(1e-15));
  }

  @Test
  void theIntervalIsTheNormalOne() {
    WithinFolds ours =
        Made.present(
            WithinFolds.of(
                sample(new int[] {0, 0, 0, 0, 1, 1, 1, 1}, .9, .2, .6, .7, .3, .1, .6, .4),
                sample(new int[8], .5, .2, .3, .7, .3, .6, .6, .4)));
    double se = Made.present(ours.se());
    double z = ours.drop() / se;
    assertThat(ours.drop()).isEqualTo(ours.internal() - ours.external(), within(1e-15));
    assertThat(Made.present(ours.lower())).isEqualTo(ours.drop() - Distributions.Z * se);
    assertThat(Made.present(ours.upper())).isEqualTo(ours.drop() + Distributions.Z * se);
    assertThat(Made.present(ours.z())).isEqualTo(z);
    assertThat(Made.present(ours.p())).isEqualTo(Distributions.twoSided(z));
  }

  /** Two repeats of one fold each: as the paired drop over the same repeats. */
  @Test
  void repeatsAreAveragedAsThePairedDropAveragesThem() {
    SplittableRandom random = new SplittableRandom(2);
    int n = 40;
    byte[] labels = new byte[n];
    double[][] scores = new double[4][n];
    for (int i = 0; i < n; i++) {
      labels[i] = (byte) (i % 2);
      for (double[] column : scores) {
        column[i] = random.nextDouble();
      }
    }
    Sample first = sample(labels, new int[2][n], new double[][] {scores[0], scores[1]});
    Sample second = sample(labels, new int[2][n], new double[][] {scores[2], scores[3]});
    WithinFolds ours = Made.present(WithinFolds.of(first, second));
    PairedDrop paired = PairedDrop.of(first, second);
    assertThat(ours.drop()).isEqualTo(Made.present(paired.drop()), within(1e-15));
    assertThat(Made.present(ours.se())).isEqualTo(Made.present(paired.se()), within(1e-15));
    assertThat(ours.folds()).isEqualTo(2);
    // An arm of one repeat stands beside both.
    Sample once = sample(labels, new int[1][n], new double[][] {scores[2]});
    WithinFolds against = Made.present(WithinFolds.of(first, once));
    assertThat(against.external()).isEqualTo(Made.present(Auroc.of(once)).value(), within(1e-15));
    assertThat(against.internal()).isEqualTo(Made.present(Auroc.of(first)).value(), within(1e-15));
  }

  @Test
  void otherWaysOfSeparatingTheClassesAreNotCertain() {
    int[] folds = new int[8];
    Sample one = sample(folds, .9, .1, .8, .2, .7, .3, .6, .4);
    Sample other = sample(folds, .6, .4, .7, .3, .8, .2, .9, .1);
    WithinFolds same = Made.present(WithinFolds.of(one, other));
    assertThat(same.drop()).isZero();
    assertThat(Made.present(same.p())).isEqualTo(1);
    Sample turned = sample(folds, .1, .9, .2, .8, .3, .7, .4, .6);
    assertThat(Made.why(Made.present(WithinFolds.of(one, turned)).se()))
        .isEqualTo("no variance between patients");
  }

  @Test
  void patientsWithoutPairsAreCounted() {
    double[] scores = {.9, .8, .95, .85, .2, .1, .25, .15};
    WithinFolds ours =
        Made.present(
            WithinFolds.of(
                sample(new int[] {0, 0, 0, 0, 1, -1, 1, -1}, scores),
                sample(new int[] {0, 0, 0, 0, 0, 0, 0, 0}, .1, .2, .3, .4, .5, .6, .7, .8)));
    assertThat(ours.n()).isEqualTo(4);
    assertThat(ours.withoutPairs()).isEqualTo(4);
    assertThat(ours.folds()).isEqualTo(1);
  }

  @Test
  void whatCannotBeComparedSaysWhy() {
    double[] scores = {.9, .8, .95, .85, .2, .1, .25, .15};
    Sample none = sample(new int[] {-1, -1, -1, -1, -1, -1, -1, -1}, scores);
    assertThat(Made.why(WithinFolds.of(none, none))).isEqualTo(WithinFolds.NO_FOLDS);
    Sample pure = sample(new int[] {1, 0, 1, 0, 1, 0, 1, 0}, scores);
    assertThat(Made.why(WithinFolds.of(pure, pure)))
        .isEqualTo("no fold has patients of both classes");
    Sample single = sample(new int[] {0, 0, 1, 1, 1, 1, 1, 1}, scores);
    WithinFolds ours =
        Made.present(WithinFolds.of(single, sample(new int[8], .1, .2, .3, .4, .5, .6, .7, .8)));
    assertThat(Made.why(ours.se())).isEqualTo("a fold has only one patient in a class");
    assertThat(Made.why(WithinFolds.of(single, Sample.NOBODY)))
        .isEqualTo("no patient is in both arms");
  }

  /** Through a file: folds of each site, pooled over sites, which without a name there are none. */
  @Test
  void sitesArePooled() {
    PredictionsBuilder named = Predictions.from("made");
    PredictionsBuilder nameless = Predictions.from("made");
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < 240; i++) {
      for (Arm arm : List.of(Arm.INTERNAL, Arm.EXTERNAL)) {
        double score = random.nextDouble();
        named.add(2L * i + 1, row(i, arm, score, Optional.of("fold-" + i / 3 % 3)));
        nameless.add(2L * i + 1, row(i, arm, score, Optional.empty()));
      }
    }
    Results.WithinFoldsResult ours =
        Made.present(
            Made.present(Evaluation.of(named.build(), Resampling.NONE).binary().get(0).drop())
                .withinFolds());
    assertThat(ours.sites()).extracting("site").containsExactly("s0", "s1", "s2");
    double[] drops = new double[3];
    double[] variances = new double[3];
    for (int s = 0; s < 3; s++) {
      WithinFolds within = Made.present(ours.sites().get(s).withinFolds());
      assertThat(within.folds()).isEqualTo(3);
      drops[s] = within.drop();
      variances[s] = Made.present(within.se()) * Made.present(within.se());
    }
    assertThat(Made.present(ours.metaAnalysis()).estimate())
        .isEqualTo(RandomEffects.of(drops, variances).mean(), within(1e-14));
    assertThat(
            Made.why(
                Made.present(
                        Evaluation.of(nameless.build(), Resampling.NONE).binary().get(0).drop())
                    .withinFolds()))
        .isEqualTo(WithinFolds.NO_FOLDS);
  }

  private static Prediction row(int i, Arm arm, double score, Optional<String> fold) {
    return new Prediction(
        new PatientId("p" + i),
        new SiteId("s" + i % 3),
        arm,
        "mace",
        "dl",
        Prediction.NO_MAP,
        0,
        0,
        fold,
        0,
        OptionalDouble.empty(),
        OptionalDouble.of(i % 2),
        OptionalDouble.of(score));
  }

  private static Sample sample(int[] folds, double... scores) {
    return sample(LABELS, new int[][] {folds}, new double[][] {scores});
  }

  private static Sample sample(byte[] labels, int[][] folds, double[][] scores) {
    int[] patients = new int[labels.length];
    double[] weights = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      patients[i] = i;
      weights[i] = 1;
    }
    List<Repeat> repeats =
        scores.length == 1
            ? List.of(new Repeat(0, 0))
            : List.of(new Repeat(0, 0), new Repeat(1, 0));
    return new Sample(repeats, patients, labels, scores, folds, weights);
  }
}
