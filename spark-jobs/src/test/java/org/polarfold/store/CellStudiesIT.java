package org.polarfold.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.polarfold.LocalSpark;
import org.polarfold.provenance.Seeds;
import org.polarfold.split.Fold;
import org.polarfold.study.PatientId;

/** Who trains and who is held out, and which worker gets whom. */
class CellStudiesIT {

  private static final List<FeaturedStudy> STUDIES = StudyFixture.studies(43, 2);
  private static final List<String> HELD_OUT = List.of("p002", "p013", "p014", "p042");

  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = LocalSpark.start();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static List<List<String>> shares(CellStudies cell) {
    return cell.training().shares().glom().collect().stream()
        .map(share -> share.stream().map(FeaturedStudy::patient).toList())
        .toList();
  }

  private static List<String> heldOut(CellStudies cell) {
    return cell.heldOut().studies().map(FeaturedStudy::patient).collect();
  }

  @Test
  void everyPatientIsOnOneSideExactly() {
    CellStudies cell = StudyFixture.cell(spark, STUDIES, HELD_OUT, 4, 3);

    List<String> training = shares(cell).stream().flatMap(List::stream).toList();
    assertThat(heldOut(cell)).containsExactlyInAnyOrderElementsOf(HELD_OUT);
    assertThat(training).doesNotContainAnyElementsOf(HELD_OUT).hasSize(39);
    assertThat(cell.training().count()).isEqualTo(39);
    assertThat(Stream.concat(training.stream(), HELD_OUT.stream()))
        .containsExactlyInAnyOrderElementsOf(STUDIES.stream().map(FeaturedStudy::patient).toList());
  }

  @Test
  void sharesDifferByAtMostOneStudy() {
    assertThat(shares(StudyFixture.cell(spark, STUDIES, HELD_OUT, 4, 3)))
        .extracting(List::size)
        .containsExactly(10, 10, 10, 9);
    assertThat(shares(StudyFixture.cell(spark, STUDIES, HELD_OUT, 1, 3)))
        .extracting(List::size)
        .containsExactly(39);
  }

  @Test
  void sharesAndTheirOrderDoNotDependOnWhereStudiesLay() {
    List<FeaturedStudy> shuffled = new ArrayList<>(STUDIES);
    Collections.shuffle(shuffled, new Random(3));

    List<List<String>> shares = shares(StudyFixture.cell(spark, STUDIES, HELD_OUT, 4, 1));

    assertThat(shares(StudyFixture.cell(spark, shuffled, HELD_OUT, 4, 7))).isEqualTo(shares);
    // Dealt out by lot: in the order of patients a site would go to one worker.
    assertThat(shares.get(0)).isNotEqualTo(shares.get(0).stream().sorted().toList());
  }

  /** A study that the plan does not know is neither learnt from nor scored. */
  @Test
  void whoIsNotInThePlanIsOnNeitherSide() {
    List<FeaturedStudy> more = new ArrayList<>(STUDIES);
    more.addAll(StudyFixture.studies(50, 2).subList(43, 50));
    CellStudies cell =
        CellStudies.of(
            JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(more),
            STUDIES.stream().map(study -> new PatientId(study.patient())).toList(),
            new Fold("fold-1", HELD_OUT.stream().map(PatientId::new).toList()),
            2,
            new Seeds(7));

    assertThat(shares(cell).stream().flatMap(List::stream)).hasSize(39);
    assertThat(heldOut(cell)).hasSize(4);
  }

  /** Of a site that training studies are from nobody is drawn, and of others not too many. */
  @Test
  void unlabelledPatientsAreOfUnseenSitesAlone() {
    List<FeaturedStudy> studies = new ArrayList<>();
    List<String> heldOut = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String site = i < 6 ? "known" : i < 8 ? "small" : "new";
      studies.add(StudyFixture.at(site, "p" + i, new float[] {i}));
      if (i == 0 || i >= 6) {
        heldOut.add("p" + i);
      }
    }
    CellStudies cell = StudyFixture.cell(spark, studies, heldOut, 1, 2);

    UnlabelledStudies drawn = cell.unlabelled(3, new Seeds(1));
    assertThat(drawn.bySite()).containsOnlyKeys("small", "new");
    assertThat(drawn.bySite().get("small")).hasSize(2);
    assertThat(drawn.bySite().get("new"))
        .hasSize(3)
        .doesNotHaveDuplicates()
        .allMatch(features -> features[0] >= 8);
    assertThat(cell.unlabelled(3, new Seeds(1)).bySite().values())
        .usingRecursiveComparison()
        .isEqualTo(drawn.bySite().values());
  }
}
