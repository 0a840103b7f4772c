package org.polarfold.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.LocalSpark;
import org.polarfold.UserException;
import org.polarfold.store.CellStudies;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.store.StudyFixture;
import org.polarfold.study.Segment17;
import org.polarfold.study.Target;

/** The conventional model against Newton's method, written here without Spark. */
class RidgeRegressionIT {

  private static final int TRAINING = 160;
  private static final int HELD_OUT = 20;
  private static final List<FeaturedStudy> STUDIES = studies();

  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = LocalSpark.start();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  /** Segment values of different spread, and a label that follows three of them with much noise. */
  private static List<FeaturedStudy> studies() {
    Random random = new Random(17);
    List<FeaturedStudy> studies = new ArrayList<>();
    for (int i = 0; i < TRAINING + HELD_OUT; i++) {
      double[] segments = new double[Segment17.COUNT];
      for (int s = 0; s < segments.length; s++) {
        segments[s] = 2.3 + (0.2 + 0.05 * s) * random.nextGaussian();
      }
      double logit = 1.5 * (segments[0] - 2.3) - 2 * (segments[8] - 2.3) + segments[16] - 2.8;
      Map<Target, Integer> labels = new EnumMap<>(Target.class);
      labels.put(Target.SEX, random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1 : 0);
      if (i % 9 != 4) {
        labels.put(Target.DIABETES, random.nextInt(2));
      }
      studies.add(StudyFixture.study("p%03d".formatted(i), new float[] {0}, segments, labels));
    }
    return List.copyOf(studies);
  }

  private static CellStudies cell(int workers, int slices) {
    return StudyFixture.cell(
        spark,
        STUDIES,
        STUDIES.subList(TRAINING, TRAINING + HELD_OUT).stream()
            .map(FeaturedStudy::patient)
            .toList(),
        workers,
        slices);
  }

  private static Map<String, Double> scores(CellStudies cell, Target target, double ridge) {
    Map<String, Double> scores = new TreeMap<>();
    RidgeRegression.fit(spark, cell.training(), Predictors.segments(), target, List.of(ridge))
        .scores(cell.heldOut())
        .collect()
        .forEach(scored -> scores.put(scored._1().patient(), scored._2()));
    return scores;
  }

  /**
   * Probabilities of the held-out studies; the ridge weighs coefficients of standardised values.
   */
  private static Map<String, Double> newton(Target target, double ridge) {
    List<FeaturedStudy> training =
        STUDIES.subList(0, TRAINING).stream().filter(s -> s.label(target).isPresent()).toList();
    int n = training.size();
    double[] penalty = new double[Segment17.COUNT + 1];
    for (int s = 0; s < Segment17.COUNT; s++) {
      int segment = s;
      double mean = training.stream().mapToDouble(t -> t.segments()[segment]).sum() / n;
      double squares =
          training.stream().mapToDouble(t -> Math.pow(t.segments()[segment] - mean, 2)).sum();
      penalty[s + 1] = n * ridge * squares / (n - 1);
    }
    RealVector beta = new ArrayRealVector(Segment17.COUNT + 1);
    for (int step = 0; step < 50; step++) {
      RealVector gradient = new ArrayRealVector(penalty).ebeMultiply(beta).mapMultiply(-1);
      RealMatrix hessian = new Array2DRowRealMatrix(beta.getDimension(), beta.getDimension());
      for (int j = 0; j < penalty.length; j++) {
        hessian.setEntry(j, j, penalty[j]);
      }
      for (FeaturedStudy study : training) {
        RealVector x = inputs(study);
        double p = probability(beta, x);
        gradient = gradient.add(x.mapMultiply(study.label(target).orElseThrow() - p));
        hessian = hessian.add(x.outerProduct(x).scalarMultiply(p * (1 - p)));
      }
      beta = beta.add(new LUDecomposition(hessian).getSolver().solve(gradient));
    }
    Map<String, Double> scores = new TreeMap<>();
    for (FeaturedStudy study : STUDIES.subList(TRAINING, TRAINING + HELD_OUT)) {
      scores.put(study.patient(), probability(beta, inputs(study)));
    }
    return scores;
  }

  private static RealVector inputs(FeaturedStudy study) {
    return new ArrayRealVector(new double[] {1}).append(new ArrayRealVector(study.segments()));
  }

  private static double probability(RealVector beta, RealVector x) {
    return 1 / (1 + Math.exp(-beta.dotProduct(x)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.05})
  void agreesWithNewtonsMethod(double ridge) {
    Map<String, Double> expected = newton(Target.SEX, ridge);
    Map<String, Double> scores = scores(cell(2, 3), Target.SEX, ridge);

    assertThat(scores).containsOnlyKeys(expected.keySet()).hasSize(HELD_OUT);
    expected.forEach(
        (patient, score) -> assertThat(scores.get(patient)).isCloseTo(score, Offset.offset(1e-5)));
    assertThat(expected.values().stream().mapToDouble(p -> p).max().orElse(0)).isGreaterThan(0.6);
    assertThat(expected.values().stream().mapToDouble(p -> p).min().orElse(1)).isLessThan(0.3);
  }

  @Test
  void aMissingLabelLeavesItsStudyOut() {
    Map<String, Double> expected = newton(Target.DIABETES, 0);

    scores(cell(2, 3), Target.DIABETES, 0)
        .forEach(
            (patient, score) ->
                assertThat(score).isCloseTo(expected.get(patient), Offset.offset(1e-5)));
  }

  @Test
  void theResultDoesNotDependOnPartitions() {
    Map<String, Double> once = scores(cell(1, 1), Target.SEX, 0.01);

    assertThat(scores(cell(4, 1), Target.SEX, 0.01)).isEqualTo(once);
    assertThat(scores(cell(3, 7), Target.SEX, 0.01)).isEqualTo(once);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SMOKING", "HYPERTENSION"})
  void oneClassOnlyIsTheUsersMatter(String target) {
    List<FeaturedStudy> healthy =
        STUDIES.stream()
            .map(
                s ->
                    StudyFixture.study(
                        s.patient(), s.features(), s.segments(), Map.of(Target.SMOKING, 0)))
            .toList();
    CellStudies cell = StudyFixture.cell(spark, healthy, List.of("p000"), 2, 2);

    // Of smoking there is one class, of hypertension no label at all.
    assertThatThrownBy(
            () ->
                RidgeRegression.fit(
                    spark,
                    cell.training(),
                    Predictors.segments(),
                    Target.valueOf(target),
                    List.of(0.1)))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "Cannot fit a conventional model of " + target.toLowerCase(java.util.Locale.ROOT))
        .hasMessageContaining("(expected both)");
  }
}
