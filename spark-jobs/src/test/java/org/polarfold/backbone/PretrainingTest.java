package org.polarfold.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.backbone.Pretraining.Patient;
import org.polarfold.provenance.Digest;
import org.polarfold.provenance.Seeds;
import org.polarfold.simulate.AcquisitionKnobs;
import org.polarfold.simulate.FlowResponse;
import org.polarfold.simulate.Resolution;
import org.polarfold.simulate.Rotation;
import org.polarfold.simulate.SimulatedStudies;
import org.polarfold.study.MapKind;
import org.polarfold.study.PerfusionStudy;

final class PretrainingTest {

  private static final int PATIENTS = 32;
  private static final AcquisitionKnobs WITHOUT_NOISE =
      AcquisitionKnobs.of(
          FlowResponse.gain(1),
          new Resolution(Resolution.REFERENCE.blurDegrees(), Resolution.REFERENCE.blurRings(), 0),
          new Rotation(0, 0));

  @TempDir private Path folder;

  @Test
  void whatIsSaidOfAMapHasNoNoise() {
    Patient patient = patients(0, WITHOUT_NOISE).findFirst().orElseThrow();
    PerfusionStudy quiet = studies(0, WITHOUT_NOISE).findFirst().orElseThrow();

    for (MapKind kind : MapKind.values()) {
      assertThat(patient.quiet().get(kind))
          .isEqualTo(MapImage.scaled(Patches.means(quiet.map(kind).orElseThrow()), kind))
          .isNotEqualTo(
              MapImage.scaled(Patches.means(patient.seen().map(kind).orElseThrow()), kind));
    }
  }

  @Test
  void theSameSeedMakesTheSameNetworkAndOtherPatientsAnother() throws IOException {
    List<Integer> asked = new ArrayList<>();
    List<Integer> finished = new ArrayList<>();
    Pretraining pretraining =
        new Pretraining(
            epoch -> {
              asked.add(epoch);
              return patients(epoch, WITHOUT_NOISE);
            },
            2,
            7);

    pretraining.run(folder.resolve("once"), finished::add);
    pretraining.run(folder.resolve("again"), epoch -> {});
    new Pretraining(epoch -> patients(0, WITHOUT_NOISE), 2, 7)
        .run(folder.resolve("same-patients"), epoch -> {});
    new Pretraining(epoch -> patients(epoch, AcquisitionKnobs.REFERENCE), 2, 7)
        .run(folder.resolve("noisy-targets"), epoch -> {});

    assertThat(asked).containsExactly(0, 1, 0, 1);
    assertThat(finished).containsExactly(1, 2);
    assertThat(digest("again")).isEqualTo(digest("once"));
    assertThat(digest("same-patients")).isNotEqualTo(digest("once"));
    assertThat(digest("noisy-targets")).isNotEqualTo(digest("once"));
    JsonNode provenance =
        new ObjectMapper().readTree(folder.resolve("once/compact-64.json").toFile());
    assertThat(provenance.path("sha256").asText()).isEqualTo(digest("once"));
    assertThat(provenance.path("simulatedPatients").asInt()).isEqualTo(2 * PATIENTS);
    assertThat(provenance.path("command").asText())
        .isEqualTo("./run pretrain --patients 32 --epochs 2 --seed 7");
    assertThat(Files.size(folder.resolve("once/compact-64.zip"))).isLessThan(3_000_000);
  }

  private String digest(String name) throws IOException {
    return Digest.ofFile(folder.resolve(name).resolve("compact-64.zip"));
  }

  private static Stream<Patient> patients(int epoch, AcquisitionKnobs told) {
    Iterator<PerfusionStudy> quiet = studies(epoch, told).iterator();
    return studies(epoch, AcquisitionKnobs.REFERENCE).map(seen -> Patient.of(seen, quiet.next()));
  }

  private static Stream<PerfusionStudy> studies(int epoch, AcquisitionKnobs knobs) {
    return SimulatedStudies.studies(new Seeds(5).family("epoch", epoch), PATIENTS, knobs);
  }
}
