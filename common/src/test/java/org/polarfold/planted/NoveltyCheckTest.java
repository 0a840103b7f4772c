package org.polarfold.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.polarfold.evaluate.Arm;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.MetaAnalysis;
import org.polarfold.evaluate.Results.BinaryResult;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.MapKind;
import org.polarfold.study.Target;

/** Nothing planted, nothing found; and what is planted is found, so that the check can fail. */
class NoveltyCheckTest {

  private static final Path PRESETS = Path.of("../conf/simulated/presets");
  private static final Reading STRESS = new Reading(Target.IMPAIRED_MFR, MapKind.STRESS);

  @Test
  void withoutAShiftMostIntervalsHoldZero() {
    NoveltyCheck check = new NoveltyCheck(PRESETS, 60);
    List<NoveltyCoverage> rows = check.of(3, 6, () -> {});

    assertThat(rows)
        .extracting(NoveltyCoverage::told)
        .containsExactly("impaired_mfr from reserve", "impaired_mfr from stress", "sex from rest");
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.estimated()).isEqualTo(6);
              assertThat(row.covering()).isGreaterThanOrEqualTo(4);
              assertThat(row.novelty().value()).isBetween(-0.02, 0.02);
              assertThat(row.width()).isPositive();
            });
    assertThat(check.of(3, 6, () -> {})).isEqualTo(rows);
  }

  @Test
  void aShortcutIsANoveltyAndItsIntervalLiesAboveZero() {
    MetaAnalysis novelty =
        value(PooledParts.of(trial("shortcut", 200).evaluated(STRESS)).novelty());

    assertThat(novelty.lower()).isPositive();
    assertThat(novelty.k()).isEqualTo(6);
  }

  @Test
  void theNoveltyIsOfTheArmsThatTheSplitMakes() {
    BinaryResult result = trial("no-shift", 60).evaluated(STRESS);

    assertThat(result.arms())
        .containsOnlyKeys(
            Arm.INTERNAL.name(),
            Arm.EXTERNAL.name(),
            Arm.MATCHED_INTERNAL.name(),
            Arm.MATCHED_EXTERNAL.name());
    assertThat(result.arms().values())
        .allSatisfy(arm -> assertThat(arm.pooled().n()).isEqualTo(6 * 60));
  }

  @Test
  void tooLowIsWhatChanceWouldHardlyMakeOfTheNominalShare() {
    assertThat(coverage(400, 371).tooLow()).isFalse();
    assertThat(coverage(400, 370).tooLow()).isTrue();
    assertThat(coverage(400, 371).error()).isCloseTo(0.01297, within(1e-5));
    assertThat(coverage(2, 2).tooLow()).isFalse();
  }

  @Test
  void aConsortiumWithoutAnIntervalIsNotCovered() {
    Estimate<MetaAnalysis> none = Estimate.none("one site");
    NoveltyCoverage row =
        NoveltyCoverage.of(
            STRESS.toString(),
            IntStream.range(0, 100)
                .mapToObj(i -> new PooledParts(none, none, none, none))
                .toList());

    assertThat(row.estimated()).isZero();
    assertThat(row.covering()).isZero();
    assertThat(row.tooLow()).isTrue();
  }

  private static NoveltyCoverage coverage(int consortia, int covering) {
    Mean none = new Mean(0, 0);
    return new NoveltyCoverage(
        STRESS.toString(), consortia, covering, consortia, none, none, none, none, 0);
  }

  private static Trial trial(String preset, int patients) {
    return new Preset(PRESETS, preset, patients).trial(new Seeds(7));
  }

  private static MetaAnalysis value(Estimate<MetaAnalysis> estimate) {
    assertThat(estimate).isInstanceOf(Estimate.Value.class);
    return ((Estimate.Value<MetaAnalysis>) estimate).value();
  }
}
