package org.polarfold.fairness;

import java.util.List;
import java.util.stream.Stream;

/** What is estimated of a group. */
enum Metric {
  /** Over pairs of patients of one site. */
  AUROC_WITHIN_SITES("aurocWithinSites"),
  /** Over all pairs. */
  AUROC("auroc"),
  /** At the carried threshold. */
  TPR("tpr"),
  /** At the carried threshold. */
  FPR("fpr"),
  /** At the carried threshold. */
  SELECTION_RATE("selectionRate"),
  /** Logit scale. */
  CALIBRATION_IN_THE_LARGE("calibrationInTheLarge"),
  /** No unit. */
  CALIBRATION_SLOPE("calibrationSlope"),
  /** The share of events that the calibration line has at the carried threshold. */
  RISK_AT_THRESHOLD("riskAtThreshold"),
  /** The larger of the distances in TPR and FPR; of two groups only. */
  EQUALISED_ODDS("equalisedOdds"),
  /** Of a regression target, in the label's unit. */
  MEAN_ABSOLUTE_ERROR("mae"),
  /** Of a regression target: mean of score minus label, in the label's unit. */
  BIAS("bias");

  static final String OF_LABELS_ALONE = "the target is measured: it has no events";
  static final String OF_MEASUREMENTS_ALONE = "the target has two classes";

  /** What is estimated of a binary target. */
  static final List<Metric> OF_LABELS =
      Stream.of(values()).filter(one -> one != MEAN_ABSOLUTE_ERROR && one != BIAS).toList();

  /** What is estimated of a regression target in an arm. */
  static final List<Metric> OF_MEASUREMENTS = List.of(MEAN_ABSOLUTE_ERROR, BIAS);

  /** What is estimated of its drop. */
  static final List<Metric> OF_LOSSES = List.of(MEAN_ABSOLUTE_ERROR);

  private final String key;

  Metric(String key) {
    this.key = key;
  }

  /** The key in results. */
  String key() {
    return key;
  }
}
