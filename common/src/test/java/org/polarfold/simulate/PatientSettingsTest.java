package org.polarfold.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.polarfold.UserException;
import org.polarfold.experiment.Settings;

class PatientSettingsTest {

  @Test
  void whatIsNotSaidKeepsItsReference() {
    assertThat(read("")).isEqualTo(PatientModel.REFERENCE);
    assertThat(read("flow {}, traits {}, obstructive-disease {}, microvascular-disease {}"))
        .isEqualTo(PatientModel.REFERENCE);
    assertThat(PatientSettings.read(Optional.empty())).isEqualTo(PatientModel.REFERENCE);
  }

  @Test
  void everyPartCanBeSet() {
    PatientModel model =
        read(
            "flow { stress = 2.2, women-rest = 0 }, traits { smoking { on-stress = -0.2,"
                + " log-odds { male = 1, black = 0.1, diabetes = 0.3 } } }, obstructive-disease {"
                + " infarcted = 0.1, vessels { lcx = 0.9 }, log-odds { smoking = 2 } },"
                + " microvascular-disease { depth = 0.3 }");
    assertThat(model.flow().stress()).isEqualTo(2.2);
    assertThat(model.flow().rest()).isEqualTo(FlowModel.N13_AMMONIA.rest());
    assertThat(model.of(Trait.SMOKING).onStress()).isEqualTo(-0.2);
    assertThat(model.of(Trait.SMOKING).onRest()).isEqualTo(0.04);
    assertThat(model.of(Trait.SMOKING).odds().traits()).containsEntry(Trait.DIABETES, 0.3);
    assertThat(model.of(Trait.SMOKING).odds().races()).containsEntry(Race.BLACK, 0.1);
    assertThat(model.of(Trait.DIABETES)).isEqualTo(PatientModel.REFERENCE.of(Trait.DIABETES));
    assertThat(model.obstructive().vessels())
        .isEqualTo(Map.of(Vessel.LAD, 0.55, Vessel.RCA, 0.45, Vessel.LCX, 0.9));
    assertThat(model.obstructive().odds().traits()).containsEntry(Trait.SMOKING, 2.0);
    assertThat(model.microvascular().depth()).isEqualTo(0.3);
  }

  @Test
  void complaintsNameTheKey() {
    assertComplaint("flow { rest = 9 }", "flow.rest");
    assertComplaint("flow { res = 1 }", "flow.res");
    assertComplaint("traits { obesity {} }", "traits.obesity");
    // Traits are drawn in one order: diabetes cannot wait for smoking.
    assertComplaint("traits { diabetes { log-odds { smoking = 1 } } }", "smoking");
    assertComplaint("obstructive-disease { vessels { lmca = 1 } }", "lmca");
  }

  private static void assertComplaint(String text, String key) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Invalid ")
        .hasMessageContaining(key);
  }

  private static PatientModel read(String text) {
    Settings settings = KnobFixture.settings("patient-model {" + text + "}");
    PatientModel model = PatientSettings.read(settings.optionalBlock("patient-model"));
    settings.done();
    return model;
  }
}
