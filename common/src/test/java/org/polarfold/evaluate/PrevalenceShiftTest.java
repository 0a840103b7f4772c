package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.util.FastMath;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.polarfold.evaluate.PrevalenceShift.SiteShift;
import org.polarfold.study.SiteId;

class PrevalenceShiftTest {

  private static final Offset<Double> CLOSED = within(1e-9);
  private static final Offset<Double> ITERATED = within(1e-6);
  private static final SiteId TRAINING = new SiteId("training");
  private static final SiteId NEW = new SiteId("new");

  @Test
  void emGivesThePublishedFixture() throws IOException, URISyntaxException {
    emFixture(Arms.consortium(), 0.582349426024);
  }

  @Test
  void emOnRealPatientsGivesThePublishedFixture() throws IOException {
    emFixture(Arms.uciHeart(), 0.614528786031);
  }

  private static void emFixture(Arms arms, double estimated) {
    JsonNode figures = arms.figures().path("saerens_em_formula_fixture");
    assertThat(figures.path("estimated_prevalence").doubleValue()).isEqualTo(estimated);
    double training = figures.path("training_prevalence").doubleValue();
    double[] scores = arms.pooledExternal().scores()[0];
    double ours = LabelShift.saerens(scores, training);
    assertThat(ours).isEqualTo(estimated, CLOSED);
    assertThat(StatUtils.mean(LabelShift.adjusted(scores, training, ours)))
        .isEqualTo(ours, within(1e-12));
  }

  /** statistics.md, golden values, 4: at .3, not at the carried threshold. */
  @Test
  void bbseGivesThePublishedFixture() throws IOException, URISyntaxException {
    Arms arms = Arms.consortium();
    SiteId boston = new SiteId("boston");
    Sample sample = arms.external().getOrDefault(boston, Sample.NOBODY);
    ScoreTally others = TrainingScores.of(arms.internal()).without(boston, new Repeat(0, 0));
    OperatingPoint point = others.at(0.3);
    assertThat(Made.present(point.sensitivity()).value()).isEqualTo(0.780185758514, CLOSED);
    assertThat(1 - Made.present(point.specificity()).value()).isEqualTo(0.346153846154, CLOSED);
    ShiftEstimate.Once bbse =
        Made.present(ShiftEstimate.bbse(sample.scores()[0], sample.labels(), 0.3, others));
    assertThat(bbse.value()).isEqualTo(0.525398468959, CLOSED);
    assertThat(bbse.difference()).isEqualTo(0.525398468959 - 0.245161290323, CLOSED);
  }

  @Test
  void goldenSitesAreRecalibrated() throws IOException, URISyntaxException {
    Arms arms = Arms.consortium();
    PrevalenceShift ours = PrevalenceShift.of(TrainingScores.of(arms.internal()), arms.external());
    assertThat(ours.sites()).hasSize(6);
    for (SiteShift site : ours.sites()) {
      JsonNode figures = arms.figures().path("external").path("sites").path(site.site());
      assertThat(Made.present(site.raw().calibrationInTheLarge()))
          .isEqualTo(figures.path("calibration_in_the_large").doubleValue(), ITERATED);
      assertThat(Made.present(site.raw().observedToExpected()))
          .isEqualTo(figures.path("oe").doubleValue(), CLOSED);
      assertThat(Made.present(site.raw().brier()))
          .isEqualTo(figures.path("brier").doubleValue(), CLOSED);
      assertThat(Made.present(site.raw().logLoss()))
          .isEqualTo(figures.path("log_loss").doubleValue(), CLOSED);
    }
    SiteShift boston = ours.sites().get(1);
    assertThat(Made.present(boston.observedPrevalence()).value()).isEqualTo(0.245161290323, CLOSED);
    assertThat(Made.present(boston.trainingPrevalence()))
        .isEqualTo((399 - 76) / (1231.0 - 310), within(1e-15));
    assertThat(Made.present(boston.labelShiftDoubted())).isTrue();
  }

  @Test
  void emFindsWhatItsOwnStepsFind() {
    SplittableRandom random = new SplittableRandom(3);
    for (double shift : new double[] {-1.5, 0, 1, 6}) {
      double[] scores = new double[200];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = 1 / (1 + FastMath.exp(-shift - 3 * random.nextDouble()));
      }
      double steps = 0.5;
      for (int step = 0; step < 200_000; step++) {
        steps = StatUtils.mean(LabelShift.adjusted(scores, 0.4, steps));
      }
      assertThat(LabelShift.saerens(scores, 0.4)).isEqualTo(steps, ITERATED);
    }
  }

  @Test
  void certainScoresBoundThePrevalence() {
    assertThat(LabelShift.saerens(new double[] {0, 0, 1, 1}, 0.2)).isEqualTo(0.5);
    assertThat(LabelShift.saerens(new double[] {0, 0, 0}, 0.2)).isEqualTo(0);
    assertThat(LabelShift.saerens(new double[] {1, 1, 1}, 0.2)).isEqualTo(1, within(1e-15));
    double[] some = {0, .3, .4, 1, .2};
    double ours = LabelShift.saerens(some, 0.3);
    assertThat(ours).isBetween(0.2, 0.8);
    assertThat(StatUtils.mean(LabelShift.adjusted(some, 0.3, ours))).isEqualTo(ours, CLOSED);
    assertThat(LabelShift.saerens(new double[] {.1, .1}, 0.3)).isEqualTo(0);
    assertThat(LabelShift.saerens(new double[] {.9, .8}, 0.3)).isEqualTo(1);
  }

  @Test
  void aPlantedShiftOfPrevalenceIsFound() {
    SplittableRandom random = new SplittableRandom(21);
    for (double prevalence : new double[] {0.1, 0.3, 0.7}) {
      SiteShift ours = shift(drawn(random, 20_000, 0.3, 0), drawn(random, 10_000, prevalence, 0));
      ShiftEstimate saerens = Made.present(ours.saerens());
      ShiftEstimate bbse = Made.present(ours.bbse());
      assertThat(saerens.value()).isEqualTo(prevalence, within(0.03));
      assertThat(bbse.value()).isEqualTo(prevalence, within(0.03));
      assertThat(Made.present(saerens.se())).isLessThan(0.012);
      assertThat(Made.present(ours.labelShiftDoubted())).isFalse();
      double before = Made.present(ours.calibrated().calibrationInTheLarge());
      double after = Made.present(ours.atSaerens().calibrationInTheLarge());
      assertThat(Math.abs(after)).isLessThan(0.15);
      if (prevalence != 0.3) {
        assertThat(Math.abs(before)).isGreaterThan(0.8);
        assertThat(Made.present(ours.atSaerens().logLoss()))
            .isLessThan(Made.present(ours.calibrated().logLoss()));
        assertThat(Made.present(ours.atBbse().brier()))
            .isLessThan(Made.present(ours.calibrated().brier()));
      }
    }
  }

  @Test
  void scoresThatMovedWithoutTheLabelsAreDoubted() {
    SplittableRandom random = new SplittableRandom(22);
    SiteShift ours = shift(drawn(random, 5000, 0.3, 0), drawn(random, 1000, 0.3, 0.8));
    assertThat(Made.present(ours.saerens()).value()).isGreaterThan(0.45);
    assertThat(Made.present(ours.labelShiftDoubted())).isTrue();
  }

  /** Doubt where label shift holds is an error of 5 % at most, whatever the prevalence. */
  @Test
  void doubtIsRareWhereLabelShiftHolds() {
    SplittableRandom random = new SplittableRandom(23);
    int doubted = 0;
    double[] z = new double[400];
    for (int run = 0; run < 400; run++) {
      SiteShift ours = shift(drawn(random, 600, 0.3, 0), drawn(random, 300, 0.55, 0));
      doubted += Made.present(ours.labelShiftDoubted()) ? 1 : 0;
      z[run] = Made.present(Made.present(ours.saerens()).z());
    }
    // 5 % of 400 and three standard errors; the error of EM's difference is the right size.
    assertThat(doubted).isBetween(4, 33);
    assertThat(StatUtils.variance(z)).isBetween(0.75, 1.3);
  }

  @Test
  void repeatsAreAveraged() {
    SplittableRandom random = new SplittableRandom(24);
    Sample inside = drawn(random, 300, 0.3, 0);
    Sample outside = drawn(random, 200, 0.5, 0);
    SiteShift once = shift(inside, outside);
    SiteShift twice = shift(doubled(inside), doubled(outside));
    assertThat(twice).isEqualTo(once);
  }

  @Test
  void oddSitesAreSaidToBeSo() {
    Sample inside = Made.sample(new int[] {0, 1, 0, 1, 0, 1}, .2, .3, .4, .6, .5, .7);
    SiteShift ends = shift(inside, Made.sample(new int[] {0, 1, 1}, 0, 1, .5));
    String why = "scores of exactly 0 or 1, which have no logit: 2";
    assertThat(Made.why(ends.saerens())).isEqualTo(why);
    assertThat(Made.why(ends.calibrated().brier())).isEqualTo(why);
    assertThat(Made.why(ends.atBbse().logLoss())).isEqualTo(why);
    assertThat(Made.present(ends.raw().logLoss())).isEqualTo(Math.log(2) / 3, within(1e-15));
    assertThat(Made.why(ends.raw().calibrationInTheLarge())).isEqualTo(why);
    assertThat(Made.present(ends.bbse()).value()).isBetween(0.0, 1.0);
    SiteShift wrong = shift(inside, Made.sample(new int[] {1, 0}, 0, .5));
    assertThat(Made.why(wrong.raw().logLoss())).startsWith("infinite");

    SiteShift oneClass = shift(inside, Made.sample(new int[] {0, 0, 0}, .3, .5, .5));
    assertThat(Made.present(oneClass.observedPrevalence()).value()).isEqualTo(0);
    assertThat(Made.why(oneClass.raw().calibrationInTheLarge()))
        .isEqualTo("no patient with label 1");
    SiteShift alone = shift(Sample.NOBODY, inside);
    assertThat(Made.why(alone.saerens())).isEqualTo("no other site has internal scores");
    assertThat(Made.present(alone.raw().brier())).isPositive();
    SiteShift tied = shift(Made.sample(new int[] {0, 1}, .5, .5), inside);
    assertThat(Made.why(tied.bbse())).isEqualTo(LabelShift.NO_BETTER);
    assertThat(Made.why(tied.saerens())).isEqualTo(LogisticFit.NO_MAXIMUM);
    assertThat(Made.why(tied.labelShiftDoubted())).isEqualTo(LabelShift.NO_BETTER);
    SiteShift noEvents = shift(Made.sample(new int[] {0, 0}, .5, .5), inside);
    assertThat(Made.why(noEvents.bbse())).isEqualTo("the other sites have no patient with label 1");
    assertThat(
            Made.why(shift(Made.sample(new int[] {0, 1, 1, 0}, 0, .5, .6, .7), inside).saerens()))
        .isEqualTo("scores of exactly 0 or 1 at the other sites, which have no logit: 1");
    assertThat(Made.why(shift(inside, Sample.NOBODY).raw().brier()))
        .isEqualTo("no patient with a score in every repeat");
    SiteShift single = shift(inside, Made.sample(new int[] {1}, .5));
    assertThat(single.n()).isEqualTo(1);
  }

  private static SiteShift shift(Sample inside, Sample outside) {
    SortedMap<SiteId, Sample> internal = new TreeMap<>();
    internal.put(TRAINING, inside);
    SortedMap<SiteId, Sample> external = new TreeMap<>();
    external.put(NEW, outside);
    return PrevalenceShift.of(TrainingScores.of(internal), external).sites().get(0);
  }

  private static Sample doubled(Sample once) {
    int[] labels = new int[once.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = once.labels()[i];
    }
    return Made.sample(labels, once.scores()[0], once.scores()[0]);
  }

  /** Scores miscalibrated alike everywhere, normal on the logit scale within a label. */
  private static Sample drawn(SplittableRandom random, int n, double prevalence, double moved) {
    int[] labels = new int[n];
    double[] scores = new double[n];
    for (int i = 0; i < n; i++) {
      labels[i] = random.nextDouble() < prevalence ? 1 : 0;
      double normal =
          FastMath.sqrt(-2 * FastMath.log(1 - random.nextDouble()))
              * FastMath.cos(2 * Math.PI * random.nextDouble());
      double x = 1.5 * labels[i] + normal + moved;
      scores[i] = 1 / (1 + FastMath.exp(1.1 - 0.6 * x));
    }
    return Made.sample(labels, scores);
  }
}
