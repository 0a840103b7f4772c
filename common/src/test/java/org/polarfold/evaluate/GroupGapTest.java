package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Women against men: figures of pROC 1.18.0, {@code roc.test(paired = FALSE)}, and by hand. */
class GroupGapTest {

  private static final Offset<Double> CLOSED = within(1e-9);

  @Test
  void inventedSites() throws IOException, URISyntaxException {
    compare(
        GoldenConsortiumTest.file("consortium-predictions.csv"),
        GoldenConsortiumTest.file("consortium-expected.json"));
  }

  @Test
  void realPatients() throws IOException {
    String data = System.getenv("POLARFOLD_REAL_DATA");
    assumeTrue(data != null, "skipped: POLARFOLD_REAL_DATA does not name the folder of real data");
    Path folder = Path.of(String.valueOf(data), "uci-heart");
    assumeTrue(Files.isDirectory(folder), "skipped: there is no folder " + folder);
    compare(folder.resolve("loso-predictions.csv"), folder.resolve("loso-expected.json"));
  }

  private static void compare(Path predictions, Path expected) throws IOException {
    JsonNode figures = new ObjectMapper().readTree(expected.toFile());
    for (String arm : List.of("internal", "external")) {
      Sample women = Sample.pool(bySite(predictions, arm, "female"));
      Sample men = Sample.pool(bySite(predictions, arm, "male"));
      JsonNode sex = figures.path(arm).path("sex");
      operatingPoint(OperatingPoint.of(women, 0, 0.3), sex.path("female"));
      operatingPoint(OperatingPoint.of(men, 0, 0.3), sex.path("male"));
      UnpairedDifference ours = UnpairedDifference.of(women, men);
      assertThat(ours.n()).isEqualTo(sex.path("female").path("n").intValue());
      assertThat(ours.referenceEvents()).isEqualTo(sex.path("male").path("events").intValue());
      assertClose(ours.area(), sex.path("female").path("auroc"));
      assertClose(ours.referenceArea(), sex.path("male").path("auroc"));
      assertClose(ours.difference(), sex.path("auroc_gap_female_minus_male"));
      assertClose(ours.d(), sex.path("unpaired_delong_D"));
      assertThat(Made.present(ours.df())).isEqualTo(sex.path("df").doubleValue(), within(1e-8));
      assertClose(ours.p(), sex.path("p"));
    }
  }

  private static void operatingPoint(OperatingPoint ours, JsonNode figures) {
    assertThat(ours.tp() + ours.fn() + ours.tn() + ours.fp())
        .isEqualTo(figures.path("n").doubleValue());
    assertClose(ours.sensitivity().map(Proportion::value), figures.path("tpr_at_0.3"));
    assertClose(ours.specificity().map(share -> 1 - share.value()), figures.path("fpr_at_0.3"));
    assertClose(ours.selectionRate().map(Proportion::value), figures.path("selection_rate_at_0.3"));
  }

  private static void assertClose(Estimate<Double> ours, JsonNode figure) {
    assertThat(figure.isNumber()).isTrue();
    assertThat(Made.present(ours)).isEqualTo(figure.doubleValue(), CLOSED);
  }

  /**
   * pROC 1.18.0 prints no interval: difference and qt(.975, df) times the root of both variances.
   */
  @Test
  void intervalIsStudents() throws IOException, URISyntaxException {
    Path file = GoldenConsortiumTest.file("consortium-predictions.csv");
    UnpairedDifference ours =
        UnpairedDifference.of(
            Sample.pool(bySite(file, "internal", "female")),
            Sample.pool(bySite(file, "internal", "male")));
    assertThat(Made.present(ours.se())).isEqualTo(0.0283132328333088, CLOSED);
    assertThat(Made.present(ours.lower())).isEqualTo(-0.0788255275267777, CLOSED);
    assertThat(Made.present(ours.upper())).isEqualTo(0.0322732154989296, CLOSED);
  }

  @Test
  void withinSitesEachGroupWeighsByItsOwnPairs() throws IOException, URISyntaxException {
    Path file = GoldenConsortiumTest.file("consortium-predictions.csv");
    WithinSiteGap ours =
        WithinSiteGap.of(bySite(file, "internal", "female"), bySite(file, "internal", "male"));
    // Counted pair by pair apart from this code.
    assertThat(Made.present(ours.gap())).isEqualTo(-0.03144208336216803, CLOSED);
    WithinSiteGap external =
        WithinSiteGap.of(bySite(file, "external", "female"), bySite(file, "external", "male"));
    assertThat(Made.present(external.gap())).isEqualTo(-0.03688309574287041, CLOSED);
    double se = Made.present(ours.se());
    assertThat(Made.present(ours.z())).isEqualTo(-0.03144208336216803 / se, CLOSED);
    assertThat(Made.present(ours.upper()) - Made.present(ours.lower()))
        .isEqualTo(2 * Distributions.Z * se, CLOSED);
  }

  private static Collection<Sample> bySite(Path file, String arm, String sex) throws IOException {
    Map<String, Rows> sites = new TreeMap<>();
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser rows = CSVParser.parse(file, StandardCharsets.UTF_8, format)) {
      int patient = 0;
      for (CSVRecord row : rows) {
        if (row.get("arm").equals(arm) && row.get("sex").equals(sex)) {
          sites.computeIfAbsent(row.get("site"), site -> new Rows()).add(patient++, row);
        }
      }
    }
    return sites.values().stream().map(Rows::sample).toList();
  }

  /** The rows of a site. */
  private static final class Rows {

    private final List<Integer> patients = new ArrayList<>();
    private final List<CSVRecord> records = new ArrayList<>();

    void add(int patient, CSVRecord row) {
      patients.add(patient);
      records.add(row);
    }

    Sample sample() {
      byte[] labels = new byte[records.size()];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = Byte.parseByte(records.get(i).get("label"));
      }
      double[] scores =
          records.stream().mapToDouble(row -> Double.parseDouble(row.get("score"))).toArray();
      return new Sample(
          List.of(new Repeat(0, 0)),
          patients.stream().mapToInt(Integer::intValue).toArray(),
          labels,
          new double[][] {scores});
    }
  }
}
