package org.polarfold.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.polarfold.backbone.FeatureTrial.Told;
import org.polarfold.experiment.Network.Drawing;
import org.polarfold.provenance.Seeds;
import org.polarfold.simulate.AcquisitionKnobs;
import org.polarfold.simulate.SimulatedStudies;
import org.polarfold.study.MapKind;
import org.polarfold.study.PatientId;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

/** What is planted in features is found, and what is not is not. */
final class FeatureTrialTest {

  private static final int PATIENTS = 100;
  private static final int FEATURES = 8;

  @Test
  void aPlantedLabelIsToldAndNoiseIsNot() {
    List<PerfusionStudy> patients = patients();
    FeatureTrial trial = new FeatureTrial(patients, new Seeds(1));
    Random random = new Random(1);
    float[][] features = new float[patients.size()][FEATURES];
    for (int i = 0; i < features.length; i++) {
      for (int j = 0; j < FEATURES; j++) {
        features[i][j] = (float) random.nextGaussian();
      }
      features[i][3] += 3 * patients.get(i).clinical().label(Target.SEX).orElseThrow();
    }

    Map<Told, Double> areas = trial.areas(features);
    assertThat(areas).hasSize(4).isEqualTo(trial.areas(features));
    for (String arm : List.of("internal", "external")) {
      assertThat(areas.get(new Told(Target.SEX, arm))).isGreaterThan(0.93);
      assertThat(areas.get(new Told(Target.IMPAIRED_MFR, arm))).isBetween(0.35, 0.65);
    }
  }

  @Test
  void theShippedWeightsAreReadAsDl4jReadsThem() throws Exception {
    List<float[]> maps =
        patients().stream()
            .limit(3)
            .map(study -> study.map(MapKind.REST).orElseThrow().toArray())
            .toList();
    float[][] shipped = CompactFeatures.shipped().features(maps, MapKind.REST);
    ComputationGraph network;
    try (InputStream stream = CompactBackbone.class.getResourceAsStream("compact-64.zip")) {
      network = ModelSerializer.restoreComputationGraph(Objects.requireNonNull(stream), false);
    }
    MapImage image = MapImage.of(Drawing.DISC, CompactNetwork.IMAGE_SIZE);
    for (int i = 0; i < maps.size(); i++) {
      float[] pixels = new float[image.length()];
      image.draw(maps.get(i), MapKind.REST, pixels, 0);
      INDArray expected =
          network.outputSingle(
              Nd4j.createFromArray(pixels)
                  .reshape(1, 1, CompactNetwork.IMAGE_SIZE, CompactNetwork.IMAGE_SIZE));
      assertThat(expected.ravel().equalsWithEps(Nd4j.createFromArray(shipped[i]), 1e-4)).isTrue();
    }
    float[][] random = CompactFeatures.random(1).features(maps, MapKind.REST);
    assertThat(random).isDeepEqualTo(CompactFeatures.random(1).features(maps, MapKind.REST));
    assertThat(random[0]).hasSize(CompactNetwork.FEATURES).isNotEqualTo(shipped[0]);
  }

  /** Two sites that differ in name alone. */
  private static List<PerfusionStudy> patients() {
    List<PerfusionStudy> patients = new ArrayList<>();
    for (String site : List.of("alder", "birch")) {
      SimulatedStudies.studies(new Seeds(1).family(site), PATIENTS, AcquisitionKnobs.REFERENCE)
          .map(study -> at(site, study))
          .forEach(patients::add);
    }
    return patients;
  }

  private static PerfusionStudy at(String site, PerfusionStudy study) {
    return new PerfusionStudy(
        new PatientId(site + study.patient().value()),
        new SiteId(site),
        study.clinical(),
        study.acquisition(),
        study.quantity(),
        study.maps(),
        study.colourResidual());
  }
}
