package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.polarfold.report.Results.Analysis;

/**
 * The figures by site of one analysis, beside its forest plots.
 *
 * @param leftOut why the heavy ones are not shown; empty where they are
 */
record SiteFigures(
    String leftOut,
    PartsOfDrop parts,
    SiteMatrix matrix,
    Panels roc,
    Panels calibration,
    Panels decisions,
    Panels predictive,
    PrevalenceTransport prevalence,
    Panels updating) {

  /** Sites of all analyses that are not primary, up to which their figures are all shown. */
  static final int FEW = 120;

  private static final String HEAVY =
      "Matrix of sites, ROC, calibration, decision curves and prevalence of this analysis are left out to"
          + " keep the page small; results.json holds them.";

  /** All figures of an analysis. */
  static SiteFigures of(String id, Analysis analysis) {
    JsonNode json = analysis.json();
    return new SiteFigures(
        "",
        PartsOfDrop.of(analysis),
        SiteMatrix.of(id, json),
        RocFigure.of(id, json),
        CalibrationFigure.of(id, json),
        DecisionCurves.of(id, json),
        PredictiveFigure.of(id, json),
        PrevalenceTransport.of(json),
        UpdatingFigure.of(id, json));
  }

  /** The parts of the drop alone. */
  static SiteFigures light(String id, Analysis analysis) {
    return new SiteFigures(
        HEAVY,
        PartsOfDrop.of(analysis),
        SiteMatrix.absent(id, HEAVY),
        Panels.absent("roc-" + id, "ROC curves by site", HEAVY),
        Panels.absent("calibration-" + id, "Calibration by site", HEAVY),
        Panels.absent("decision-curves-" + id, "Decision curves by site", HEAVY),
        Panels.absent("predictive-values-" + id, "Predictive values by site", HEAVY),
        new PrevalenceTransport(HEAVY, List.of(), null, null),
        Panels.absent("local-updating-" + id, "Local updating", HEAVY));
  }
}
