package org.polarfold.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.polarfold.UserException;
import org.polarfold.study.PatientId;
import org.polarfold.study.Target;

class LeaveOneSiteOutTest {

  static Stream<List<Enrolled>> consortia() {
    return SplitPlanTest.consortia();
  }

  @ParameterizedTest
  @MethodSource("consortia")
  void exactlyTheSitesBigEnoughAreHeldOutAsAWhole(List<Enrolled> patients) {
    Map<String, List<PatientId>> expected = new TreeMap<>();
    List<String> others = new ArrayList<>();
    patients.stream()
        .collect(Collectors.groupingBy(Enrolled::site))
        .forEach(
            (site, of) -> {
              if (of.size() >= 20 && count(of, 0) >= 5 && count(of, 1) >= 5) {
                expected.put(site.value(), of.stream().map(Enrolled::patient).sorted().toList());
              } else {
                others.add(site.value());
              }
            });
    Enrolment enrolment = EnrolledMade.enrolment(patients, 1);

    List<Fold> folds = new LeaveOneSiteOut().folds(enrolment);

    assertThat(folds.stream().collect(Collectors.toMap(Fold::name, Fold::heldOut)))
        .isEqualTo(expected);
    assertThat(LeaveOneSiteOut.notHeldOut(enrolment).keySet())
        .extracting(Object::toString)
        .containsExactlyInAnyOrderElementsOf(others);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "19|10|19 patients, fewer than 20",
        "20|4|4 patients with impaired_mfr = 1, fewer than 5",
        "20|16|4 patients with impaired_mfr = 0, fewer than 5",
        "60|0|0 patients with impaired_mfr = 1, fewer than 5",
      })
  void aSiteTooSmallIsNamedWithTheReason(int patients, int impaired, String reason) {
    Enrolment enrolment = withBig(EnrolledMade.site("small", patients, impaired));

    assertThat(LeaveOneSiteOut.notHeldOut(enrolment))
        .isEqualTo(Map.of(EnrolledMade.siteId("small"), reason));
    assertThat(new LeaveOneSiteOut().folds(enrolment))
        .extracting(Fold::name)
        .containsExactly("big");
  }

  @ParameterizedTest
  @CsvSource({"20, 5", "20, 15"})
  void aSiteJustBigEnoughIsHeldOut(int patients, int impaired) {
    Enrolment enrolment = withBig(EnrolledMade.site("small", patients, impaired));

    assertThat(LeaveOneSiteOut.notHeldOut(enrolment)).isEmpty();
    assertThat(new LeaveOneSiteOut().folds(enrolment))
        .extracting(Fold::name)
        .containsExactly("big", "small");
  }

  @Test
  void aMissingLabelCountsForNeitherClass() {
    List<Enrolled> unlabelled =
        EnrolledMade.site("small", 40, 4).stream()
            .map(
                p ->
                    p.label(Target.IMPAIRED_MFR).orElseThrow() == 1
                        ? p
                        : new Enrolled(p.patient(), p.site(), Map.of()))
            .toList();

    assertThat(LeaveOneSiteOut.notHeldOut(withBig(unlabelled)))
        .isEqualTo(
            Map.of(EnrolledMade.siteId("small"), "0 patients with impaired_mfr = 0, fewer than 5"));
  }

  @Test
  void oneSiteCannotBeLeftOut() {
    Enrolment enrolment = EnrolledMade.enrolment(EnrolledMade.site("oslo", 40, 20), 1);

    assertThatThrownBy(() -> new LeaveOneSiteOut().folds(enrolment))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot leave a site out of 1 (expected at least 2 sites)");
  }

  private static Enrolment withBig(List<Enrolled> patients) {
    List<Enrolled> all = new ArrayList<>(EnrolledMade.site("big", 40, 20));
    all.addAll(patients);
    return EnrolledMade.enrolment(all, 1);
  }

  private static long count(List<Enrolled> patients, int label) {
    return patients.stream().filter(p -> p.label(Target.IMPAIRED_MFR).orElse(-1) == label).count();
  }
}
