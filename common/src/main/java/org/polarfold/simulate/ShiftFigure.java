package org.polarfold.simulate;

import java.util.List;

/** What of a model's scores a shift can move. */
enum ShiftFigure {
  AUROC("AUROC"),
  IN_THE_LARGE("distance of calibration in the large from 0"),
  /** Alike on every map, while a unit of the logit is little where risks are steep. */
  MEAN_RISK("distance of mean risk from the share of events"),
  SLOPE("distance of calibration slope from 1");

  private final String words;

  ShiftFigure(String words) {
    this.words = words;
  }

  double of(List<Scored> patients) {
    return switch (this) {
      case AUROC -> Scored.auroc(patients);
      case IN_THE_LARGE -> Math.abs(Scored.inTheLarge(patients));
      case MEAN_RISK -> Math.abs(Scored.meanExcess(patients));
      case SLOPE -> Math.abs(Scored.slope(patients) - 1);
    };
  }

  String of(SegmentTask task) {
    return words + ", " + task.words;
  }
}
