package org.polarfold.coverage;

import java.util.Optional;
import java.util.OptionalDouble;
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

  /** The internal and external arm, with folds dealt more than once. */
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

  /** All of it by site. */
  Predictions bySite() {
    Table table = new Table(cohort, sets, i -> cohort.sites().get(cohort.site()[i]).name());
    table.add(PLAIN, Arm.INTERNAL, 0, internal[0]);
    table.add(PLAIN, Arm.EXTERNAL, 0, external);
    table.add(PLAIN, Arm.MATCHED_INTERNAL, 0, matchedInternal);
    table.add(PLAIN, Arm.MATCHED_EXTERNAL, 0, matchedExternal);
    for (int r = 0; r < internal.length; r++) {
      table.add(REPEATED, Arm.INTERNAL, r, internal[r]);
      table.add(REPEATED, Arm.EXTERNAL, r, external);
    }
    return table.predictions.build();
  }

  /** Internal and external, each fold of a site by itself. */
  Predictions byFold() {
    Table table = new Table(cohort, sets, i -> foldOfSite(cohort.site()[i], sets.foldOf(0, i)));
    table.add(PLAIN, Arm.INTERNAL, 0, internal[0]);
    table.add(PLAIN, Arm.EXTERNAL, 0, external);
    return table.predictions.build();
  }

  /** What {@link #byFold} calls a fold of a site. */
  String foldOfSite(int site, int fold) {
    return cohort.sites().get(site).name() + "-" + fold;
  }

  private interface SiteOfPatient {
    String of(int patient);
  }

  private static final class Table {

    private final PredictionsBuilder predictions = Predictions.from("simulation");
    private final Cohort cohort;
    private final TrainingSets sets;
    private final PatientId[] patients;
    private final SiteId[] sites;
    private long row;

    Table(Cohort cohort, TrainingSets sets, SiteOfPatient site) {
      this.cohort = cohort;
      this.sets = sets;
      this.patients =
          IntStream.range(0, cohort.size())
              .mapToObj(i -> new PatientId("p" + (100_000 + i)))
              .toArray(PatientId[]::new);
      this.sites =
          IntStream.range(0, cohort.size())
              .mapToObj(i -> new SiteId(site.of(i)))
              .toArray(SiteId[]::new);
    }

    void add(String model, Arm arm, int repeat, double[] scores) {
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
                Optional.of("fold-" + sets.foldOf(repeat, i)),
                0,
                OptionalDouble.empty(),
                OptionalDouble.of(cohort.labels()[i]),
                OptionalDouble.of(scores[i])));
      }
    }
  }
}
