package org.polarfold.evaluate;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SortedMap;
import org.polarfold.study.SiteId;

/**
 * Internal and external samples by site of a published file, with the figures of other programs.
 *
 * @param internal by site
 * @param external by site
 * @param figures what other programs gave
 */
record Arms(
    SortedMap<SiteId, Sample> internal, SortedMap<SiteId, Sample> external, JsonNode figures) {

  /** Six invented sites (statistics.md, 1). */
  static Arms consortium() throws IOException, URISyntaxException {
    return read(
        GoldenConsortiumTest.file("consortium-predictions.csv"),
        GoldenConsortiumTest.file("consortium-expected.json"));
  }

  /** Two real centres (statistics.md, 6); skips the test where they are not here. */
  static Arms uciHeart() throws IOException {
    String data = System.getenv("POLARFOLD_REAL_DATA");
    assumeTrue(data != null, "skipped: POLARFOLD_REAL_DATA does not name the folder of real data");
    Path folder = Path.of(String.valueOf(data), "uci-heart");
    assumeTrue(Files.isDirectory(folder), "skipped: there is no folder " + folder);
    return read(folder.resolve("loso-predictions.csv"), folder.resolve("loso-expected.json"));
  }

  private static Arms read(Path file, Path expected) throws IOException {
    Predictions predictions = PredictionsCsv.read(file);
    Cell cell = predictions.series().firstKey();
    SortedMap<Arm, SortedMap<Repeat, SortedMap<Integer, Series>>> arms =
        Objects.requireNonNull(predictions.series().get(cell));
    return new Arms(
        sites(predictions, cell, arms, Arm.INTERNAL),
        sites(predictions, cell, arms, Arm.EXTERNAL),
        new ObjectMapper().readTree(expected.toFile()));
  }

  private static SortedMap<SiteId, Sample> sites(
      Predictions predictions,
      Cell cell,
      SortedMap<Arm, SortedMap<Repeat, SortedMap<Integer, Series>>> arms,
      Arm arm) {
    return ArmSamples.of(predictions, cell, Objects.requireNonNull(arms.get(arm))).sites();
  }

  Sample pooledExternal() {
    return Sample.pool(external.values());
  }

  Sample pooledInternal() {
    return Sample.pool(internal.values());
  }
}
