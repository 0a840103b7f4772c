/**
 * Predictions turned into estimates with intervals, and the results file. Nothing here trains or
 * splits, and nothing knows where predictions came from.
 *
 * <p>The way in is {@link org.polarfold.evaluate.Predictions} (rows, checked), the way out {@link
 * org.polarfold.evaluate.Results} (records in the shape of the file); {@link
 * org.polarfold.evaluate.Evaluation} leads from one to the other. In between, by what they
 * estimate:
 *
 * <ul>
 *   <li>one sample ({@code Sample}): {@code Performance} of {@code Auroc} with {@code DeLong},
 *       {@code PartialAuroc}, {@code AveragePrecision}, {@code Losses}, {@code Calibration} with
 *       {@code LogisticFit} and {@code Smooth}, {@code NetBenefit}, {@code CaseMix}, {@code
 *       Weighted};
 *   <li>two arms: {@code PairedDrop}, {@code PairedDifference}, {@code WithinFolds}, {@code
 *       UnpairedDifference}, {@code NetBenefitDifference};
 *   <li>over sites: {@code MetaAnalysis} with {@code RandomEffects} and {@code Reml}, {@code
 *       CalibrationOverSites}, {@code Acceptance}, {@code WithinSitePairs}, {@code
 *       ShortcutFigures};
 *   <li>carried from other sites: {@code ThresholdTransport}, {@code PrevalenceShift}, {@code
 *       LocalUpdating}, {@code CaseMixTransport};
 *   <li>drawn again: {@code Bootstrap}, {@code SiteBootstrap}, {@code Redrawing};
 *   <li>regression targets: {@code RegressionPerformance}, {@code RegressionDrop};
 *   <li>before a study: {@code DropPower}.
 * </ul>
 */
@NullMarked
package org.polarfold.evaluate;

import org.jspecify.annotations.NullMarked;
