package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.polarfold.evaluate.ResampledValues.Ends;

/**
 * Values by formula. Figures of R 4.2.2: {@code quantile(type = 7)}, and the adjusted quantiles
 * that {@code boot.ci(type = "bca")} of boot prints for the same values and influences.
 */
class ResampledValuesTest {

  private static final Offset<Double> CLOSED = within(1e-9);

  private static final double[] VALUES =
      IntStream.rangeClosed(1, 999)
          .mapToDouble(
              i ->
                  0.7
                      + 0.05 * Math.sin(2.3 * i)
                      + 0.02 * Math.pow(Math.cos(0.7 * i), 3)
                      + 0.0001 * i)
          .toArray();

  private static final double[] WITHOUT_EACH =
      IntStream.rangeClosed(1, 40)
          .mapToDouble(
              k -> 0.72 + 0.002 * Math.pow(Math.sin(1.1 * k), 3) + (k % 5 == 0 ? 0.006 : 0))
          .toArray();

  @Test
  void endsAreThoseOfR() {
    ResampledValues ours = ResampledValues.of(VALUES);
    assertThat(ours.percentile().lower()).isEqualTo(0.66255845876019, CLOSED);
    assertThat(ours.percentile().upper()).isEqualTo(0.83896082870316, CLOSED);
    assertThat(Made.present(ResampledValues.acceleration(WITHOUT_EACH)))
        .isEqualTo(-0.029480866613773, CLOSED);
    Ends ends = Made.present(ours.accelerated(0.745, WITHOUT_EACH));
    assertThat(ends.lower()).isEqualTo(0.65375028138152, CLOSED);
    assertThat(ends.upper()).isEqualTo(0.82840579064872, CLOSED);
  }

  @Test
  void withoutBiasAndSkewnessBothIntervalsAreOne() {
    double[] values = IntStream.rangeClosed(-500, 499).mapToDouble(i -> i / 500.0).toArray();
    ResampledValues ours = ResampledValues.of(values);
    Ends ends = Made.present(ours.accelerated(0, new double[] {-1, 1, -2, 2}));
    assertThat(ends.lower()).isEqualTo(ours.percentile().lower(), CLOSED);
    assertThat(ends.upper()).isEqualTo(ours.percentile().upper(), CLOSED);
  }

  @Test
  void turnedOverValuesTurnTheEndsOver() {
    double[] turned = Arrays.stream(VALUES).map(value -> 1 - value).toArray();
    double[] turnedWithout = Arrays.stream(WITHOUT_EACH).map(value -> 1 - value).toArray();
    Ends plain = Made.present(ResampledValues.of(VALUES).accelerated(0.745, WITHOUT_EACH));
    Ends other = Made.present(ResampledValues.of(turned).accelerated(0.255, turnedWithout));
    assertThat(other.lower()).isEqualTo(1 - plain.upper(), CLOSED);
    assertThat(other.upper()).isEqualTo(1 - plain.lower(), CLOSED);
  }

  @Test
  void whereTheCorrectionIsUndefinedThereAreNoEnds() {
    double[] skewed = {1, 2, 5};
    assertThat(Made.why(ResampledValues.of(new double[] {3, 3}).accelerated(3, skewed)))
        .isEqualTo("all resamples give the same value");
    ResampledValues ours = ResampledValues.of(new double[] {1, 2, 3});
    String oneSided = "all resamples lie on one side of the estimate";
    assertThat(Made.why(ours.accelerated(1, skewed))).isEqualTo(oneSided);
    assertThat(Made.why(ours.accelerated(4, skewed))).isEqualTo(oneSided);
    assertThat(Made.why(ours.accelerated(2, new double[] {1, 1})))
        .isEqualTo("no unit drawn has an influence of its own");
    assertThat(Made.why(ours.accelerated(2, new double[] {1, Double.NaN, 2})))
        .isEqualTo("not defined without every one of the units drawn");
    // 0.003 % of 999 values is less than the smallest of them.
    assertThat(Made.why(ResampledValues.of(VALUES).accelerated(0.705, WITHOUT_EACH)))
        .isEqualTo(
            "the corrected quantiles lie beyond the resamples: more resamples may give them");
  }
}
