package org.polarfold.familiarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Groups that differ are told to, and groups that do not are not. */
class MeanDiscrepancyTest {

  /** NumPy 2.4.6, by the definition: kernel of all pairs, {@code numpy.median} of distances. */
  @Test
  void itIsThatOfNumPy() {
    List<double[]> second =
        Formula.patients(9, 3, 1).stream()
            .map(row -> new double[] {row[0] + 0.4, row[1] + 0.4, row[2] + 0.4})
            .toList();
    MeanDiscrepancy found = MeanDiscrepancy.of(Formula.patients(12, 3, 0), second, 1, 19);

    assertThat(found.bandwidth()).isCloseTo(2.336581464699414, within(1e-12));
    assertThat(found.squared()).isCloseTo(-0.05995066780616476, within(1e-12));
    assertThat(found.permutations()).isEqualTo(19);
  }

  @Test
  void ofOneDistributionItIsRarelySignificant() {
    long significant =
        IntStream.range(0, 200)
            .filter(
                seed -> {
                  Random random = new Random(seed);
                  List<double[]> first = drawn(random, 15, r -> r.nextGaussian());
                  List<double[]> second = drawn(random, 25, r -> r.nextGaussian());
                  return MeanDiscrepancy.of(first, second, seed, 99).p() <= 0.05;
                })
            .count();
    assertThat(significant).isBetween(3L, 20L);
  }

  @Test
  void anotherSpreadAloneIsSeen() {
    Random random = new Random(1);
    List<double[]> first = drawn(random, 60, r -> r.nextGaussian());
    List<double[]> second = drawn(random, 60, r -> 2.5 * r.nextGaussian());
    MeanDiscrepancy found = MeanDiscrepancy.of(first, second, 4, 199);

    assertThat(found.p()).isEqualTo(1 / 200.0);
    assertThat(MeanDiscrepancy.of(first, second, 4, 199)).isEqualTo(found);
  }

  @Test
  void wherePatientsAreAllAlikeNothingDiffers() {
    List<double[]> same = drawn(new Random(1), 5, r -> 1);
    assertThat(MeanDiscrepancy.of(same, same, 1, 9)).isEqualTo(new MeanDiscrepancy(0, 0, 1, 9));
  }

  private static List<double[]> drawn(Random random, int n, ToDoubleFunction<Random> draw) {
    List<double[]> patients = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      patients.add(random.doubles(3).map(u -> draw.applyAsDouble(random)).toArray());
    }
    return patients;
  }
}
