package org.polarfold.fairness;

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
  EQUALISED_ODDS("equalisedOdds");

  private final String key;

  Metric(String key) {
    this.key = key;
  }

  /** The key in results. */
  String key() {
    return key;
  }
}
