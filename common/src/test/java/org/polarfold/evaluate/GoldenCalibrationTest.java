package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Calibration, log loss, net benefit and case mix of the six invented sites and, where they are
 * there, of real patients, beside figures of R 4.2.2 and rms 6.5.0.
 */
class GoldenCalibrationTest {

  private static final Offset<Double> CLOSED = within(1e-9);
  private static final Offset<Double> ITERATED = within(1e-6);
  // Places in the ladder 0.05, 0.10, ... of the thresholds .1, .2, .3 and .4.
  private static final int[] THRESHOLDS = {1, 3, 5, 7};

  @Test
  void sixInventedSites() throws IOException, URISyntaxException {
    assertThat(
            compare(
                GoldenConsortiumTest.file("consortium-predictions.csv"),
                GoldenConsortiumTest.file("consortium-expected.json")))
        .isEqualTo(14);
  }

  @Test
  void realPatients() throws IOException {
    String data = System.getenv("POLARFOLD_REAL_DATA");
    assumeTrue(data != null, "skipped: POLARFOLD_REAL_DATA does not name the folder of real data");
    Path folder = Path.of(String.valueOf(data), "uci-heart");
    assumeTrue(Files.isDirectory(folder), "skipped: there is no folder " + folder);
    assertThat(
            compare(folder.resolve("loso-predictions.csv"), folder.resolve("loso-expected.json")))
        .isEqualTo(6);
  }

  /** Returns how many samples were compared. */
  private static int compare(Path predictions, Path expected) throws IOException {
    JsonNode figures = new ObjectMapper().readTree(expected.toFile());
    Predictions read = PredictionsCsv.read(predictions);
    int compared = 0;
    for (SortedMap<Arm, SortedMap<Repeat, SortedMap<Integer, Series>>> arms :
        read.series().values()) {
      Cell cell = read.series().firstKey();
      for (Arm arm : List.of(Arm.INTERNAL, Arm.EXTERNAL)) {
        ArmSamples samples = ArmSamples.of(read, cell, Objects.requireNonNull(arms.get(arm)));
        JsonNode ofArm = figures.path(arm.name());
        sample(samples.pooled(), ofArm.path("pooled"));
        compared++;
        for (var site : samples.sites().entrySet()) {
          sample(site.getValue(), ofArm.path("sites").path(site.getKey().value()));
          compared++;
        }
      }
    }
    return compared;
  }

  private static void sample(Sample sample, JsonNode figures) {
    Calibration ours = Calibration.of(sample);
    coefficient(Made.present(ours.calibrationInTheLarge()), figures, "calibration_in_the_large");
    coefficient(Made.present(ours.calibrationIntercept()), figures, "calibration_intercept");
    coefficient(Made.present(ours.calibrationSlope()), figures, "calibration_slope");
    assertThat(Made.present(ours.observedToExpected())).isEqualTo(number(figures, "oe"), CLOSED);
    smooth(sample, ours, figures);
    Losses losses = Losses.of(sample);
    assertThat(Made.present(losses.brier())).isEqualTo(number(figures, "brier"), CLOSED);
    assertThat(Made.present(losses.logLoss())).isEqualTo(number(figures, "log_loss"), CLOSED);
    CaseMix caseMix = CaseMix.of(sample);
    assertThat(Made.present(caseMix.mbc()))
        .isEqualTo(number(figures, "model_based_concordance"), CLOSED);
    assertThat(Made.present(caseMix.calibratedMbc()))
        .isEqualTo(number(figures, "calibrated_model_based_concordance"), ITERATED);
    List<NetBenefit> benefits = Made.present(NetBenefit.of(sample));
    assertThat(figures.path("net_benefit")).hasSize(THRESHOLDS.length);
    for (int k = 0; k < THRESHOLDS.length; k++) {
      assertThat(benefits.get(THRESHOLDS[k]).model())
          .isEqualTo(figures.path("net_benefit").path(k).doubleValue(), CLOSED);
    }
  }

  private static void smooth(Sample sample, Calibration ours, JsonNode figures) {
    assertThat(Made.present(ours.ici())).isEqualTo(number(figures, "ici_rcs4"), ITERATED);
    assertThat(Made.present(ours.e50())).isEqualTo(number(figures, "e50_rcs4"), ITERATED);
    assertThat(Made.present(ours.e90())).isEqualTo(number(figures, "e90_rcs4"), ITERATED);
    double[] knots = Made.present(Spline.through(Made.present(Logits.of(sample))[0])).knots();
    assertThat(figures.path("rcs_knots")).hasSize(knots.length);
    for (int j = 0; j < knots.length; j++) {
      // Twelve digits are given.
      assertThat(knots[j]).isEqualTo(figures.path("rcs_knots").path(j).doubleValue(), within(1e-9));
    }
  }

  private static void coefficient(CalibrationCoefficient ours, JsonNode figures, String name) {
    assertThat(ours.value()).as(name).isEqualTo(number(figures, name), ITERATED);
    assertThat(ours.se()).as(name).isEqualTo(number(figures, name + "_se"), ITERATED);
  }

  private static double number(JsonNode figures, String name) {
    assertThat(figures.path(name).isNumber()).as(name).isTrue();
    return figures.path(name).doubleValue();
  }
}
