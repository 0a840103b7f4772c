package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.polarfold.evaluate.Results.NewPatients;
import org.polarfold.study.PatientId;
import org.polarfold.study.SiteId;

class CaseMixTransportTest {

  private long row;

  /** A finished model, named by its fold, on the patients it was developed among and on others. */
  @Test
  void oneModelOnNewPatientsIsSplit() {
    Results.BinaryResult ours = evaluated("final", "final", "new-");
    CaseMixTransport split = Made.present(ours.caseMix());
    assertThat(split.fresh()).isEqualTo("named-external");
    CaseMixSplit pooled = Made.present(split.pooled());
    assertThat(pooled.developmentFit() + pooled.caseMix() + pooled.newFit())
        .isEqualTo(pooled.difference(), within(1e-14));
    assertThat(split.sites()).extracting("site").containsExactly("rome");
    assertThat(Made.present(split.sites().get(0).split())).isEqualTo(pooled);
  }

  @Test
  void otherNetworksOrTheSamePatientsAreRefused() {
    assertThat(Made.why(evaluated("fold-1", "fold-2", "new-").caseMix()))
        .isEqualTo(CaseMixTransport.REFUSED);
    assertThat(Made.why(evaluated("", "", "new-").caseMix())).isEqualTo(CaseMixTransport.REFUSED);
    Made same = new Made();
    for (int i = 0; i < 40; i++) {
      same.row("p" + i, "oslo", "internal", i % 2, i / 40.0);
      same.row("p" + i, "oslo", "external", i % 2, i / 40.0);
    }
    assertThat(Made.why(same.only().caseMix())).isEqualTo(CaseMixTransport.REFUSED);
  }

  @Test
  void newPatientsAreComparedUnpaired() {
    NewPatients ours = Made.present(evaluated("a", "b", "new-").newPatients()).get(0);
    assertThat(ours.arm()).isEqualTo("named-external");
    assertThat(ours.difference().n()).isEqualTo(60);
    assertThat(ours.difference().referenceN()).isEqualTo(60);
    assertThat(Made.present(ours.difference().se())).isPositive();
  }

  private Results.BinaryResult evaluated(String fold, String otherFold, String others) {
    PredictionsBuilder builder = Predictions.from("made");
    SplittableRandom random = new SplittableRandom(17);
    for (int i = 0; i < 60; i++) {
      add(builder, "p" + i, "oslo", "internal", fold, i % 2, random);
      add(builder, others + i, "rome", "named-external", otherFold, i % 3 == 0 ? 1 : 0, random);
    }
    return Evaluation.of(builder.build(), Resampling.NONE).binary().get(0);
  }

  private void add(
      PredictionsBuilder builder,
      String patient,
      String site,
      String arm,
      String fold,
      int label,
      SplittableRandom random) {
    builder.add(
        ++row,
        new Prediction(
            new PatientId(patient),
            new SiteId(site),
            new Arm(arm),
            "mace",
            "dl",
            Prediction.NO_MAP,
            0,
            0,
            Optional.of(fold).filter(name -> !name.isEmpty()),
            0,
            OptionalDouble.empty(),
            OptionalDouble.of(label),
            OptionalDouble.of(0.05 + 0.6 * random.nextDouble() + 0.3 * label)));
  }
}
