package org.polarfold.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.experiment.Settings;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.Target;

/** Each preset is the control and what its name says, and nothing else. */
class PresetsTest {

  @Test
  void theControlHasNoShift() {
    List<SimulatedSite> sites = preset("no-shift");
    assertThat(sites).hasSize(6);
    for (SimulatedSite site : sites) {
      assertThat(site.knobs()).isEqualTo(AcquisitionKnobs.REFERENCE);
      assertThat(site.caseMix()).isEqualTo(CaseMix.REFERENCE);
      assertThat(site.practice()).isEqualTo(sites.get(0).practice());
      assertThat(site.format().layout()).isEqualTo(sites.get(0).format().layout());
    }
    assertThat(sites.stream().map(site -> site.format().identifier())).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gain",
        "scanner",
        "attenuation",
        "shortcut",
        "rotation",
        "blur",
        "noise",
        "artefact"
      })
  void acquisitionPresetsTurnKnobsAndNothingElse(String name) {
    Map<String, SimulatedSite> control = byName("no-shift");
    int turned = 0;
    for (SimulatedSite site : preset(name)) {
      SimulatedSite usual = control.getOrDefault(site.id().value(), site);
      assertThat(site.caseMix()).isEqualTo(usual.caseMix());
      assertThat(site.practice()).isEqualTo(usual.practice());
      assertThat(site.patients()).isEqualTo(usual.patients());
      turned += site.knobs().equals(usual.knobs()) ? 0 : 1;
    }
    assertThat(turned).isGreaterThanOrEqualTo(3);
  }

  @Test
  void prevalenceShiftsTheShareOfALabelAlone() {
    for (SimulatedSite site : preset("prevalence")) {
      assertThat(site.knobs()).isEqualTo(AcquisitionKnobs.REFERENCE);
      assertThat(site.caseMix().unshifted()).isEqualTo(CaseMix.REFERENCE);
      assertThat(site.caseMix().prevalence().orElseThrow().target()).isEqualTo(Target.IMPAIRED_MFR);
    }
  }

  @Test
  void referralChangesWhoIsSentAlone() {
    for (SimulatedSite site : preset("referral")) {
      assertThat(site.knobs()).isEqualTo(AcquisitionKnobs.REFERENCE);
      assertThat(site.caseMix()).isEqualTo(CaseMix.REFERENCE);
      assertThat(site.practice().referral().women()).isNegative();
    }
  }

  @Test
  void mixedHasSomethingOfEverything() {
    List<SimulatedSite> sites = preset("mixed");
    assertThat(sites.stream().map(SimulatedSite::knobs).distinct().count()).isEqualTo(6);
    assertThat(sites.stream().map(SimulatedSite::patients).distinct().count()).isGreaterThan(3);
    assertThat(sites).anyMatch(site -> site.knobs().artefact().isPresent());
    assertThat(sites).anyMatch(site -> site.knobs().mark().isPresent());
    assertThat(sites).anyMatch(site -> site.wrongLabels() > 0);
  }

  @Test
  void aPatientIsTheSamePersonInEveryPresetOfTheAcquisition() {
    Seeds seeds = new Seeds(1);
    Patient control = birch("no-shift").clinic(seeds).patient(5);
    for (String name : new String[] {"gain", "scanner", "attenuation", "shortcut", "mixed"}) {
      boolean same = birch(name).clinic(seeds).patient(5).equals(control);
      assertThat(same).as(name).isEqualTo(!name.equals("mixed"));
    }
  }

  @Test
  void theConsortiumThatShipsIsValid() {
    List<SimulatedSite> sites = consortium(Path.of("../conf/consortium-simulated.conf"));
    assertThat(sites).hasSizeGreaterThanOrEqualTo(8);
    assertThat(sites.stream().map(SimulatedSite::format).distinct()).hasSizeGreaterThan(3);
    assertThat(sites).anyMatch(site -> site.format().clinical().angiography().isPresent());
  }

  private static SimulatedSite birch(String name) {
    return preset(name).stream()
        .filter(site -> site.id().value().equals("birch"))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, SimulatedSite> byName(String name) {
    return preset(name).stream()
        .collect(Collectors.toMap(site -> site.id().value(), Function.identity()));
  }

  private static List<SimulatedSite> preset(String name) {
    return consortium(Path.of("../conf/simulated/presets", name + ".conf"));
  }

  private static List<SimulatedSite> consortium(Path file) {
    Settings settings = Settings.read(file);
    List<SimulatedSite> sites = Consortium.from(settings.block("simulate")).members();
    settings.done();
    return sites;
  }
}
