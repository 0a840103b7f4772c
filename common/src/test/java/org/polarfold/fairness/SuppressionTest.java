package org.polarfold.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;

class SuppressionTest {

  private static final Attribute SEX =
      new Attribute("sex", List.of("f", "m", Attribute.UNKNOWN), patient -> patient);
  private static final Attribute RACE =
      new Attribute("race", List.of("a", "b", "c", Attribute.UNKNOWN), patient -> patient);

  @Test
  void theSmallestOtherGroupIsHiddenWithASmallOne() {
    boolean[][] hidden =
        Suppression.of(
            List.of(new Grouping(List.of(RACE))),
            List.of(new GroupCounts(new int[][][] {{{300, 200}, {60, 30}, {9, 3}, {0, 0}}}, true)));

    assertThat(hidden[0]).containsExactly(false, true, true, false);
  }

  @Test
  void nothingIsHiddenWhereNothingIsSmall() {
    boolean[][] hidden =
        Suppression.of(
            List.of(new Grouping(List.of(RACE))),
            List.of(new GroupCounts(new int[][][] {{{300, 200}, {60, 30}, {9, 5}, {0, 0}}}, true)));

    assertThat(hidden[0]).containsOnly(false);
  }

  @Test
  void whatIsHiddenInOneArmIsHiddenInTheOther() {
    boolean[][] hidden =
        Suppression.of(
            List.of(new Grouping(List.of(RACE))),
            List.of(
                new GroupCounts(new int[][][] {{{300, 200}, {60, 30}, {9, 5}, {0, 0}}}, true),
                new GroupCounts(new int[][][] {{{300, 200}, {60, 30}, {9, 4}, {0, 0}}}, true)));

    assertThat(hidden[0]).containsExactly(false, true, true, false);
  }

  /** What is hidden is no combination of the totals that are told. */
  @Test
  void nothingHiddenFollowsFromTheTotals() {
    List<Grouping> groupings = Grouping.of(List.of(SEX, RACE));
    int withHidden = 0;
    for (int seed = 0; seed < 400; seed++) {
      GroupCounts counts = counts(new SplittableRandom(seed));
      boolean[][] hidden = Suppression.of(groupings, List.of(counts));
      List<int[]> unknowns = new ArrayList<>();
      for (int g = 0; g < hidden.length; g++) {
        for (int group = 0; group < hidden[g].length; group++) {
          if (hidden[g][group] && counts.n(g, group) > 0) {
            unknowns.add(new int[] {g, group});
          }
          boolean small = counts.n(g, group) > 0 && counts.least(g, group) < Suppression.LEAST;
          assertThat(!small || hidden[g][group]).isTrue();
        }
      }
      if (!unknowns.isEmpty()) {
        withHidden++;
        assertNoneFollows(equations(unknowns), seed);
      }
    }
    assertThat(withHidden).isBetween(100, 399);
  }

  /** Each line of hidden groups adds up to something known, or to a hidden group. */
  private static double[][] equations(List<int[]> unknowns) {
    Grouping crossed = new Grouping(List.of(SEX, RACE));
    List<double[]> equations = new ArrayList<>();
    for (int attribute = 0; attribute < 2; attribute++) {
      double[] everybody = new double[unknowns.size()];
      for (int u = 0; u < unknowns.size(); u++) {
        everybody[u] = unknowns.get(u)[0] == attribute ? 1 : 0;
      }
      equations.add(everybody);
      for (int value = 0; value < 4; value++) {
        double[] line = new double[unknowns.size()];
        for (int u = 0; u < unknowns.size(); u++) {
          int[] unknown = unknowns.get(u);
          if (unknown[0] == 2 && crossed.value(unknown[1], attribute) == value) {
            line[u] = 1;
          } else if (unknown[0] == attribute && unknown[1] == value) {
            line[u] = -1;
          }
        }
        equations.add(line);
      }
    }
    return equations.toArray(double[][]::new);
  }

  private static void assertNoneFollows(double[][] equations, int seed) {
    int rank = rank(equations);
    for (int u = 0; u < equations[0].length; u++) {
      double[][] more = Arrays.copyOf(equations, equations.length + 1);
      more[equations.length] = new double[equations[0].length];
      more[equations.length][u] = 1;
      assertThat(rank(more)).as("seed %d, unknown %d", seed, u).isGreaterThan(rank);
    }
  }

  private static int rank(double[][] rows) {
    return new SingularValueDecomposition(MatrixUtils.createRealMatrix(rows)).getRank();
  }

  private static GroupCounts counts(SplittableRandom random) {
    int[][][] cells = {new int[3][2], new int[4][2], new int[12][2]};
    for (int group = 0; group < 12; group++) {
      for (int label = 0; label < 2; label++) {
        int n = random.nextInt(4) == 0 ? random.nextInt(8) : 5 + random.nextInt(60);
        cells[2][group][label] = n;
        cells[0][group / 4][label] += n;
        cells[1][group % 4][label] += n;
      }
    }
    return new GroupCounts(cells, true);
  }
}
