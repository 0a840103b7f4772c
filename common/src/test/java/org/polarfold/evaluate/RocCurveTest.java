package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.evaluate.RocCurve.Point;

class RocCurveTest {

  /** Ten of a class, steps of five patients: 4 and 1, 3 and 2, 2 and 3, 1 and 4 have label 1. */
  private static final int[] LABELS = {1, 1, 0, 1, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0};

  @Test
  void goesThroughThePlacesThatFivePatientsLieBetween() {
    List<Point> points = curve(LABELS, descending(20));
    assertThat(points.get(0)).isEqualTo(new Point(0, 0));
    assertThat(points.get(points.size() - 1)).isEqualTo(new Point(1, 1));
    assertThat(tprAt(points, 0.1)).isEqualTo(0.4, within(0.01));
    assertThat(tprAt(points, 0.3)).isEqualTo(0.7, within(0.01));
    assertThat(tprAt(points, 0.6)).isEqualTo(0.9, within(0.01));
  }

  @Test
  void theOrderOfFewPatientsIsNotTold() {
    int[] others = LABELS.clone();
    // One pair of the first five turned for the worse and one of the second for the better.
    others[1] = 0;
    others[2] = 1;
    others[5] = 1;
    others[6] = 1;
    others[7] = 0;
    assertThat(area(others, descending(20))).isEqualTo(area(LABELS, descending(20)));
    assertThat(curve(others, descending(20))).isEqualTo(curve(LABELS, descending(20)));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 20, 50, 100, 101, 250, 1000, 20_000})
  void itsAreaIsTheExactOneWhateverTheNumbers(int n) {
    for (int steps : new int[] {3, 10, 1_000_000}) {
      for (int seed = 0; seed < 20; seed++) {
        SplittableRandom random = new SplittableRandom(1000L * n + seed);
        double prevalence = random.nextDouble(0.03, 0.97);
        int[] labels =
            IntStream.range(0, n)
                .map(i -> (i > 1 ? random.nextDouble() < prevalence : i == 1) ? 1 : 0)
                .toArray();
        double[][] scores = new double[1 + seed % 3][n];
        for (double[] repeat : scores) {
          for (int i = 0; i < n; i++) {
            double raw = (random.nextDouble() + 0.4 * labels[i]) / 1.4;
            repeat[i] = Math.floor(raw * steps) / steps;
          }
        }
        List<Point> points = curve(labels, scores);
        assertThat(points.size()).isBetween(2, 127);
        for (int i = 1; i < points.size(); i++) {
          assertThat(points.get(i).fpr()).isGreaterThanOrEqualTo(points.get(i - 1).fpr());
          assertThat(points.get(i).tpr()).isBetween(points.get(i - 1).tpr(), 1.0);
        }
        assertThat(under(points)).isEqualTo(area(labels, scores), within(0.005));
      }
    }
  }

  /** Vertically: the mean sensitivity at a false positive rate, not a curve of mean scores. */
  @Test
  void repeatsAreAveragedAtEqualFalsePositiveRates() {
    double[] once = descending(20);
    double[] again = IntStream.range(0, 20).mapToDouble(i -> once[19 - i]).toArray();
    List<Point> both = curve(LABELS, once, again);
    List<Point> first = curve(LABELS, once);
    List<Point> second = curve(LABELS, again);
    for (double fpr : new double[] {0.08, 0.32, 0.6, 0.8}) {
      double mean = (tprAt(first, fpr) + tprAt(second, fpr)) / 2;
      assertThat(tprAt(both, fpr)).isEqualTo(mean, within(0.003));
    }
  }

  @Test
  void tiesAreAStraightLine() {
    assertThat(curve(new int[] {1, 0, 1, 0, 0, 0, 1, 0, 0, 0}, new double[10]))
        .containsExactly(new Point(0, 0), new Point(1, 1));
  }

  @Test
  void separatedClassesFollowTheCorner() {
    int[] labels = IntStream.range(0, 40).map(i -> i < 20 ? 1 : 0).toArray();
    assertThat(curve(labels, descending(40)))
        .containsExactly(new Point(0, 0), new Point(0, 1), new Point(1, 1));
  }

  @Test
  void saysWhyThereIsNoCurve() {
    assertThat(Made.why(RocCurve.of(Made.sample(new int[] {1, 1}, .5, .2))))
        .isEqualTo("no patient with label 0");
    assertThat(Made.why(RocCurve.of(Sample.NOBODY)))
        .isEqualTo("no patient with a score in every repeat");
  }

  private static List<Point> curve(int[] labels, double[]... scores) {
    RocCurve curve = Made.present(RocCurve.of(Made.sample(labels, scores)));
    assertThat(curve.stepPatients()).isEqualTo(5);
    return curve.points();
  }

  private static double area(int[] labels, double[]... scores) {
    return Made.present(Auroc.of(Made.sample(labels, scores))).value();
  }

  private static double under(List<Point> points) {
    double area = 0;
    for (int i = 1; i < points.size(); i++) {
      Point a = points.get(i - 1);
      Point b = points.get(i);
      area += (b.fpr() - a.fpr()) * (a.tpr() + b.tpr()) / 2;
    }
    return area;
  }

  private static double tprAt(List<Point> points, double fpr) {
    int next = 0;
    while (points.get(next).fpr() <= fpr) {
      next++;
    }
    Point a = points.get(next - 1);
    Point b = points.get(next);
    return a.tpr() + (fpr - a.fpr()) / (b.fpr() - a.fpr()) * (b.tpr() - a.tpr());
  }

  private static double[] descending(int n) {
    return IntStream.range(0, n).mapToDouble(i -> (n - i) / (n + 1.0)).toArray();
  }
}
