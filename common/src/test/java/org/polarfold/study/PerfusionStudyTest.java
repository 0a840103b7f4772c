package org.polarfold.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PerfusionStudyTest {

  @Test
  void everyKindHasItsOwnMap() {
    PerfusionStudy study = study(Map.of());

    assertThat(study.map(MapKind.REST).orElseThrow().at(0, 0)).isEqualTo(1);
    assertThat(study.map(MapKind.STRESS).orElseThrow().at(0, 0)).isEqualTo(3);
    assertThat(study.map(MapKind.RESERVE).orElseThrow().at(0, 0)).isEqualTo(4);
  }

  @Test
  void aMissingLabelIsNeitherOfTheTwo() {
    PerfusionStudy study = study(Map.of(Target.SEX, 0, Target.DIABETES, 1));

    assertThat(study.clinical().labels())
        .containsEntry(Target.SEX, 0)
        .containsEntry(Target.DIABETES, 1)
        .doesNotContainKey(Target.SMOKING);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2})
  void aLabelIsZeroOrOne(int label) {
    assertThatThrownBy(() -> study(Map.of(Target.IMPAIRED_MFR, label)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid label of impaired_mfr: " + label + " (expected 0 or 1)");
  }

  @Test
  void labelsAreFixedWhenTheStudyIsMade() {
    Map<Target, Integer> given = new HashMap<>(Map.of(Target.SEX, 1));
    PerfusionStudy study = study(given);

    given.put(Target.SEX, 0);

    assertThat(study.clinical().labels()).containsEntry(Target.SEX, 1);
    assertThatThrownBy(() -> study.clinical().labels().put(Target.SEX, 0))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void aPseudonymIsNotBlank(String value) {
    assertThatThrownBy(() -> new PatientId(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid pseudonym: blank");
  }

  @Test
  void onlyImpairedReserveIsAFindingOfTheMapItself() {
    assertThat(Arrays.stream(Target.values()).filter(target -> !target.isTrait()))
        .containsExactly(Target.IMPAIRED_MFR);
  }

  @Test
  void filesNameMapsAndTargetsInLowerCase() {
    assertThat(Arrays.stream(MapKind.values()).map(kind -> kind.key() + " " + kind.unit()))
        .containsExactly("rest mL/min/g", "stress mL/min/g", "reserve 1");
    assertThat(Arrays.stream(Target.values()).map(Target::key))
        .containsExactly(
            "impaired_mfr", "sex", "smoking", "hypertension", "dyslipidaemia", "diabetes");
  }

  private static PerfusionStudy study(Map<Target, Integer> labels) {
    return new PerfusionStudy(
        new PatientId("p-1"),
        new SiteId("oslo"),
        ClinicalFacts.of(OptionalDouble.empty(), labels),
        new Acquisition("N-13 ammonia", "unknown", "unknown", "unknown", "unknown", "CT", "rest"),
        Quantity.FLOW,
        Map.of(MapKind.REST, flat(1), MapKind.STRESS, flat(3), MapKind.RESERVE, flat(4)),
        OptionalDouble.empty());
  }

  private static PolarMap flat(float value) {
    float[] values = new float[PolarMap.SIZE];
    Arrays.fill(values, value);
    return PolarMap.of(values);
  }
}
