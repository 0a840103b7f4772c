package org.polarfold.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.polarfold.LocalSpark;
import org.polarfold.UserException;
import org.polarfold.experiment.SiteHarmonisation;
import org.polarfold.experiment.SiteHarmonisation.Method;
import org.polarfold.experiment.SiteHarmonisation.Unseen;
import org.polarfold.provenance.Seeds;
import org.polarfold.store.CellStudies;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.store.StudyFixture;

/** Planted gains of sites are gone after it, and what was not learnt from stays as it is. */
class HarmoniserIT {

  private static final int FEATURES = 6;

  private static SparkSession spark;
  private static CellStudies cell;

  /** Site b has twice the values of site a, and site c, held out, four times. */
  @BeforeAll
  static void start() {
    spark = LocalSpark.start();
    Random random = new Random(3);
    List<FeaturedStudy> studies = new ArrayList<>();
    List<String> heldOut = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String site = i < 60 ? "a" : i < 140 ? "b" : "c";
      float[] features = new float[FEATURES];
      for (int j = 0; j < FEATURES; j++) {
        double gain = i < 60 ? 1 : i < 140 ? 2 : 4;
        features[j] = (float) (gain * (3 + j + random.nextGaussian()));
      }
      studies.add(StudyFixture.at(site, "p%03d".formatted(i), features));
      if (i < 10 || i >= 140) {
        heldOut.add("p%03d".formatted(i));
      }
    }
    cell = StudyFixture.cell(spark, studies, heldOut, 2, 3);
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static double mean(CellStudies studies, String site) {
    return studies
        .training()
        .shares()
        .filter(study -> study.site().equals(site))
        .mapToDouble(study -> study.features()[2])
        .mean();
  }

  @ParameterizedTest
  @EnumSource(value = Method.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void trainingSitesBecomeAlike(Method method) {
    Harmoniser harmoniser =
        Harmoniser.fit(cell.training(), new SiteHarmonisation(method, new Unseen.Nothing()));
    CellStudies alike = cell.changed(harmoniser);

    assertThat(mean(cell, "b") / mean(cell, "a")).isCloseTo(2, within(0.15));
    assertThat(mean(alike, "b") / mean(alike, "a")).isCloseTo(1, within(0.06));
    assertThat(harmoniser.reference()).isEmpty();
    // Held-out patients of a known site are changed as it is, those of another one are not.
    List<FeaturedStudy> before = cell.heldOut().studies().collect();
    List<FeaturedStudy> after = alike.heldOut().studies().collect();
    assertThat(after).hasSameSizeAs(before);
    for (int i = 0; i < before.size(); i++) {
      boolean same = before.get(i).site().equals("c");
      assertThat(Arrays.equals(before.get(i).features(), after.get(i).features())).isEqualTo(same);
    }
    alike.release();
  }

  @ParameterizedTest
  @EnumSource(value = Method.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void withAReferenceTheLargestSiteStaysAsItIs(Method method) {
    Harmoniser harmoniser =
        Harmoniser.fit(cell.training(), new SiteHarmonisation(method, new Unseen.LikeReference()));

    assertThat(harmoniser.reference()).isEqualTo("b");
    float[] study = {6, 8, 10, 12, 14, 16};
    assertThat(harmoniser.of("b", study)).containsExactly(study, within(1e-4f));
    assertThat(harmoniser.of("a", study)[2]).isGreaterThan(15);
  }

  @ParameterizedTest
  @EnumSource(value = Method.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void anUnseenSiteIsMadeAlikeFromSomeOfItsPatients(Method method) {
    Harmoniser harmoniser =
        Harmoniser.fit(cell.training(), new SiteHarmonisation(method, new Unseen.Adapted(30)))
            .adaptedTo(cell.unlabelled(30, new Seeds(1)));

    double after =
        cell.heldOut(harmoniser)
            .studies()
            .filter(study -> study.site().equals("c"))
            .mapToDouble(study -> study.features()[2])
            .mean();
    CellStudies alike = cell.changed(harmoniser);
    assertThat(after / mean(alike, "a")).isCloseTo(1, within(0.15));
    alike.release();
  }

  @Test
  void aSingleSiteIsLikeItself() {
    List<FeaturedStudy> studies = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      studies.add(StudyFixture.at("a", "p" + i, new float[] {i, 2 * i}));
    }
    Harmoniser harmoniser =
        Harmoniser.fit(
            StudyFixture.cell(spark, studies, List.of("p3"), 1, 1).training(),
            new SiteHarmonisation(Method.COMBAT, new Unseen.Nothing()));
    assertThat(harmoniser.of("a", new float[] {1, 2})).containsExactly(1, 2);
  }

  @Test
  void featuresThatNeverVaryAreOneLine() {
    List<FeaturedStudy> studies = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      studies.add(StudyFixture.at(i % 2 == 0 ? "a" : "b", "p" + i, new float[] {1, 2}));
    }
    assertThatThrownBy(
            () ->
                Harmoniser.fit(
                    StudyFixture.cell(spark, studies, List.of("p3"), 1, 1).training(),
                    new SiteHarmonisation(Method.COMBAT, new Unseen.Nothing())))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot harmonise features: Invalid values: 0 that vary at every site (expected 2 or"
                + " more)");
  }
}
