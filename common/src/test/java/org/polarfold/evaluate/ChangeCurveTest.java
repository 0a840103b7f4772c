package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.polarfold.evaluate.ChangeCurve.AtGrade;
import org.polarfold.evaluate.ChangeCurve.OverSites;
import org.polarfold.evaluate.ChangeCurve.Point;
import org.polarfold.study.PatientId;
import org.polarfold.study.SiteId;

/** Scores whose separation a change takes away, from the external arm twice as fast. */
class ChangeCurveTest {

  private static final int SITES = 4;
  private static final int PATIENTS = 250;
  private static final double[] GRADES = {0, 1, 2, 4};

  private static Predictions predictions(String... arms) {
    return predictions(GRADES, arms);
  }

  private static Predictions predictions(double[] grades, String... arms) {
    PredictionsBuilder builder = Predictions.from("made");
    Random random = new Random(5);
    long row = 0;
    for (int i = 0; i < SITES * PATIENTS; i++) {
      int label = random.nextInt(3) == 0 ? 1 : 0;
      double shared = random.nextGaussian();
      for (String arm : arms) {
        double own = 0.3 * random.nextGaussian();
        for (double grade : grades) {
          double slope = arm.equals("internal") ? 0.1 : 0.2;
          double x = Math.max(0, 2 - slope * 2 * grade) * label + shared + own;
          builder.add(
              ++row,
              new Prediction(
                  new PatientId("p" + i),
                  new SiteId("site-" + i % SITES),
                  new Arm(arm),
                  "impaired_mfr",
                  ChangeCurve.model("blur", grade),
                  "reserve",
                  0,
                  1,
                  Optional.empty(),
                  0,
                  OptionalDouble.empty(),
                  OptionalDouble.of(label),
                  OptionalDouble.of(1 / (1 + Math.exp(-x)))));
        }
      }
    }
    return builder.build();
  }

  private static AtGrade arm(Point point, String name) {
    return Objects.requireNonNull(point.arms().get(name), name);
  }

  @Test
  void theCurvesFallAndTheDropGrows() {
    List<ChangeCurve> curves = ChangeCurve.of(predictions("internal", "external"));

    assertThat(curves).hasSize(1);
    ChangeCurve curve = curves.get(0);
    assertThat(List.of(curve.target(), curve.map(), curve.kind()))
        .containsExactly("impaired_mfr", "reserve", "blur");
    assertThat(curve.circular()).isTrue();
    assertThat(curve.points()).extracting(Point::grade).containsExactly(0.0, 1.0, 2.0, 4.0);
    Point before = curve.points().get(0);
    assertThat(Made.why(before.dropChange())).isEqualTo("nothing is changed at grade 0");
    for (int g = 1; g < 4; g++) {
      Point point = curve.points().get(g);
      assertThat(point.n()).isEqualTo(SITES * PATIENTS);
      for (String name : List.of("internal", "external")) {
        AtGrade arm = arm(point, name);
        assertThat(arm.n()).isEqualTo(SITES * PATIENTS);
        assertThat(Made.present(arm.auroc()).estimate())
            .isLessThan(Made.present(arm(curve.points().get(g - 1), name).auroc()).estimate());
        OverSites change = Made.present(arm.change());
        assertThat(change.k()).isEqualTo(SITES);
        assertThat(change.upper()).isNegative();
      }
      assertThat(Made.present(point.dropChange()).lower()).isPositive();
      assertThat(Made.present(point.drop()).estimate())
          .isGreaterThan(Made.present(curve.points().get(g - 1).drop()).estimate());
    }
  }

  /** Each figure is that of the same scores evaluated as results are. */
  @Test
  void figuresAreThoseOfTheEvaluation() {
    Predictions predictions = predictions("internal", "external");
    List<Point> points = ChangeCurve.of(predictions).get(0).points();
    Results results = Evaluation.of(predictions, Resampling.NONE);

    for (Point point : points) {
      Results.BinaryResult same =
          results.binary().stream()
              .filter(one -> one.model().equals(ChangeCurve.model("blur", point.grade())))
              .findFirst()
              .orElseThrow();
      MetaAnalysis drop = Made.present(Made.present(same.drop()).metaAnalysis());
      OverSites ours = Made.present(point.drop());
      assertThat(List.of(ours.estimate(), ours.lower(), ours.upper()))
          .containsExactly(drop.estimate(), drop.lower(), drop.upper());
      MetaAnalysis internal = Made.present(Made.arm(same, "internal").metaAnalysis());
      OverSites area = Made.present(arm(point, "internal").auroc());
      assertThat(List.of(area.estimate(), area.lower(), area.upper()))
          .containsExactly(internal.estimate(), internal.lower(), internal.upper());
    }
  }

  /** On complete, alike sites the paired change is about the difference of the areas. */
  @Test
  void aChangeIsThatOfTheAreas() {
    List<Point> points = ChangeCurve.of(predictions("internal", "external")).get(0).points();
    double before = Made.present(arm(points.get(0), "external").auroc()).estimate();
    for (Point point : points.subList(1, 4)) {
      AtGrade arm = arm(point, "external");
      assertThat(Made.present(arm.change()).estimate())
          .isCloseTo(Made.present(arm.auroc()).estimate() - before, within(0.01));
    }
  }

  @Test
  void withoutAnArmThereIsNoDrop() {
    List<Point> points = ChangeCurve.of(predictions("internal")).get(0).points();

    List<String> why = new ArrayList<>();
    points.forEach(point -> why.add(Made.why(point.drop())));
    assertThat(why).hasSize(4).containsOnly("no external arm");
    assertThat(Made.present(arm(points.get(3), "internal").change()).upper()).isNegative();
    assertThat(points.get(1).n()).isZero();
  }

  @Test
  void withoutGrade0ThereIsNoChange() {
    Point point =
        ChangeCurve.of(predictions(new double[] {1}, "internal", "external"))
            .get(0)
            .points()
            .get(0);

    assertThat(Made.why(arm(point, "internal").change())).isEqualTo("no grade 0");
    assertThat(Made.why(point.dropChange())).isEqualTo("no grade 0");
    assertThat(Made.present(point.drop()).k()).isEqualTo(SITES);
  }
}
