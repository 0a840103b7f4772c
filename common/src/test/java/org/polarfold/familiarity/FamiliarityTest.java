package org.polarfold.familiarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.polarfold.familiarity.Familiarity.Distances;

/** What lies as far as those learnt from is told so, and what lies farther too. */
class FamiliarityTest {

  /**
   * NumPy 2.4.6: {@code sqrt(z @ solve(0.9 C + 0.1 I, z))} with C of the 25 standardised patients;
   * those left out by {@code numpy.delete}, one at a time, C about the mean of the other 24.
   */
  @Test
  void distancesAreThoseOfNumPy() {
    Familiarity few = new Familiarity(Formula.patients(25, 3, 0));
    Distances distances = few.of(query(3));
    assertThat(distances.mahalanobis()).isCloseTo(2.7305448278589486, within(1e-9));
    assertThat(distances.mahalanobisShare()).isCloseTo(4 / 26.0, within(1e-12));
    assertThat(distances.nearest()).isCloseTo(1.8817296235396808, within(1e-9));
    assertThat(distances.nearestShare()).isCloseTo(3 / 26.0, within(1e-12));
    ends(few.learntMahalanobis(), 0.4691841804906741, 2.7700378027694352);
    ends(few.learntNearest(), 0.9510167210514894, 2.0397595616044377);

    // More values than patients, so that it is inverted by patients.
    Familiarity many = new Familiarity(Formula.patients(25, 30, 0));
    distances = many.of(query(30));
    assertThat(distances.mahalanobis()).isCloseTo(6.453158298828773, within(1e-9));
    assertThat(distances.mahalanobisShare()).isCloseTo(1 / 26.0, within(1e-12));
    assertThat(distances.nearest()).isCloseTo(5.182199590693688, within(1e-9));
    ends(many.learntMahalanobis(), 2.9434122361325716, 6.311058127531448);
    ends(many.learntNearest(), 3.3285354204684623, 4.424619539947977);
  }

  private static double[] query(int p) {
    return Arrays.stream(Formula.patients(1, p, 2).get(0)).map(one -> 1.5 * one).toArray();
  }

  private static void ends(double[] sorted, double least, double most) {
    assertThat(sorted[0]).isCloseTo(least, within(1e-9));
    assertThat(sorted[sorted.length - 1]).isCloseTo(most, within(1e-9));
  }

  @Test
  void eitherInverseYieldsTheSame() {
    double[][] rows = Formula.patients(12, 7, 0).toArray(double[][]::new);
    double[] values = query(7);

    assertThat(ShrunkCovariance.byPatients(rows, 12).solve(values))
        .containsExactly(ShrunkCovariance.byValues(rows, 12).solve(values), within(1e-10));
  }

  @Test
  void sharesOfFamiliarPatientsAreUniformWithMoreValuesThanPatientsToo() {
    for (int p : new int[] {4, 60}) {
      List<Double> mahalanobis = new ArrayList<>();
      List<Double> nearest = new ArrayList<>();
      Random random = new Random(p);
      for (int set = 0; set < 40; set++) {
        Familiarity familiarity = new Familiarity(normal(random, 40, p, 0));
        for (double[] patient : normal(random, 10, p, 0)) {
          mahalanobis.add(familiarity.of(patient).mahalanobisShare());
          nearest.add(familiarity.of(patient).nearestShare());
        }
      }
      for (List<Double> shares : List.of(mahalanobis, nearest)) {
        double[] all = shares.stream().mapToDouble(Double::doubleValue).toArray();
        assertThat(StatUtils.mean(all)).isCloseTo(0.5, within(0.06));
        assertThat(shares).filteredOn(one -> one <= 0.1).hasSizeBetween(15, 65);
      }
    }
  }

  @Test
  void aShiftIsFarByBothAndAChangeOfUnitOfEverythingIsNone() {
    Random random = new Random(3);
    List<double[]> learnt = normal(random, 200, 10, 0);
    double[] far = normal(random, 1, 10, 4).get(0);
    Distances distances = new Familiarity(learnt).of(far);
    assertThat(distances.mahalanobisShare()).isEqualTo(1 / 201.0);
    assertThat(distances.nearestShare()).isEqualTo(1 / 201.0);

    List<double[]> otherwise = learnt.stream().map(FamiliarityTest::otherUnit).toList();
    Distances same = new Familiarity(otherwise).of(otherUnit(far));
    assertThat(same.mahalanobis()).isCloseTo(distances.mahalanobis(), within(1e-9));
    assertThat(same.nearest()).isCloseTo(distances.nearest(), within(1e-9));
  }

  @Test
  void aValueThatNeverVariedTellsNothing() {
    List<double[]> learnt = Formula.patients(30, 4, 0);
    learnt.forEach(values -> values[2] = 0.1);
    double[] one = query(4);
    double[] other = one.clone();
    other[2] = 17;
    Familiarity familiarity = new Familiarity(learnt);
    assertThat(familiarity.of(one)).isEqualTo(familiarity.of(other));
  }

  @Test
  void itTravels() throws IOException, ClassNotFoundException {
    Familiarity familiarity = new Familiarity(Formula.patients(25, 30, 0));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(familiarity);
    Object read = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    assertThat(((Familiarity) read).of(query(30))).isEqualTo(familiarity.of(query(30)));
  }

  @Test
  void tooFewAreRefused() {
    assertThatThrownBy(() -> new Familiarity(Formula.patients(19, 3, 0)))
        .hasMessage("Invalid patients: 19 (expected at least 20)");
  }

  private static double[] otherUnit(double[] values) {
    double[] other = new double[values.length];
    for (int j = 0; j < other.length; j++) {
      other[j] = (j + 1) * 100 * values[j] - 7;
    }
    return other;
  }

  private static List<double[]> normal(Random random, int n, int p, double mean) {
    List<double[]> patients = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      patients.add(random.doubles(p).map(u -> mean + random.nextGaussian()).toArray());
    }
    return patients;
  }
}
