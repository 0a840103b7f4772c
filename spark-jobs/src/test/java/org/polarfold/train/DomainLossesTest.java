package org.polarfold.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DomainLossesTest {

  private static final List<Double> RATES = List.of(0.1, 0.01);

  private static DomainLosses losses(double[]... curves) {
    DomainLosses losses = DomainLosses.NONE;
    for (int trial = 0; trial < curves.length; trial++) {
      for (double loss : curves[trial]) {
        losses = losses.with(trial, loss);
      }
    }
    return losses;
  }

  /** The best of one domain is at another place than that of the mean. */
  @Test
  void theMeanOverDomainsDecides() {
    DomainLosses losses =
        losses(
            new double[] {3, 1, 8}, new double[] {3, 6, 9},
            new double[] {4, 3, 2}, new double[] {4, 2.5, 3});

    assertThat(losses.least(RATES)).isEqualTo(new Chosen(0.01, 3, 2.5));
    assertThat(losses(new double[] {3, 1}, new double[] {1, 3}).least(List.of(0.1)))
        .as("of equal means the first")
        .isEqualTo(new Chosen(0.1, 1, 2));
  }

  @Test
  void whatDivergesInOneDomainIsNotChosen() {
    double none = Double.POSITIVE_INFINITY;
    DomainLosses losses =
        losses(
            new double[] {0.5, none}, new double[] {0.5, 0.1, 0.1},
            new double[] {0.7, 0.6, 0.6}, new double[] {0.7, 0.6, 0.6});

    assertThat(losses.least(RATES)).isEqualTo(new Chosen(0.1, 1, 0.5));
    assertThat(losses(new double[] {none}, new double[] {1}).least(List.of(0.1)).loss())
        .isInfinite();
  }

  @Test
  void aCurveThatIsHalfKnownGoesOn() throws IOException {
    DomainLosses half = losses(new double[] {3, 2}, new double[] {5});
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    half.write(new DataOutputStream(bytes));

    DomainLosses read =
        DomainLosses.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

    assertThat(read).isEqualTo(half);
    assertThat(read.epochs(0)).isEqualTo(2);
    assertThat(read.epochs(1)).isEqualTo(1);
    assertThat(read.epochs(2)).isZero();
    assertThat(read.with(1, 4)).isEqualTo(losses(new double[] {3, 2}, new double[] {5, 4}));
  }
}
