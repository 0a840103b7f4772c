package org.polarfold.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.polarfold.provenance.Seeds;

final class TrainingSetsTest {

  private static final Seeds SEEDS = new Seeds(1);

  private final Cohort cohort =
      Cohort.draw(SiteTruth.consortium(Scenario.NO_SHIFT, SEEDS, 0), SEEDS.seed("patients"));
  private final TrainingSets sets = new TrainingSets(cohort, SEEDS, 2);

  @Test
  void noPatientIsScoredByAModelThatLearntFromThem() {
    for (int site = 0; site < cohort.sites().size(); site++) {
      assertThat(sets.external(site)).doesNotContain(cohort.at(site));
      assertThat(sets.matchedExternal(site)).doesNotContain(cohort.at(site));
      for (int patient : cohort.at(site)) {
        assertThat(sets.internal(0, sets.foldOf(0, patient))).doesNotContain(patient);
        assertThat(sets.internal(1, sets.foldOf(1, patient))).doesNotContain(patient);
        assertThat(sets.matchedInternal(site, sets.foldOf(0, patient))).doesNotContain(patient);
      }
    }
  }

  @Test
  void bothMatchedArmsLearnFromEquallyManyPatientsAndEachOnce() {
    for (int site = 0; site < cohort.sites().size(); site++) {
      int others = cohort.size() - cohort.at(site).length;
      int size = sets.matchedSize(site);
      assertThat(size).isEqualTo(Math.min(984, others));
      assertThat(distinct(sets.matchedExternal(site))).isEqualTo(size);
      for (int fold = 0; fold < TrainingSets.FOLDS; fold++) {
        assertThat(distinct(sets.matchedInternal(site, fold))).isEqualTo(size);
        assertThat(sets.internal(0, fold)).contains(sets.matchedInternal(site, fold));
      }
    }
  }

  @Test
  void aPartKeepsTheShareOfEvents() {
    int[] all = sets.internal(0, 2);
    int[] part = sets.matchedInternal(0, 2);

    assertThat(part).hasSizeLessThan(all.length);
    double expected = (double) cohort.events(all) * part.length / all.length;
    assertThat(cohort.events(part)).isCloseTo((int) Math.round(expected), within(0));
  }

  @Test
  void foldsAreBalancedOverSiteAndLabelAndDealtAnewInEachRepeat() {
    for (int site = 0; site < cohort.sites().size(); site++) {
      int[] patients = cohort.at(site);
      for (int label = 0; label < 2; label++) {
        int wanted = label;
        int[] sizes = new int[TrainingSets.FOLDS];
        Arrays.stream(patients)
            .filter(i -> cohort.labels()[i] == wanted)
            .forEach(i -> sizes[sets.foldOf(0, i)]++);
        assertThat(Arrays.stream(sizes).max().orElseThrow())
            .isLessThanOrEqualTo(1 + Arrays.stream(sizes).min().orElseThrow());
      }
    }
    assertThat(IntStream.range(0, cohort.size()).map(i -> sets.foldOf(0, i)).toArray())
        .isNotEqualTo(IntStream.range(0, cohort.size()).map(i -> sets.foldOf(1, i)).toArray());
  }

  private static long distinct(int[] patients) {
    return Arrays.stream(patients).distinct().count();
  }
}
