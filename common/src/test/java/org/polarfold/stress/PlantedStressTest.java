package org.polarfold.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.polarfold.evaluate.Arm;
import org.polarfold.evaluate.ChangeCurve;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.Prediction;
import org.polarfold.evaluate.Predictions;
import org.polarfold.evaluate.PredictionsBuilder;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;
import org.polarfold.study.PatientId;
import org.polarfold.study.PolarMap;
import org.polarfold.study.SiteId;

/**
 * Two linear heads. The external one looks at the anterior wall alone, against the lateral and the
 * inferior one beside it, and is lost where the heart is turned; the internal one looks at the
 * whole map's mean, which a turn does not change.
 */
class PlantedStressTest {

  private static final InputMaps STRESS = InputMaps.of(MapKind.STRESS);
  private static final int SITES = 3;
  private static final int PATIENTS = 120;

  private static PolarMap map(int label, Random random) {
    float[] values = new float[PolarMap.SIZE];
    for (int ring = 0; ring < PolarMap.RINGS; ring++) {
      for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
        boolean anterior = sector >= 14 && sector < 22;
        values[PolarMap.index(ring, sector)] =
            (float) (label == 1 && anterior ? 1.3 : 2) + 0.2f * (float) random.nextGaussian();
      }
    }
    return PolarMap.of(values);
  }

  private static double mean(PolarMap map, int from, int to) {
    double sum = 0;
    for (int ring = 0; ring < PolarMap.RINGS; ring++) {
      for (int sector = from; sector < to; sector++) {
        sum += map.at(ring, sector);
      }
    }
    return sum / (PolarMap.RINGS * (to - from));
  }

  private static double score(String arm, PolarMap map, double chance) {
    double logit =
        arm.equals("internal")
            ? 20 * (2 - mean(map, 0, 72)) - 1
            : 4 * (mean(map, 0, 8) + mean(map, 50, 58) - 2 * mean(map, 14, 22)) - 2;
    return 1 / (1 + Math.exp(-(logit + chance)));
  }

  @Test
  void whatIsLostWithTheWallFallsByDegrees() {
    Grades grades = Grades.of(Map.of("rotation", "10,20,40", "gain", "0.3"));
    PredictionsBuilder builder = Predictions.from("made");
    Random random = new Random(1);
    long row = 0;
    for (int i = 0; i < SITES * PATIENTS; i++) {
      int label = random.nextInt(2);
      String patient = "p" + i;
      List<PolarMap> study = List.of(map(label, random));
      for (String arm : List.of("internal", "external")) {
        double chance = 1.5 * random.nextGaussian();
        for (List<MapChange> ofKind : grades.changes().values()) {
          for (MapChange change : ofKind) {
            PolarMap seen = change.of(patient, study, STRESS, new Seeds(1)).get(0);
            builder.add(
                ++row,
                new Prediction(
                    new PatientId(patient),
                    new SiteId("site-" + i % SITES),
                    new Arm(arm),
                    "impaired_mfr",
                    ChangeCurve.model(change.kind().key(), change.grade()),
                    "stress",
                    0,
                    1,
                    Optional.empty(),
                    0,
                    OptionalDouble.empty(),
                    OptionalDouble.of(label),
                    OptionalDouble.of(score(arm, seen, chance))));
          }
        }
      }
    }

    List<ChangeCurve> curves = ChangeCurve.of(builder.build());

    assertThat(curves).extracting(ChangeCurve::kind).containsExactly("gain", "rotation");
    List<ChangeCurve.Point> turned = curves.get(1).points();
    for (int g = 1; g < turned.size(); g++) {
      ChangeCurve.Point point = turned.get(g);
      assertThat(value(point, "external")).isLessThan(value(turned.get(g - 1), "external"));
      assertThat(value(point, "internal"))
          .isBetween(
              value(turned.get(0), "internal") - 0.01, value(turned.get(0), "internal") + 0.01);
    }
    assertThat(value(turned.get(3), "external")).isLessThan(0.6);
    assertThat(present(turned.get(3).dropChange()).lower()).isGreaterThan(0.2);
  }

  private static double value(ChangeCurve.Point point, String arm) {
    return present(Objects.requireNonNull(point.arms().get(arm), arm).auroc()).estimate();
  }

  private static ChangeCurve.OverSites present(Estimate<ChangeCurve.OverSites> estimate) {
    assertThat(estimate).isInstanceOf(Estimate.Value.class);
    return ((Estimate.Value<ChangeCurve.OverSites>) estimate).value();
  }
}
