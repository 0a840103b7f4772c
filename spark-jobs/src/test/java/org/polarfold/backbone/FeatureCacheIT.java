package org.polarfold.backbone;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.LocalSpark;
import org.polarfold.experiment.Augmentation;
import org.polarfold.experiment.Network;
import org.polarfold.provenance.Seeds;
import org.polarfold.store.FeatureStore;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.store.LakeFixture;
import org.polarfold.store.RunFolder;
import org.polarfold.store.StudyStore;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.Segment17;
import org.polarfold.study.Target;

class FeatureCacheIT {

  private static final List<PerfusionStudy> STUDIES =
      Stream.of(LakeFixture.site("birch", 7, 1), LakeFixture.site("cedar", 4, 2))
          .flatMap(List::stream)
          .toList();

  private static final InputMaps REST = InputMaps.of(MapKind.REST);
  private static final InputMaps STRESS = InputMaps.of(MapKind.STRESS);
  private static final InputMaps RESERVE = InputMaps.of(MapKind.RESERVE);
  private static final Backbone BACKBONE = Backbone.of(Network.SHIPPED, new Configuration());

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

  private Map<String, FeaturedStudy> read(StudyStore store, InputMaps maps) {
    Map<String, FeaturedStudy> studies = new TreeMap<>();
    List<FeaturedStudy> all = cache(store, Augmentation.NONE).studies(maps).collect();
    all.forEach(study -> studies.put(study.patient(), study));
    assertThat(all).hasSize(studies.size());
    return studies;
  }

  private FeatureCache cache(StudyStore store, Augmentation augmentation) {
    return new FeatureCache(spark, folder(), store, BACKBONE, augmentation, new Seeds(20260101));
  }

  /** A complete cache with other features, which nobody would have computed. */
  private FeatureStore planted(StudyStore store, InputMaps maps) {
    FeatureStore features =
        new FeatureStore(
            spark, folder(), store.ledger().datasetDigest(), BACKBONE.key() + "-" + maps.key());
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

    Map<String, FeaturedStudy> read = read(store, STRESS);

    float[][] expected =
        BACKBONE.features(
            STUDIES.stream()
                .map(s -> List.of(s.map(MapKind.STRESS).orElseThrow().toArray()))
                .toList(),
            STRESS);
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
  void severalMapsAndVariantsComeTogether() throws IOException {
    StudyStore store = LakeFixture.write(spark, lake, STUDIES);
    InputMaps both = InputMaps.of(MapKind.REST, MapKind.STRESS);
    Augmentation augmentation = new Augmentation(2, 10, 0.1, 5, 0.02);
    Map<String, FeaturedStudy> stress = read(store, STRESS);
    Map<String, FeaturedStudy> rest = read(store, REST);

    List<FeaturedStudy> varied = cache(store, augmentation).studies(both).collect();

    assertThat(varied).hasSize(11);
    for (FeaturedStudy study : varied) {
      assertThat(study.views()).isEqualTo(3);
      assertThat(study.features()).hasSize(256).isEqualTo(study.view(0));
      assertThat(Arrays.copyOf(study.features(), 128))
          .isEqualTo(requireNonNull(rest.get(study.patient())).features());
      assertThat(Arrays.copyOfRange(study.features(), 128, 256))
          .isEqualTo(requireNonNull(stress.get(study.patient())).features());
      assertThat(study.view(1)).hasSize(256).isNotEqualTo(study.view(0));
      assertThat(study.view(2)).isNotEqualTo(study.view(1));
      assertThat(study.segments()).hasSize(34);
    }
    // Other settings have a folder of their own; the same ones are read again.
    cache(store, new Augmentation(2, 10, 0.1, 5, 0.03)).studies(both).collect();
    cache(store, augmentation).studies(both).collect();
    try (Stream<Path> folders = Files.list(lake.resolve("features"))) {
      assertThat(folders).hasSize(4);
    }
  }

  @Test
  void whatIsCompleteIsNotComputedAgain() {
    StudyStore store = LakeFixture.write(spark, lake, STUDIES);
    planted(store, RESERVE);

    assertThat(read(store, RESERVE).values())
        .hasSize(11)
        .allSatisfy(study -> assertThat(study.features()).containsExactly(42));
    // Another map's features are other ones.
    assertThat(read(store, REST).values())
        .allSatisfy(study -> assertThat(study.features()).hasSize(128));
  }

  @Test
  void whatWasInterruptedIsComputedAgain() throws IOException {
    StudyStore store = LakeFixture.write(spark, lake, STUDIES);
    assertThat(planted(store, RESERVE).isComplete()).isTrue();
    Path features = onlyFolder();
    Files.delete(features.resolve("_DONE"));

    assertThat(read(store, RESERVE).values())
        .hasSize(11)
        .allSatisfy(study -> assertThat(study.features()).hasSize(128));
    assertThat(features.resolve("_DONE")).exists();
  }

  @Test
  void featuresWhoseFileIsEmptyAreNotTakenForFewer() throws IOException {
    StudyStore store = LakeFixture.write(spark, lake, STUDIES);
    planted(store, RESERVE);
    try (Stream<Path> files = Files.walk(onlyFolder())) {
      for (Path part : files.filter(f -> f.getFileName().toString().startsWith("part-")).toList()) {
        Files.write(part, new byte[0]);
      }
    }

    assertThat(read(store, RESERVE).values())
        .as("computed again")
        .hasSize(11)
        .allSatisfy(study -> assertThat(study.features()).hasSize(128));
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
    planted(store, RESERVE);
    List<PerfusionStudy> fewer = STUDIES.subList(0, 5);

    StudyStore changed = LakeFixture.write(spark, lake, fewer);

    assertThat(read(changed, RESERVE).values())
        .hasSize(5)
        .allSatisfy(study -> assertThat(study.features()).hasSize(128));
    try (Stream<Path> folders = Files.list(lake.resolve("features"))) {
      assertThat(folders).hasSize(2);
    }
  }
}
