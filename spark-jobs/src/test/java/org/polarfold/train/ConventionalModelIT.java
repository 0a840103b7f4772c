package org.polarfold.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.polarfold.LocalSpark;
import org.polarfold.experiment.Comparators.Model;
import org.polarfold.store.CellStudies;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.store.StudyFixture;
import org.polarfold.study.Segment17;
import org.polarfold.study.Target;

/** What each conventional model can see is planted, and what it cannot see is not found by it. */
class ConventionalModelIT {

  private static final int TRAINING = 240;
  private static final List<FeaturedStudy> STUDIES = studies();

  private static SparkSession spark;
  private static CellStudies cell;

  @BeforeAll
  static void start() {
    spark = LocalSpark.start();
    cell =
        StudyFixture.cell(
            spark,
            STUDIES,
            STUDIES.subList(TRAINING, STUDIES.size()).stream().map(FeaturedStudy::patient).toList(),
            2,
            3);
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  /**
   * Diabetes follows whether two segments are on the same side of their mean, which no line tells;
   * hypertension a feature; smoking the mean of all segments; and dyslipidaemia sex.
   */
  private static List<FeaturedStudy> studies() {
    Random random = new Random(5);
    List<FeaturedStudy> studies = new ArrayList<>();
    for (int i = 0; i < TRAINING + 120; i++) {
      double level = random.nextGaussian() * 0.3;
      double[] segments = new double[Segment17.COUNT];
      double sum = 0;
      for (int s = 0; s < segments.length; s++) {
        segments[s] = 2.3 + level + 0.3 * random.nextGaussian();
        sum += segments[s];
      }
      double mean = sum / segments.length;
      boolean same = segments[2] > 2.3 == segments[9] > 2.3;
      float feature = (float) random.nextGaussian();
      int sex = random.nextInt(2);
      studies.add(
          StudyFixture.study(
              "p%03d".formatted(i),
              new float[] {feature, (float) random.nextGaussian()},
              segments,
              Map.of(
                  Target.SEX, sex,
                  Target.DIABETES, same ? 1 : 0,
                  Target.HYPERTENSION, feature > 0.2 ? 1 : 0,
                  Target.SMOKING, mean > 2.3 ? 1 : 0,
                  Target.DYSLIPIDAEMIA, random.nextInt(10) == 0 ? 1 - sex : sex)));
    }
    return List.copyOf(studies);
  }

  private static Map<String, Double> scores(Model model, Target target, Double... ridges) {
    Map<String, Double> scores = new TreeMap<>();
    ConventionalModel.fit(spark, model, List.of(ridges), cell.training(), target, 3)
        .scores(cell.heldOut())
        .collect()
        .forEach(scored -> scores.put(scored._1().patient(), scored._2()));
    assertThat(scores.values()).allSatisfy(p -> assertThat(p).isBetween(0.0, 1.0));
    return scores;
  }

  /** The share of pairs of held-out studies that are in order. */
  private static double area(Model model, Target target) {
    return area(STUDIES.subList(TRAINING, STUDIES.size()), scores(model, target, 0.01), target);
  }

  private static double area(
      List<FeaturedStudy> judged, Map<String, Double> scores, Target target) {
    double ordered = 0;
    long pairs = 0;
    for (FeaturedStudy one : judged) {
      for (FeaturedStudy other : judged) {
        if (one.label(target).orElse(0) > other.label(target).orElse(0)) {
          pairs++;
          double difference =
              scores.getOrDefault(one.patient(), 0.0) - scores.getOrDefault(other.patient(), 0.0);
          ordered += difference > 0 ? 1 : difference == 0 ? 0.5 : 0;
        }
      }
    }
    return ordered / pairs;
  }

  @Test
  void treesSeeWhatNoLineDoes() {
    assertThat(area(Model.BOOSTED_TREES, Target.DIABETES)).isGreaterThan(0.8);
    assertThat(area(Model.LOGISTIC, Target.DIABETES)).isLessThan(0.65);
  }

  @Test
  void aLinearHeadSeesFeaturesAndNoSegments() {
    assertThat(area(Model.LINEAR_FEATURES, Target.HYPERTENSION)).isGreaterThan(0.95);
    assertThat(area(Model.LOGISTIC, Target.HYPERTENSION)).isCloseTo(0.5, within(0.15));
    assertThat(area(Model.LINEAR_FEATURES, Target.SMOKING)).isCloseTo(0.5, within(0.15));
  }

  /**
   * At two training sites a value tells the site, of which one has most of the ill; at the third it
   * varies for other reasons. What learns it as a sign of illness loses there.
   */
  @Test
  void withoutTheSitesSignatureNothingIsLostWhereItMisleads() {
    Random random = new Random(8);
    List<FeaturedStudy> studies = new ArrayList<>();
    for (int i = 0; i < 360; i++) {
      String site = List.of("a", "b", "c").get(i % 3);
      double prevalence = site.equals("a") ? 0.85 : site.equals("b") ? 0.15 : 0.5;
      int ill = random.nextDouble() < prevalence ? 1 : 0;
      double signature = site.equals("a") ? 2 : site.equals("b") ? -2 : 2 * random.nextGaussian();
      float[] features = {
        (float) (signature + 0.5 * random.nextGaussian()), (float) (ill + random.nextGaussian())
      };
      studies.add(
          StudyFixture.movedTo(
              site,
              StudyFixture.study(
                  "p%03d".formatted(i),
                  features,
                  new double[Segment17.COUNT],
                  Map.of(Target.SMOKING, ill))));
    }
    List<FeaturedStudy> out = studies.stream().filter(s -> s.site().equals("c")).toList();
    CellStudies other =
        StudyFixture.cell(spark, studies, out.stream().map(FeaturedStudy::patient).toList(), 2, 3);

    double with = area(other, out, Model.LINEAR_FEATURES);
    double without = area(other, out, Model.LINEAR_FEATURES_WITHOUT_SITE);

    assertThat(without).isGreaterThan(0.7).isGreaterThan(with + 0.05);
  }

  private static double area(CellStudies cell, List<FeaturedStudy> out, Model model) {
    Map<String, Double> scores = new TreeMap<>();
    ConventionalModel.fit(spark, model, List.of(0.001), cell.training(), Target.SMOKING, 1)
        .scores(cell.heldOut())
        .collect()
        .forEach(scored -> scores.put(scored._1().patient(), scored._2()));
    return area(out, scores, Target.SMOKING);
  }

  @Test
  void demographicsAreSexAndTheSumOfAMapButNeverTheLabelItself() {
    assertThat(area(Model.DEMOGRAPHIC, Target.SMOKING)).isGreaterThan(0.95);
    assertThat(area(Model.DEMOGRAPHIC, Target.DYSLIPIDAEMIA)).isGreaterThan(0.85);
    assertThat(area(Model.LOGISTIC, Target.DYSLIPIDAEMIA)).isCloseTo(0.5, within(0.15));
    assertThat(area(Model.DEMOGRAPHIC, Target.SEX)).isCloseTo(0.5, within(0.15));
  }

  @Test
  void guessingSaysTheLargerClassOfTrainingOfEverybody() {
    long having =
        STUDIES.subList(0, TRAINING).stream()
            .filter(study -> study.label(Target.SMOKING).orElse(0) == 1)
            .count();
    assertThat(scores(Model.MAJORITY, Target.SMOKING).values())
        .hasSize(120)
        .allMatch(p -> p == (2 * having > TRAINING ? 1 : 0));
    assertThat(area(Model.MAJORITY, Target.SMOKING)).isEqualTo(0.5);
  }

  /** A ridge that leaves nothing of the coefficients is not chosen where there is a signal. */
  @Test
  void ofSeveralRidgesTheBestInsideTheTrainingStudiesIsTaken() {
    assertThat(scores(Model.LOGISTIC, Target.SMOKING, 1000.0, 0.01, 100.0))
        .isEqualTo(scores(Model.LOGISTIC, Target.SMOKING, 0.01));
  }

  @Test
  void theSameSeedGivesTheSameTrees() {
    assertThat(scores(Model.BOOSTED_TREES, Target.DIABETES))
        .isEqualTo(scores(Model.BOOSTED_TREES, Target.DIABETES));
  }
}
