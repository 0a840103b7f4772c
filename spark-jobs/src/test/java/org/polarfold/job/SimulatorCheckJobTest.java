package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code ./run check simulator} through the real main. */
final class SimulatorCheckJobTest {

  @Test
  void printsEveryFigureBesideItsBounds() {
    String[] command = {
      "check", "simulator", "--part", "marginals", "--seeds", "2", "--patients", "300"
    };
    Told told = Told.by(command);

    assertThat(told.out())
        .startsWith("Simulated patients beside the literature: 600 patients, seed 1\n")
        .contains("| rest, mean | no narrowed artery | 1.020 | Opstal 2017, PMC5994394 | 0.969 to")
        .contains("| outside, known: ");
    assertThat(told.status()).isEqualTo(told.out().contains("| outside |") ? 1 : 0);
    assertThat(told.err()).isEmpty();
    Told verbose =
        Told.by(Stream.concat(Stream.of(command), Stream.of("--verbose")).toArray(String[]::new));
    assertThat(verbose.err()).contains(" 50 %  Measuring patients");
    assertThat(verbose.out()).isEqualTo(told.out());
  }

  @Test
  void tooFewPatientsMissTheLiteratureAndTheStatusSaysSo() {
    Told told =
        Told.by("check", "simulator", "--part", "marginals", "--seeds", "2", "--patients", "40");

    assertThat(told.out()).contains("| outside |");
    assertThat(told.status()).isEqualTo(1);
  }

  @Test
  void printsWhatEachPresetMovesAndFailsWhereAnExpectedMoveIsNotShown() {
    System.setProperty("polarfold.conf", "../conf");
    Told told =
        Told.by("check", "simulator", "--part", "shifts", "--seeds", "2", "--patients", "40");

    assertThat(told.out())
        .contains("What presets move: 2 seeds from 1, 6 sites of 40 patients")
        .contains("| artefact | AUROC, impaired reserve from reserve | -")
        .contains("| rotation | AUROC, sex from rest, from reference to 10 degrees | ")
        .contains("| not shown |");
    assertThat(told.status()).isEqualTo(1);
  }

  @Test
  void printsHowOftenNothingIsCovered() {
    System.setProperty("polarfold.conf", "../conf");
    Told told =
        Told.by("check", "simulator", "--part", "novelty", "--seeds", "2", "--patients", "40");

    assertThat(told.out())
        .contains("Novelty where nothing is planted (no-shift): 2 seeds from 1, 6 sites of 40")
        .contains("| impaired_mfr from reserve | 2 | ")
        .contains("| sex from rest | 2 | ")
        .contains("0 of 3 coverages are too low");
    assertThat(told.status()).isZero();
  }

  @Test
  void printsWhatTheShortcutDoesToEachArmAndWhetherTheAuditSeesIt() {
    System.setProperty("polarfold.conf", "../conf");
    Told told =
        Told.by("check", "simulator", "--part", "shortcut", "--seeds", "2", "--patients", "40");

    assertThat(told.out())
        .contains("What the shortcut moves, by the pipeline's arms: 2 seeds from 1, 6 sites of 40")
        .contains("| shortcut | AUROC, internal arm, impaired_mfr from stress | ")
        .contains("The audit of sites on the stress map: 2 seeds from 1, 6 sites of 40 patients")
        .contains("| no-shift | AUROC of a site against the rest, mean over sites, stress | 0.500");
    assertThat(told.status()).isEqualTo(told.out().contains("| not shown |") ? 1 : 0);
  }

  @Test
  void aNetworkIsOfOnePartAlone() {
    assertThat(Told.by("check", "simulator", "--learner", "network").err())
        .contains(
            "Invalid learner: \"network\" (expected logistic, or network with --part novelty)");
  }

  @Test
  void mistakesAreOneLine() {
    assertThat(Told.by("check", "simulator", "--part", "maps").err())
        .contains(
            "Invalid part: \"maps\" (expected one of marginals, shifts, novelty, shortcut, all)");
    Told told = Told.by("check", "simulator", "--patients", "39");

    assertThat(told.err())
        .isEqualTo(
            "Invalid value of --patients: 39 (expected 40 to 100000)" + System.lineSeparator());
    assertThat(told.status()).isEqualTo(2);
  }
}
