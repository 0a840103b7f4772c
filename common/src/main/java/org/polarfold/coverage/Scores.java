package org.polarfold.coverage;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.polarfold.evaluate.Arm;
import org.polarfold.evaluate.Prediction;
import org.polarfold.evaluate.Predictions;
import org.polarfold.evaluate.PredictionsBuilder;
import org.polarfold.study.PatientId;
import org.polarfold.study.SiteId;

/** The scores of one consortium's patients in each arm, as the product reads them. */
final class Scores {

  /** All four arms. */
  static final String PLAIN = "plain";

  /** Internal and external, with folds dealt more than once. */
  static final String REPEATED = "repeated";

  private final Cohort cohort;
  private final TrainingSets sets;
  private final double[][] internal;
  private final double[] external;
  private final double[] matchedInternal;
  private final double[] matchedExternal;

  Scores(Cohort cohort, TrainingSets sets, Trained trained) {
    this.cohort = cohort;
    this.sets = sets;
    int[] site = cohort.site();
    this.internal =
        IntStream.range(0, sets.repeats())
            .mapToObj(r -> scores(i -> trained.internal().get(r).get(sets.foldOf(r, i))))
            .toArray(double[][]::new);
    this.external = scores(i -> trained.external().get(site[i]));
    this.matchedInternal =
        scores(i -> trained.matchedInternal().get(site[i]).get(sets.foldOf(0, i)));
    this.matchedExternal = scores(i -> trained.matchedExternal().get(site[i]));
  }

  private interface ModelOfPatient {
    LinearModel of(int patient);
  }

  private double[] scores(ModelOfPatient model) {
    return IntStream.range(0, cohort.size())
        .mapToDouble(i -> model.of(i).score(cohort.rows()[i]))
        .toArray();
  }

  /** Scores of the internal arm. */
  double[] internal() {
    return internal[0];
  }

  /** Scores of the external arm. */
  double[] external() {
    return external;
  }

  /** All of it, as the product reads it. */
  Predictions predictions() {
    Table table = new Table(cohort);
    IntFunction<Optional<String>> fold = i -> Optional.of("fold-" + sets.foldOf(0, i));
    IntFunction<Optional<String>> none = i -> Optional.empty();
    table.add(PLAIN, Arm.INTERNAL, 0, fold, internal[0]);
    table.add(PLAIN, Arm.EXTERNAL, 0, none, external);
    table.add(PLAIN, Arm.MATCHED_INTERNAL, 0, fold, matchedInternal);
    table.add(PLAIN, Arm.MATCHED_EXTERNAL, 0, none, matchedExternal);
    for (int r = 0; internal.length > 1 && r < internal.length; r++) {
      table.add(REPEATED, Arm.INTERNAL, r, none, internal[r]);
      table.add(REPEATED, Arm.EXTERNAL, r, none, external);
    }
    return table.predictions.build();
  }

  private static final class Table {

    private final PredictionsBuilder predictions = Predictions.from("simulation");
    private final Cohort cohort;
    private final PatientId[] patients;
    private final SiteId[] sites;
    private long row;

    Table(Cohort cohort) {
      this.cohort = cohort;
      this.patients =
          IntStream.range(0, cohort.size())
              .mapToObj(i -> new PatientId("p" + (100_000 + i)))
              .toArray(PatientId[]::new);
      this.sites =
          IntStream.range(0, cohort.size())
              .mapToObj(i -> new SiteId(cohort.sites().get(cohort.site()[i]).name()))
              .toArray(SiteId[]::new);
    }

    void add(
        String model, Arm arm, int repeat, IntFunction<Optional<String>> fold, double[] scores) {
      for (int i = 0; i < scores.length; i++) {
        predictions.add(
            ++row,
            new Prediction(
                patients[i],
                sites[i],
                arm,
                "label",
                model,
                Prediction.NO_MAP,
                repeat,
                0,
                fold.apply(i),
                0,
                OptionalDouble.empty(),
                OptionalDouble.of(cohort.labels()[i]),
                OptionalDouble.of(scores[i])));
      }
    }
  }
}
