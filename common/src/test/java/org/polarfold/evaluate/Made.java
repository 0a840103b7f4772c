package org.polarfold.evaluate;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.polarfold.study.PatientId;
import org.polarfold.study.SiteId;

/** Predictions and samples made for a test. */
final class Made {

  private final PredictionsBuilder builder = Predictions.from("made");
  private long row;

  /** Patients p0, p1, ... in one repeat. */
  static Sample sample(int[] labels, double... scores) {
    return sample(labels, new double[][] {scores});
  }

  /** The same with scores by repeat. */
  static Sample sample(int[] labels, double[]... scores) {
    byte[] column = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      column[i] = (byte) labels[i];
    }
    List<Repeat> repeats =
        IntStream.range(0, scores.length).mapToObj(r -> new Repeat(r, 0)).toList();
    return new Sample(repeats, IntStream.range(0, labels.length).toArray(), column, scores);
  }

  Made row(String patient, String site, String arm, double label, double score) {
    return row(patient, site, arm, 0, OptionalDouble.of(label), OptionalDouble.of(score));
  }

  Made row(
      String patient,
      String site,
      String arm,
      int repeat,
      OptionalDouble label,
      OptionalDouble score) {
    builder.add(
        ++row,
        new Prediction(
            new PatientId(patient),
            new SiteId(site),
            new Arm(arm),
            "impaired_mfr",
            "dl",
            Prediction.NO_MAP,
            repeat,
            0,
            Optional.empty(),
            0,
            OptionalDouble.empty(),
            label,
            score));
    return this;
  }

  Predictions predictions() {
    return builder.build();
  }

  Results.BinaryResult only() {
    return Evaluation.of(predictions(), Resampling.NONE).binary().get(0);
  }

  /** An arm that a result must have. */
  static Results.ArmResult arm(Results.BinaryResult target, String name) {
    return Objects.requireNonNull(target.arms().get(name), name);
  }

  /** What an estimate holds; fails the test with the reason where there is none. */
  static <T> T present(Estimate<T> estimate) {
    if (estimate instanceof Estimate.Value<T> value) {
      return value.value();
    }
    throw new AssertionError("not estimable: " + why(estimate));
  }

  /** Why there is no estimate; fails the test where there is one. */
  static String why(Estimate<?> estimate) {
    if (estimate instanceof Estimate.NotEstimable<?> none) {
      return none.why();
    }
    throw new AssertionError("estimable: " + estimate);
  }
}
