package org.polarfold.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.polarfold.experiment.Settings;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.MapKind;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Target;

class SimulatedStudiesTest {

  private static final AcquisitionKnobs KNOBS = AcquisitionKnobs.REFERENCE;

  @Test
  void aStudyDependsOnSeedAndPlaceAlone() {
    List<PerfusionStudy> five = SimulatedStudies.studies(new Seeds(1), 5, KNOBS).toList();
    List<PerfusionStudy> nine = SimulatedStudies.studies(new Seeds(1), 9, KNOBS).toList();
    assertThat(nine.subList(0, 5)).isEqualTo(five);
    assertThat(nine.stream().map(PerfusionStudy::maps)).doesNotHaveDuplicates();
    assertThat(SimulatedStudies.studies(new Seeds(2), 5, KNOBS).map(PerfusionStudy::maps))
        .doesNotContainAnyElementsOf(five.stream().map(PerfusionStudy::maps).toList());
  }

  @Test
  void studiesAreCompleteAndConsistent() {
    for (PerfusionStudy study : SimulatedStudies.studies(new Seeds(1), 20, KNOBS).toList()) {
      assertThat(study.clinical().labels().keySet()).containsExactly(Target.values());
      PolarMap rest = study.map(MapKind.REST).orElseThrow();
      assertThat(study.map(MapKind.STRESS).orElseThrow().over(rest))
          .isEqualTo(study.map(MapKind.RESERVE).orElseThrow());
      assertThat(study.clinical().ageYears().orElseThrow()).isBetween(30.0, 90.0);
    }
  }

  @Test
  void anArtefactIsLeftOut() {
    AcquisitionKnobs withArtefact =
        Consortium.from(Settings.read(Path.of("../conf/simulated/demo.conf")).block("simulate"))
            .members()
            .get(0)
            .knobs();
    assertThat(withArtefact.artefact()).isNotEqualTo(Optional.empty());
    assertThat(SimulatedStudies.studies(new Seeds(1), 5, withArtefact).toList())
        .isEqualTo(
            SimulatedStudies.studies(new Seeds(1), 5, withArtefact.withoutArtefact()).toList());
  }
}
