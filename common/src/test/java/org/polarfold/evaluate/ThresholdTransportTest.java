package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.polarfold.evaluate.ThresholdTransport.Carried;
import org.polarfold.study.SiteId;

class ThresholdTransportTest {

  private static final Offset<Double> CLOSED = within(1e-9);
  private static final SiteId A = new SiteId("a");
  private static final SiteId B = new SiteId("b");
  private static final SiteId C = new SiteId("c");

  /** statistics.md, golden values, 4. */
  @Test
  void bostonsThresholdComesFromTheOtherFiveSites() throws IOException, URISyntaxException {
    Arms arms = Arms.consortium();
    Carried boston = rules(arms, "boston").get(0);
    assertThat(boston.rule()).isEqualTo("youden");
    assertThat(Made.present(boston.threshold())).isEqualTo(0.306747);
    OperatingPoint external = Made.present(boston.external());
    assertThat(external.tp()).isEqualTo(58);
    assertThat(external.tn()).isEqualTo(116);
    assertThat(external.tp() + external.fn()).isEqualTo(76);
    assertThat(external.tn() + external.fp()).isEqualTo(234);
    assertThat(Made.present(external.sensitivity()).value()).isEqualTo(0.763157894737, CLOSED);
    assertThat(Made.present(external.specificity()).value()).isEqualTo(0.495726495726, CLOSED);
  }

  @Test
  void poolingAllSitesGivesThePublishedFixture() throws IOException, URISyntaxException {
    pooledFixture(Arms.consortium());
  }

  @Test
  void poolingRealPatientsGivesThePublishedFixture() throws IOException {
    pooledFixture(Arms.uciHeart());
  }

  private static void pooledFixture(Arms arms) {
    JsonNode figures = arms.figures().path("threshold_pooled_formula_fixture");
    SiteId nowhere = new SiteId("nowhere");
    TrainingScores training = TrainingScores.of(arms.internal());
    ScoreTally all = training.without(nowhere, new Repeat(0, 0));
    double threshold = Made.present(all.youden());
    assertThat(threshold).isEqualTo(figures.path("threshold").doubleValue(), CLOSED);
    OperatingPoint chosen = all.at(threshold);
    assertThat(
            Made.present(chosen.sensitivity()).value()
                + Made.present(chosen.specificity()).value()
                - 1)
        .isEqualTo(figures.path("internal_youden").doubleValue(), CLOSED);
    JsonNode expected = figures.path("external");
    OperatingPoint external = OperatingPoint.of(arms.pooledExternal(), 0, threshold);
    assertThat(external.tp()).isEqualTo(expected.path("tp").doubleValue());
    assertThat(external.fn()).isEqualTo(expected.path("fn").doubleValue());
    assertThat(external.tn()).isEqualTo(expected.path("tn").doubleValue());
    assertThat(external.fp()).isEqualTo(expected.path("fp").doubleValue());
    rate(Made.present(external.sensitivity()), expected, "sensitivity");
    rate(Made.present(external.specificity()), expected, "specificity");
  }

  private static void rate(Proportion ours, JsonNode figures, String name) {
    JsonNode wilson = figures.path(name + "_wilson");
    assertThat(ours.value()).isEqualTo(figures.path(name).doubleValue(), CLOSED);
    assertThat(ours.lower()).isEqualTo(wilson.path(0).doubleValue(), CLOSED);
    assertThat(ours.upper()).isEqualTo(wilson.path(1).doubleValue(), CLOSED);
  }

  @Test
  void wholeNumbersGiveTheIntervalOfCommonsMath() {
    for (int n : new int[] {1, 3, 46, 100_000}) {
      for (int some : new int[] {0, 1, n / 2, n}) {
        ConfidenceInterval theirs = new WilsonScoreInterval().createInterval(n, some, 0.95);
        Proportion ours = Proportion.among(some, n);
        assertThat(ours.lower()).isEqualTo(theirs.getLowerBound(), CLOSED);
        assertThat(ours.upper()).isEqualTo(theirs.getUpperBound(), CLOSED);
        assertThat(ours.lower()).isBetween(0.0, ours.value());
        assertThat(ours.upper()).isBetween(ours.value(), 1.0);
      }
    }
  }

  /** The definitions, threshold by threshold, on scores with many ties, all sites but one. */
  @Test
  void agreesWithTryingEveryScore() {
    SplittableRandom random = new SplittableRandom(11);
    SortedMap<SiteId, Sample> internal = new TreeMap<>();
    for (SiteId site : List.of(A, B, C)) {
      internal.put(site, drawn(random, 40));
    }
    ThresholdTransport ours = ThresholdTransport.of(TrainingScores.of(internal), internal, 0.8);
    for (int s = 0; s < 3; s++) {
      SortedMap<SiteId, Sample> others = new TreeMap<>(internal);
      others.remove(List.of(A, B, C).get(s));
      List<Sample> pair = List.copyOf(others.values());
      double[] best = {-2, -2, Double.NaN, Double.NaN};
      for (Sample from : pair) {
        for (double t : from.scores()[0]) {
          double sensitivity = share(pair, 1, t);
          double youden = sensitivity - share(pair, 0, t);
          if (youden > best[0] + 1e-12 || (youden > best[0] - 1e-12 && t < best[2])) {
            best[0] = youden;
            best[2] = t;
          }
          if (sensitivity >= 0.8 && t > best[1]) {
            best[1] = t;
          }
        }
      }
      List<Carried> rules = ours.sites().get(s).rules();
      assertThat(Made.present(rules.get(0).threshold())).isEqualTo(best[2]);
      assertThat(Made.present(rules.get(1).threshold())).isEqualTo(best[1]);
      OperatingPoint chosen = Made.present(rules.get(1).chosen());
      assertThat(Made.present(chosen.sensitivity()).value()).isGreaterThanOrEqualTo(0.8);
    }
  }

  @Test
  void theSitesOwnScoresDoNotCount() {
    SplittableRandom random = new SplittableRandom(12);
    SortedMap<SiteId, Sample> internal = new TreeMap<>();
    internal.put(A, drawn(random, 30));
    internal.put(B, drawn(random, 30));
    SortedMap<SiteId, Sample> external = new TreeMap<>();
    external.put(A, drawn(random, 30));
    Carried before =
        ThresholdTransport.of(TrainingScores.of(internal), external, 0.9)
            .sites()
            .get(0)
            .rules()
            .get(0);
    internal.put(A, drawn(random, 50));
    Carried after =
        ThresholdTransport.of(TrainingScores.of(internal), external, 0.9)
            .sites()
            .get(0)
            .rules()
            .get(0);
    assertThat(after.threshold()).isEqualTo(before.threshold());
    assertThat(after.external()).isEqualTo(before.external());
    assertThat(after.internal()).isNotEqualTo(before.internal());
  }

  @Test
  void aTiedYoudenIndexTakesTheLowestObservedScore() {
    // At .8 and .4 the index is 1/2; .6 is a score of the site itself.
    SortedMap<SiteId, Sample> internal = new TreeMap<>();
    internal.put(A, Made.sample(new int[] {0, 1}, .6, .6));
    internal.put(B, Made.sample(new int[] {1, 0, 1, 0}, .8, .5, .4, .3));
    Carried ours =
        ThresholdTransport.of(TrainingScores.of(internal), new TreeMap<>(), 0.9)
            .sites()
            .get(0)
            .rules()
            .get(0);
    assertThat(Made.present(ours.threshold())).isEqualTo(.4);
    assertThat(Made.why(ours.external())).isEqualTo("no patient with a score in every repeat");
  }

  @Test
  void repeatsHaveTheirOwnThresholdsAndTheIntervalOfTheirPatients() {
    int[] labels = {1, 1, 0, 0};
    SortedMap<SiteId, Sample> internal = new TreeMap<>();
    internal.put(
        A, Made.sample(labels, new double[] {.9, .7, .2, .1}, new double[] {.5, .4, .2, .1}));
    SortedMap<SiteId, Sample> external = new TreeMap<>();
    external.put(
        B, Made.sample(labels, new double[] {.9, .6, .8, .1}, new double[] {.9, .6, .8, .1}));
    Carried ours =
        ThresholdTransport.of(TrainingScores.of(internal), external, 0.9)
            .sites()
            .get(1)
            .rules()
            .get(0);
    assertThat(Made.present(ours.threshold())).isEqualTo(.55, within(1e-15));
    OperatingPoint carried = Made.present(ours.external());
    // .7 finds one of two, .4 both.
    assertThat(carried.tp()).isEqualTo(1.5);
    assertThat(carried.fp()).isEqualTo(1);
    assertThat(Made.present(carried.sensitivity())).isEqualTo(Proportion.among(1.5, 2));
  }

  @Test
  void repeatsThatArmsDoNotShareArePairedByPlace() {
    List<Repeat> first = List.of(new Repeat(0, 1), new Repeat(1, 1));
    List<Repeat> second = List.of(new Repeat(0, 2), new Repeat(1, 2), new Repeat(2, 2));
    assertThat(Repeats.pairs(first, second))
        .containsExactly(new Repeats.Pair(0, 0), new Repeats.Pair(1, 1));
    assertThat(Repeats.pairs(first, List.of(new Repeat(1, 1))))
        .containsExactly(new Repeats.Pair(1, 0));
  }

  @Test
  void oddSitesAreSaidToBeSo() {
    SortedMap<SiteId, Sample> internal = new TreeMap<>();
    internal.put(A, Made.sample(new int[] {0, 0}, .2, .3));
    SortedMap<SiteId, Sample> external = new TreeMap<>();
    external.put(A, Made.sample(new int[] {0, 1}, .2, .3));
    external.put(B, Made.sample(new int[] {1, 1}, 0, 1));
    ThresholdTransport ours = ThresholdTransport.of(TrainingScores.of(internal), external, 0.9);
    Carried alone = ours.sites().get(0).rules().get(0);
    assertThat(Made.why(alone.threshold())).isEqualTo("no other site has internal scores");
    assertThat(Made.why(alone.external())).isEqualTo("no other site has internal scores");
    for (Carried carried : ours.sites().get(1).rules()) {
      assertThat(Made.why(carried.threshold()))
          .isEqualTo("the other sites have no patient with label 1");
    }
    internal.put(A, Made.sample(new int[] {0, 1}, .5, .5));
    OperatingPoint tied =
        Made.present(
            ThresholdTransport.of(TrainingScores.of(internal), external, 1)
                .sites()
                .get(1)
                .rules()
                .get(1)
                .external());
    assertThat(tied.tp()).isEqualTo(1);
    assertThat(Made.why(tied.specificity())).isEqualTo("no patient with label 0");
  }

  private static List<Carried> rules(Arms arms, String site) {
    return ThresholdTransport.of(
            TrainingScores.of(arms.internal()), arms.external(), ThresholdTransport.USUAL_FLOOR)
        .sites()
        .stream()
        .filter(one -> one.site().equals(site))
        .findFirst()
        .orElseThrow()
        .rules();
  }

  private static double share(List<Sample> samples, int label, double threshold) {
    return samples.stream()
        .flatMapToDouble(sample -> Arrays.stream(sample.ofClass(label, 0)))
        .map(score -> score >= threshold ? 1 : 0)
        .average()
        .orElseThrow();
  }

  private static Sample drawn(SplittableRandom random, int n) {
    int[] labels = IntStream.range(0, n).map(i -> random.nextDouble() < 0.4 ? 1 : 0).toArray();
    double[] scores =
        Arrays.stream(labels)
            .mapToDouble(label -> Math.round(16 * (0.3 * label + 0.7 * random.nextDouble())) / 16.0)
            .toArray();
    return Made.sample(labels, scores);
  }
}
