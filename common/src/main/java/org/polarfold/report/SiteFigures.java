package org.polarfold.report;

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
  static SiteFigures of(Analysis analysis) {
    return new SiteFigures(
        "",
        PartsOfDrop.of(analysis),
        SiteMatrix.of(analysis),
        RocFigure.of(analysis),
        CalibrationFigure.of(analysis),
        DecisionCurves.of(analysis),
        PredictiveFigure.of(analysis),
        PrevalenceTransport.of(analysis),
        UpdatingFigure.of(analysis));
  }

  /** The parts of the drop alone. */
  static SiteFigures light(Analysis analysis) {
    Panels none = Panels.absent(HEAVY);
    return new SiteFigures(
        HEAVY,
        PartsOfDrop.of(analysis),
        SiteMatrix.absent(HEAVY),
        none,
        none,
        none,
        none,
        new PrevalenceTransport(HEAVY, List.of(), null, null),
        none);
  }
}
