package org.polarfold.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.polarfold.provenance.Digest;
import org.polarfold.provenance.Seeds;
import org.polarfold.simulate.AcquisitionKnobs;
import org.polarfold.simulate.SimulatedStudies;
import org.polarfold.store.IngestLedger.SiteDigests;
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
    SortedMap<SiteId, List<PerfusionStudy>> bySite =
        new TreeMap<>(studies.stream().collect(Collectors.groupingBy(PerfusionStudy::site)));
    StudyStore store = StudyStore.at(spark, lake.toString());
    try (StudyStore.Staged staged = store.begin()) {
      Set<SiteId> gone =
          store.previous().map(IngestLedger::sites).orElse(List.of()).stream()
              .map(SiteLedger::site)
              .collect(Collectors.toSet());
      gone.removeAll(bySite.keySet());
      List<SiteLedger> sites = new ArrayList<>();
      bySite.forEach((site, own) -> sites.add(write(spark, staged, site, own)));
      staged.writeRejected(nothing(spark, StudyStore.REJECTED_SCHEMA));
      staged.writeKeys(nothing(spark, StudyStore.KEYS_SCHEMA));
      staged.commit(new IngestLedger("", sites, List.of()), bySite.keySet(), gone);
    }
    return store;
  }

  private static SiteLedger write(
      SparkSession spark, StudyStore.Staged staged, SiteId site, List<PerfusionStudy> studies) {
    Digest digest = Digest.sha256();
    try (StudyWriter writer =
        StudyWriter.create(staged.studiesOf(site), spark.sparkContext().hadoopConfiguration())) {
      for (PerfusionStudy study : studies) {
        StoredStudy stored = StoredStudy.of(study, true);
        writer.write(stored);
        digest.add(stored.digest());
      }
    }
    long n = studies.size();
    return new SiteLedger(site, true, n, n, Map.of(), new SiteDigests("", digest.hex(), ""));
  }

  private static Dataset<Row> nothing(SparkSession spark, StructType schema) {
    return spark.createDataFrame(
        List.of(), schema.add(StudyCodec.SITE, DataTypes.StringType, false));
  }
}
