package org.polarfold.job;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.polarfold.evaluate.Arm;
import org.polarfold.evaluate.Evaluation;
import org.polarfold.evaluate.Prediction;
import org.polarfold.evaluate.Predictions;
import org.polarfold.evaluate.PredictionsBuilder;
import org.polarfold.evaluate.Resampling;
import org.polarfold.study.PatientId;
import org.polarfold.study.SiteId;

/** Memory that an executor needs for the largest target, model and map: its rows are held. */
final class CellBench {

  private static final int PATIENTS = 500_000;
  private static final int SITES = 50;
  private static final double MB = 1e6;

  private CellBench() {}

  /** Bytes a row of a cell of a million rows, each patient in two arms. */
  static void memory(Consumer<Figure> out) {
    long before = retained();
    PredictionsBuilder builder = filled();
    long gathered = retained() - before;
    Predictions predictions = builder.build();
    long built = retained() - before;
    int targets = Evaluation.of(predictions, Resampling.NONE).targets().size();
    int rows = 2 * PATIENTS;
    out.accept(
        Figure.of(
            "statistics",
            "cell",
            built / (double) rows,
            "bytes a row",
            Map.of(
                "what",
                "retained heap with all rows gathered and put in columns; estimates come on top",
                "rows",
                rows,
                "patients",
                PATIENTS,
                "cells",
                targets,
                "gatheredMegabytes",
                gathered / MB,
                "builtMegabytes",
                built / MB)));
  }

  private static PredictionsBuilder filled() {
    PredictionsBuilder builder = Predictions.from("bench");
    SiteId[] sites = new SiteId[SITES];
    for (int s = 0; s < SITES; s++) {
      sites[s] = new SiteId("site-" + s);
    }
    for (int row = 0; row < 2 * PATIENTS; row++) {
      int i = row % PATIENTS;
      builder.add(
          row + 1L,
          new Prediction(
              new PatientId(String.format(Locale.ROOT, "%016x", i)),
              sites[i % SITES],
              row < PATIENTS ? Arm.INTERNAL : Arm.EXTERNAL,
              "target",
              "model",
              Prediction.NO_MAP,
              0,
              0,
              Optional.empty(),
              0,
              OptionalDouble.empty(),
              OptionalDouble.of(i % 3 == 0 ? 1 : 0),
              OptionalDouble.of(row * 7919L % 1000003 / 1000003.0)));
    }
    return builder;
  }

  private static long retained() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
