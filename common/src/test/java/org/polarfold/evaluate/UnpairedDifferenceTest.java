package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class UnpairedDifferenceTest {

  private static final Sample SOME =
      Made.sample(new int[] {1, 1, 1, 0, 0, 0}, .9, .5, .3, .6, .2, .1);
  private static final Sample OTHERS =
      Made.sample(new int[] {1, 1, 0, 0, 0, 0, 0}, .7, .4, .8, .5, .2, .1, .3);

  @Test
  void exchangedGroupsTurnTheDifferenceOver() {
    UnpairedDifference one = UnpairedDifference.of(SOME, OTHERS);
    UnpairedDifference other = UnpairedDifference.of(OTHERS, SOME);
    assertThat(Made.present(other.d())).isEqualTo(-Made.present(one.d()));
    assertThat(Made.present(other.lower())).isEqualTo(-Made.present(one.upper()));
    assertThat(other.p()).isEqualTo(one.p());
    assertThat(Made.present(other.df())).isEqualTo(Made.present(one.df()), within(1e-12));
    assertThat(one.referenceN()).isEqualTo(7);
    assertThat(one.referenceEvents()).isEqualTo(2);
  }

  @Test
  void aGroupAgainstItsLikeDoesNotDiffer() {
    UnpairedDifference ours = UnpairedDifference.of(SOME, SOME);
    assertThat(Made.present(ours.difference())).isZero();
    assertThat(Made.present(ours.p())).isEqualTo(1, within(1e-15));
    // Equal variances and sizes: 2 (N - 1) degrees of freedom.
    assertThat(Made.present(ours.df())).isEqualTo(10, within(1e-12));
  }

  @Test
  void whatOneGroupLacksIsNamed() {
    Sample healthy = Made.sample(new int[] {0, 0}, .1, .2);
    UnpairedDifference ours = UnpairedDifference.of(healthy, SOME);
    assertThat(Made.why(ours.area())).isEqualTo("the group: no patient with label 1");
    assertThat(Made.present(ours.referenceArea())).isEqualTo(7 / 9.0, within(1e-15));
    assertThat(Made.why(ours.difference())).isEqualTo("the group: no patient with label 1");
    assertThat(Made.why(ours.p())).isEqualTo("the group: no patient with label 1");

    Sample separated = Made.sample(new int[] {1, 1, 0, 0}, .9, .8, .1, .2);
    UnpairedDifference best = UnpairedDifference.of(SOME, separated);
    assertThat(Made.present(best.difference())).isEqualTo(-2 / 9.0, within(1e-15));
    assertThat(Made.why(best.se()))
        .isEqualTo("the reference group: the classes are wholly separated");

    Sample oneEvent = Made.sample(new int[] {1, 0, 0}, .5, .8, .2);
    assertThat(Made.why(UnpairedDifference.of(oneEvent, SOME).upper()))
        .isEqualTo("the group: only one patient in a class");
    Sample tied = Made.sample(new int[] {1, 1, 0, 0}, new double[4]);
    assertThat(Made.why(UnpairedDifference.of(tied, SOME).df()))
        .isEqualTo("the group: all scores are tied");
    assertThat(Made.why(UnpairedDifference.of(SOME, Sample.NOBODY).d()))
        .isEqualTo("the reference group: no patient with a score in every repeat");
  }
}
