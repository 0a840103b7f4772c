package org.polarfold.backbone;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.LocalSpark;
import org.polarfold.UserException;
import org.polarfold.store.FeatureStore;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.store.LakeFixture;
import org.polarfold.store.RunFolder;
import org.polarfold.store.StudyStore;
import org.polarfold.study.MapKind;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.Segment17;
import org.polarfold.study.Target;

class FeatureCacheIT {

  private static final List<PerfusionStudy> STUDIES =
      Stream.of(LakeFixture.site("birch", 7, 1), LakeFixture.site("cedar", 4, 2))
          .flatMap(List::stream)
          .toList();

  private static SparkSession spark;

  private final Path lake;

  FeatureCacheIT(@TempDir Path folder) {
    this.lake = folder.resolve("lake");
  }

  @BeforeAll
  static void start() {
    spark = LocalSpark.start();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private RunFolder folder() {
    return RunFolder.at(lake.toString(), spark.sparkContext().hadoopConfiguration());
  }

  private Map<String, FeaturedStudy> read(StudyStore store, MapKind kind) {
    Map<String, FeaturedStudy> studies = new TreeMap<>();
    List<FeaturedStudy> all = new FeatureCache(spark, folder(), store).studies(kind).collect();
    all.forEach(study -> studies.put(study.patient(), study));
    assertThat(all).hasSize(studies.size());
    return studies;
  }

  /** A complete cache with other features, which nobody would have computed. */
  private FeatureStore planted(StudyStore store, MapKind kind) {
    FeatureStore features =
        new FeatureStore(
            spark, folder(), store.ledger().datasetDigest(), Backbone.featureKey(kind));
    List<Row> rows =
        STUDIES.stream()
            .map(study -> FeatureStore.row(study.patient().value(), new float[] {42}))
            .toList();
    features.write(JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows));
    return features;
  }

  @Test
  void everyStudyComesWithTheFeaturesOfItsMap() {
    StudyStore store = LakeFixture.write(spark, lake, STUDIES);

    Map<String, FeaturedStudy> read = read(store, MapKind.STRESS);

    float[][] expected =
        Backbone.shipped()
            .features(
                STUDIES.stream().map(s -> s.map(MapKind.STRESS).orElseThrow().toArray()).toList(),
                MapKind.STRESS);
    assertThat(read).hasSize(11);
    for (int i = 0; i < STUDIES.size(); i++) {
      PerfusionStudy study = STUDIES.get(i);
      FeaturedStudy featured = requireNonNull(read.get(study.patient().value()));
      assertThat(featured.features()).isEqualTo(expected[i]);
      assertThat(featured.site()).isEqualTo(study.site().value());
      assertThat(featured.segments())
          .isEqualTo(Segment17.means(study.map(MapKind.STRESS).orElseThrow()));
      assertThat(featured.reserveSegments())
          .isEqualTo(Segment17.means(study.map(MapKind.RESERVE).orElseThrow()));
      assertThat(featured.ageYears()).isEqualTo(study.clinical().ageYears().orElseThrow());
      for (Target target : Target.values()) {
        assertThat(featured.label(target)).isEqualTo(study.clinical().label(target));
      }
    }
  }

  @Test
  void whatIsCompleteIsNotComputedAgain() {
    StudyStore store = LakeFixture.write(spark, lake, STUDIES);
    planted(store, MapKind.RESERVE);

    assertThat(read(store, MapKind.RESERVE).values())
        .hasSize(11)
        .allSatisfy(study -> assertThat(study.features()).containsExactly(42));
    // Another map's features are other ones.
    assertThat(read(store, MapKind.REST).values())
        .allSatisfy(study -> assertThat(study.features()).hasSize(128));
  }

  @Test
  void whatWasInterruptedIsComputedAgain() throws IOException {
    StudyStore store = LakeFixture.write(spark, lake, STUDIES);
    assertThat(planted(store, MapKind.RESERVE).isComplete()).isTrue();
    Path features = onlyFolder();
    Files.delete(features.resolve("_DONE"));

    assertThat(read(store, MapKind.RESERVE).values())
        .hasSize(11)
        .allSatisfy(study -> assertThat(study.features()).hasSize(128));
    assertThat(features.resolve("_DONE")).exists();
  }

  @Test
  void featuresWhoseFileIsEmptyAreNotTakenForFewer() throws IOException {
    StudyStore store = LakeFixture.write(spark, lake, STUDIES);
    planted(store, MapKind.RESERVE);
    try (Stream<Path> files = Files.walk(onlyFolder())) {
      for (Path part : files.filter(f -> f.getFileName().toString().startsWith("part-")).toList()) {
        Files.write(part, new byte[0]);
      }
    }

    assertThatThrownBy(() -> read(store, MapKind.RESERVE))
        .isInstanceOf(UserException.class)
        .hasMessageMatching(
            "Cannot read .*/part-.* \\(expected Parquet, whole to its last byte\\)");
  }

  private Path onlyFolder() throws IOException {
    try (Stream<Path> folders = Files.list(lake.resolve("features"))) {
      List<Path> all = folders.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  @Test
  void anotherDatasetHasAFolderOfItsOwn() throws IOException {
    StudyStore store = LakeFixture.write(spark, lake, STUDIES);
    planted(store, MapKind.RESERVE);
    List<PerfusionStudy> fewer = STUDIES.subList(0, 5);

    StudyStore changed = LakeFixture.write(spark, lake, fewer);

    assertThat(read(changed, MapKind.RESERVE).values())
        .hasSize(5)
        .allSatisfy(study -> assertThat(study.features()).hasSize(128));
    try (Stream<Path> folders = Files.list(lake.resolve("features"))) {
      assertThat(folders).hasSize(2);
    }
  }
}
