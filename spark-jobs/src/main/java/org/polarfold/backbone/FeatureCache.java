package org.polarfold.backbone;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.polarfold.experiment.Augmentation;
import org.polarfold.provenance.Digest;
import org.polarfold.provenance.Seeds;
import org.polarfold.store.FeatureStore;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.store.RunFolder;
import org.polarfold.store.StudyCodec;
import org.polarfold.store.StudyStore;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarMap;

/**
 * The features of a lake's studies: computed once a map and variant, kept in {@code features/},
 * read by every fold, target, arm and seed.
 */
public final class FeatureCache {

  /** Maps of one partition: seconds of work, and a batch that keeps a core busy. */
  private static final int PARTITION = 256;

  private final SparkSession spark;
  private final RunFolder lake;
  private final StudyStore studies;
  private final Backbone backbone;
  private final Augmenter augmenter;

  /**
   * The cache of an experiment.
   *
   * @param lake the lake's folder
   * @param studies the lake's studies
   * @param backbone what computes them
   * @param augmentation how studies are varied
   * @param seeds of the experiment
   */
  public FeatureCache(
      SparkSession spark,
      RunFolder lake,
      StudyStore studies,
      Backbone backbone,
      Augmentation augmentation,
      Seeds seeds) {
    this.spark = spark;
    this.lake = lake;
    this.studies = studies;
    this.backbone = backbone;
    this.augmenter = new Augmenter(augmentation, seeds.family("augmentation"));
  }

  /** All studies with the features of maps, computed first where the cache lacks them. */
  public JavaRDD<FeaturedStudy> studies(InputMaps maps) {
    FeatureStore cache = store(maps);
    if (!cache.isComplete()) {
      cache.write(compute(maps));
    }
    return cache.studies(studies.read(), maps, 1 + augmenter.augmentation().variants());
  }

  /** What stands in the place of the maps' features and is of something else. */
  public Optional<FeatureStore.Foreign> foreign(InputMaps maps) {
    return store(maps).foreign();
  }

  private FeatureStore store(InputMaps maps) {
    return new FeatureStore(spark, lake, studies.ledger().datasetDigest(), key(maps));
  }

  private String key(InputMaps maps) {
    String key = backbone.key() + "-" + maps.key();
    return augmenter.augmentation().variants() == 0
        ? key
        : key
            + "-varied-"
            + Digest.sha256()
                .add(augmenter.augmentation().toString())
                .add(Long.toString(augmenter.seeds().root()))
                .hex()
                .substring(0, 8);
  }

  /**
   * How the rows lie in files depends on the dataset alone, not on the cluster: their number
   * decides the number of partitions, their pseudonyms the partition and the order.
   */
  private JavaRDD<Row> compute(InputMaps maps) {
    Broadcast<Backbone> frozen =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(backbone);
    Augmenter varies = augmenter;
    int views = 1 + varies.augmentation().variants();
    int partitions = (int) (studies.ledger().accepted() * views / PARTITION + 1);
    List<Column> columns = new ArrayList<>(List.of(col(StudyCodec.PATIENT)));
    Dataset<Row> complete = studies.read();
    for (MapKind kind : maps.kinds()) {
      columns.add(col(StudyCodec.mapColumn(kind)));
      complete = complete.where(col(StudyCodec.mapColumn(kind)).isNotNull());
    }
    return complete
        .select(columns.toArray(Column[]::new))
        .repartition(partitions, col(StudyCodec.PATIENT))
        .sortWithinPartitions(StudyCodec.PATIENT)
        .toJavaRDD()
        .mapPartitions(
            rows -> {
              Devices.ofThisTask();
              List<String> patients = new ArrayList<>();
              List<List<float[]>> seen = new ArrayList<>();
              while (rows.hasNext()) {
                Row row = rows.next();
                List<PolarMap> study = new ArrayList<>();
                for (int k = 1; k < row.length(); k++) {
                  study.add(PolarMap.of(FeatureStore.floats(row, k)));
                }
                patients.add(row.getString(0));
                varies
                    .varied(row.getString(0), study)
                    .forEach(view -> seen.add(view.stream().map(PolarMap::toArray).toList()));
              }
              float[][] features = frozen.value().features(seen, maps);
              List<Row> out = new ArrayList<>();
              for (int i = 0; i < patients.size(); i++) {
                out.add(FeatureStore.row(patients.get(i), joined(features, i * views, views)));
              }
              return out.iterator();
            });
  }

  private static float[] joined(float[][] features, int first, int views) {
    int length = features[first].length;
    float[] joined = new float[views * length];
    for (int view = 0; view < views; view++) {
      System.arraycopy(features[first + view], 0, joined, view * length, length);
    }
    return joined;
  }
}
