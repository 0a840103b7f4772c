package org.polarfold.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.UserException;
import org.polarfold.study.PatientId;
import org.polarfold.study.Target;

class KFoldTest {

  static Stream<List<Enrolled>> consortia() {
    return SplitPlanTest.consortia();
  }

  @ParameterizedTest
  @MethodSource("consortia")
  void foldsDifferByOnePatientAtMost(List<Enrolled> patients) {
    for (int k : new int[] {2, 3, 5, 10, 20}) {
      IntSummaryStatistics sizes =
          folds(patients, k).stream().mapToInt(fold -> fold.heldOut().size()).summaryStatistics();

      assertThat(sizes.getCount()).isEqualTo(k);
      assertThat(sizes.getMax() - sizes.getMin()).as("k = %s", k).isLessThanOrEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("consortia")
  void everyStratumIsSpreadOverTheFolds(List<Enrolled> patients) {
    Map<String, Set<PatientId>> strata =
        patients.stream()
            .collect(
                Collectors.groupingBy(
                    KFoldTest::stratum,
                    LinkedHashMap::new,
                    Collectors.mapping(Enrolled::patient, Collectors.toSet())));
    List<Fold> folds = folds(patients, 5);

    strata.forEach(
        (name, members) -> {
          IntSummaryStatistics counts =
              folds.stream()
                  .mapToInt(f -> (int) f.heldOut().stream().filter(members::contains).count())
                  .summaryStatistics();
          assertThat(counts.getMax() - counts.getMin()).as(name).isLessThanOrEqualTo(1);
        });
  }

  @Test
  void aMissingLabelIsACategoryOfItsOwn() {
    // Were the missing counted with either class, or left to chance, a fold would get more than 2.
    List<Enrolled> patients =
        IntStream.range(0, 60)
            .mapToObj(
                i ->
                    new Enrolled(
                        new PatientId(String.format("p-%02d", i)),
                        EnrolledMade.siteId("oslo"),
                        i < 10 ? Map.of() : Map.of(Target.IMPAIRED_MFR, i % 2)))
            .toList();
    Set<PatientId> unlabelled =
        patients.subList(0, 10).stream().map(Enrolled::patient).collect(Collectors.toSet());

    for (long seed = 0; seed < 20; seed++) {
      assertThat(new KFold(5).folds(EnrolledMade.enrolment(patients, seed)))
          .allSatisfy(
              fold -> assertThat(fold.heldOut()).filteredOn(unlabelled::contains).hasSize(2));
    }
  }

  @Test
  void patientsAreDrawnAndNotDealtByTheirName() {
    List<Enrolled> patients = EnrolledMade.site("oslo", 200, 100);

    Function<Long, List<PatientId>> first =
        seed -> new KFold(5).folds(EnrolledMade.enrolment(patients, seed)).get(0).heldOut();

    // Two independent draws of 40 out of 200 share 8, give or take 2.3.
    assertThat(first.apply(1L)).filteredOn(first.apply(2L)::contains).hasSizeBetween(0, 18);
  }

  @Test
  void foldsAreNamedFromOneOn() {
    assertThat(folds(EnrolledMade.consortium(new Random(0)), 3))
        .extracting(Fold::name)
        .containsExactly("fold-1", "fold-2", "fold-3");
    assertThat(
            new KFold(3)
                .planned(EnrolledMade.enrolment(EnrolledMade.consortium(new Random(0)), 1))
                .get(0)
                .arm())
        .isEqualTo("internal");
  }

  @Test
  void fewerPatientsThanFoldsIsToldInOneLine() {
    List<Enrolled> patients = EnrolledMade.site("oslo", 4, 2);

    assertThatThrownBy(() -> folds(patients, 5))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot make 5 folds of 4 patients (expected at least one a fold)");
    assertThat(folds(patients, 4)).allSatisfy(fold -> assertThat(fold.heldOut()).hasSize(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1})
  void oneFoldWouldLeaveNobodyToTrainOn(int k) {
    assertThatThrownBy(() -> new KFold(k))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid number of folds: " + k + " (expected at least 2)");
  }

  private static List<Fold> folds(List<Enrolled> patients, int k) {
    return new KFold(k).folds(EnrolledMade.enrolment(patients, 1));
  }

  private static String stratum(Enrolled enrolled) {
    OptionalInt primary = enrolled.label(Target.IMPAIRED_MFR);
    return enrolled.site() + " " + primary + " " + enrolled.label(Target.SEX);
  }
}
