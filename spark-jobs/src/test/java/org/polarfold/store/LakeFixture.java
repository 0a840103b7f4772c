package org.polarfold.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.polarfold.provenance.Seeds;
import org.polarfold.simulate.AcquisitionKnobs;
import org.polarfold.simulate.SimulatedStudies;
import org.polarfold.store.IngestLedger.SiteLedger;
import org.polarfold.study.PatientId;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.SiteId;

/** Lakes of simulated studies, written by the store itself. */
public final class LakeFixture {

  private LakeFixture() {}

  /** Simulated studies of a site; the pseudonyms begin with its name. */
  public static List<PerfusionStudy> site(String name, int count, long seed) {
    return SimulatedStudies.studies(new Seeds(seed), count, AcquisitionKnobs.REFERENCE)
        .map(
            study ->
                new PerfusionStudy(
                    new PatientId(name + "-" + study.patient()),
                    new SiteId(name),
                    study.clinical(),
                    study.acquisition(),
                    study.quantity(),
                    study.maps(),
                    study.colourResidual()))
        .toList();
  }

  /** Writes a lake in the place of the one before it. */
  public static StudyStore write(SparkSession spark, Path lake, List<PerfusionStudy> studies) {
    Map<String, Long> counts = new TreeMap<>();
    studies.forEach(study -> counts.merge(study.site().value(), 1L, Long::sum));
    StudyStore store = StudyStore.at(spark, lake.toString());
    try (StudyStore.Staged staged =
        store.stage(rows(spark, studies), nothingRejected(spark), counts.size())) {
      List<SiteLedger> sites = new ArrayList<>();
      counts.forEach(
          (site, n) -> sites.add(new SiteLedger(new SiteId(site), true, n, n, Map.of())));
      staged.commit(new IngestLedger(staged.datasetDigest(), sites));
    }
    return store;
  }

  private static Dataset<Row> rows(SparkSession spark, List<PerfusionStudy> studies) {
    List<Row> rows = new ArrayList<>();
    for (PerfusionStudy study : studies) {
      Row row = StudyCodec.toRow(new StoredStudy(study, true));
      Stream<Object> cells = Stream.iterate(0, i -> i < row.size(), i -> i + 1).map(row::get);
      rows.add(RowFactory.create(Stream.concat(cells, Stream.of(study.site().value())).toArray()));
    }
    return spark.createDataFrame(rows, withSite(StudyCodec.schema()));
  }

  private static Dataset<Row> nothingRejected(SparkSession spark) {
    return spark.createDataFrame(List.<Row>of(), withSite(StudyStore.REJECTED_SCHEMA));
  }

  private static StructType withSite(StructType schema) {
    return schema.add(StudyCodec.SITE, DataTypes.StringType, false);
  }
}
