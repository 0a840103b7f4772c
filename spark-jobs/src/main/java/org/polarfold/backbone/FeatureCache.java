package org.polarfold.backbone;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.polarfold.store.FeatureStore;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.store.RunFolder;
import org.polarfold.store.StudyCodec;
import org.polarfold.store.StudyStore;
import org.polarfold.study.MapKind;

/**
 * The features of a lake's studies: computed once a map, kept in {@code features/}, read by every
 * fold, target, arm and seed.
 *
 * @param spark the session
 * @param lake the lake's folder
 * @param studies the lake's studies
 */
public record FeatureCache(SparkSession spark, RunFolder lake, StudyStore studies) {

  /** Studies of one partition, about a second's work. */
  private static final int PARTITION = 256;

  /** All studies with the features of a map, computed first where the cache lacks them. */
  public JavaRDD<FeaturedStudy> studies(MapKind kind) {
    FeatureStore cache =
        new FeatureStore(spark, lake, studies.ledger().datasetDigest(), Backbone.featureKey(kind));
    if (!cache.isComplete()) {
      cache.write(compute(kind));
    }
    return cache.studies(studies.read(), kind);
  }

  /**
   * How the rows lie in files depends on the dataset alone, not on the cluster: their number
   * decides the number of partitions, their pseudonyms the partition and the order.
   */
  private JavaRDD<Row> compute(MapKind kind) {
    int partitions = (int) (studies.ledger().accepted() / PARTITION + 1);
    Dataset<Row> maps =
        studies
            .read()
            .where(col(StudyCodec.mapColumn(kind)).isNotNull())
            .select(StudyCodec.PATIENT, StudyCodec.mapColumn(kind))
            .repartition(partitions, col(StudyCodec.PATIENT))
            .sortWithinPartitions(StudyCodec.PATIENT);
    return maps.toJavaRDD()
        .mapPartitions(
            rows -> {
              List<String> patients = new ArrayList<>();
              List<float[]> values = new ArrayList<>();
              while (rows.hasNext()) {
                Row row = rows.next();
                patients.add(row.getString(0));
                values.add(FeatureStore.floats(row, 1));
              }
              if (patients.isEmpty()) {
                return new ArrayList<Row>().iterator();
              }
              float[][] features = Backbone.shipped().features(values, kind);
              List<Row> out = new ArrayList<>();
              for (int i = 0; i < features.length; i++) {
                out.add(FeatureStore.row(patients.get(i), features[i]));
              }
              return out.iterator();
            });
  }
}
