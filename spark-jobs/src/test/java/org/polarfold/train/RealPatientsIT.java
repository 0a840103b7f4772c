package org.polarfold.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

/** The comparators' logistic regression on patients whom other programs were given as well. */
class RealPatientsIT {

  /** Stands for whatever label the files have. */
  private static final Target LABEL = Target.IMPAIRED_MFR;

  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = LocalSpark.start();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static Path folder(String name) {
    String data = System.getenv("POLARFOLD_REAL_DATA");
    assumeTrue(data != null, "skipped: POLARFOLD_REAL_DATA does not name the folder of real data");
    Path folder = Path.of(String.valueOf(data), name);
    assumeTrue(Files.isDirectory(folder), "skipped: there is no folder " + folder);
    return folder;
  }

  private static FeaturedStudy study(String patient, List<Double> values, int label) {
    float[] features = new float[values.size()];
    for (int i = 0; i < features.length; i++) {
      features[i] = values.get(i).floatValue();
    }
    return StudyFixture.study(patient, features, new double[Segment17.COUNT], Map.of(LABEL, label));
  }

  /** Scores of those held out, by a regression of all others. */
  private static Map<String, Double> scores(
      List<FeaturedStudy> studies, List<String> heldOut, double ridge) {
    CellStudies cell = StudyFixture.cell(spark, studies, heldOut, 2, 3);
    ConventionalModel model =
        ConventionalModel.fit(
            spark, Model.LINEAR_FEATURES, List.of(ridge), cell.training(), LABEL, 1);
    Map<String, Double> scores = new TreeMap<>();
    model
        .scores(cell.heldOut())
        .collect()
        .forEach(scored -> scores.put(scored._1().patient(), scored._2()));
    cell.release();
    assertThat(scores).hasSameSizeAs(heldOut);
    return scores;
  }

  /**
   * The published areas of a regression with C = 1 and C = 0.01 of values standardised by the root
   * of the sum of squares over n - 1, as Spark's are, whose ridge is 1 / (C n). Over n instead, one
   * of 2,580 pairs changes places at C = 1.
   */
  @Test
  void regionalPerfusionIsToldAsPublished() throws IOException {
    Path folder = folder("spectf");
    List<FeaturedStudy> studies = new ArrayList<>(spectf(folder.resolve("SPECTF.train"), "train"));
    List<FeaturedStudy> tested = spectf(folder.resolve("SPECTF.test.clean187"), "test");
    studies.addAll(tested);
    List<String> heldOut = tested.stream().map(FeaturedStudy::patient).toList();
    double n = studies.size() - heldOut.size();

    assertThat(auroc(tested, scores(studies, heldOut, 1 / n))).isCloseTo(0.7480620, within(5e-8));
    assertThat(auroc(tested, scores(studies, heldOut, 1 / (0.01 * n))))
        .isCloseTo(0.8042636, within(5e-8));
  }

  private static List<FeaturedStudy> spectf(Path file, String part) throws IOException {
    List<FeaturedStudy> studies = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      List<Double> values = Arrays.stream(line.split(",", -1)).map(Double::valueOf).toList();
      studies.add(
          study(
              part + "-%03d".formatted(studies.size() + 1),
              values.subList(1, values.size()),
              values.get(0).intValue()));
    }
    return studies;
  }

  /** Pairs that are told the right way round, ties half. */
  private static double auroc(List<FeaturedStudy> studies, Map<String, Double> scores) {
    double right = 0;
    int pairs = 0;
    for (FeaturedStudy event : studies) {
      for (FeaturedStudy other : studies) {
        if (event.label(LABEL).orElseThrow() == 1 && other.label(LABEL).orElseThrow() == 0) {
          int order = Double.compare(score(scores, event), score(scores, other));
          right += (1 + Integer.signum(order)) / 2.0;
          pairs++;
        }
      }
    }
    return right / pairs;
  }

  private static double score(Map<String, Double> scores, FeaturedStudy study) {
    return Objects.requireNonNull(scores.get(study.patient()));
  }

  /** R's glm, internal by five folds over both centres and external from the other centre. */
  @Test
  void heartDiseaseOfTwoCentresIsToldAsRTellsIt() throws IOException {
    Path folder = folder("uci-heart");
    List<FeaturedStudy> studies = new ArrayList<>();
    Map<Integer, List<String>> folds = new TreeMap<>();
    Map<String, List<String>> centres = new TreeMap<>();
    for (String centre : List.of("cleveland", "hungarian")) {
      int row = 0;
      for (String line : Files.readAllLines(folder.resolve("processed." + centre + ".data"))) {
        List<String> columns = List.of(line.split(",", -1));
        row++;
        if (!columns.subList(0, 10).contains("?")) {
          String patient = "%s-%03d".formatted(centre, row);
          int label = Double.parseDouble(columns.get(13)) > 0 ? 1 : 0;
          studies.add(study(patient, coded(columns), label));
          folds.computeIfAbsent((row - 1) % 5, fold -> new ArrayList<>()).add(patient);
          centres.computeIfAbsent(centre, name -> new ArrayList<>()).add(patient);
        }
      }
    }
    Map<String, Double> told = new HashMap<>();
    folds.values().forEach(out -> put(told, "internal", scores(studies, out, 0)));
    centres.values().forEach(out -> put(told, "external", scores(studies, out, 0)));

    List<String> lines = Files.readAllLines(folder.resolve("loso-predictions.csv"));
    assertThat(lines.get(0)).startsWith("patient,site,arm,target,model,label,score");
    assertThat(lines).hasSize(1 + 2 * studies.size());
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = List.of(line.split(",", -1));
      assertThat(told.get(cells.get(2) + " " + cells.get(0)))
          .as(line)
          .isCloseTo(Double.parseDouble(cells.get(6)), within(1e-5));
    }
  }

  private static void put(Map<String, Double> told, String arm, Map<String, Double> scores) {
    scores.forEach((patient, score) -> told.put(arm + " " + patient, score));
  }

  /** The first ten columns; kind of pain and resting electrocardiogram as factors. */
  private static List<Double> coded(List<String> columns) {
    List<Double> values = new ArrayList<>();
    for (int column = 0; column < 10; column++) {
      double value = Double.parseDouble(columns.get(column));
      switch (column) {
        case 2 -> {
          for (double kind = 2; kind <= 4; kind++) {
            values.add(value == kind ? 1.0 : 0.0);
          }
        }
        case 6 -> {
          for (double kind = 1; kind <= 2; kind++) {
            values.add(value == kind ? 1.0 : 0.0);
          }
        }
        default -> values.add(value);
      }
    }
    return values;
  }
}
