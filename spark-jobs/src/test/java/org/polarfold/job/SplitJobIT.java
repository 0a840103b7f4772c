package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.LocalSpark;
import org.polarfold.store.LakeFixture;
import org.polarfold.study.MapKind;
import org.polarfold.study.PatientId;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Quantity;
import org.polarfold.study.SiteId;

/** What the data manager is told of a plan. */
final class SplitJobIT {

  @Test
  void whoIsLeftOutIsToldAndWhy(@TempDir Path folder) throws IOException {
    List<PerfusionStudy> studies = new ArrayList<>();
    for (String site : List.of("alder", "birch", "cedar")) {
      studies.addAll(LakeFixture.site(site, 60, site.charAt(0)));
    }
    PerfusionStudy model = studies.get(0);
    PolarMap rest = model.map(MapKind.REST).orElseThrow();
    for (int i = 0; i < 3; i++) {
      studies.add(like(model, "cedar-uptake-" + i, Quantity.RELATIVE_UPTAKE, rest));
    }
    studies.add(like(model, "cedar-rest-alone", Quantity.FLOW, rest));
    try (SparkSession spark = LocalSpark.start()) {
      LakeFixture.write(spark, folder.resolve("lake"), studies);
    }
    Files.createDirectories(folder.resolve("exports"));

    Told told = Told.by("split", OwnProcess.experiment(folder, "key-variable = UNUSED").toString());

    assertThat(told.status()).as(told.err()).isZero();
    assertThat(told.out().lines())
        .contains(
            "cedar has studies that nothing is learnt from: 3 of relative uptake,"
                + " 1 without a reserve or one of the experiment's maps")
        .noneMatch(line -> line.startsWith("alder has") || line.startsWith("birch has"));
  }

  private static PerfusionStudy like(
      PerfusionStudy model, String patient, Quantity quantity, PolarMap rest) {
    return new PerfusionStudy(
        new PatientId(patient),
        new SiteId("cedar"),
        model.clinical(),
        model.acquisition(),
        quantity,
        Map.of(MapKind.REST, rest),
        OptionalDouble.empty());
  }
}
