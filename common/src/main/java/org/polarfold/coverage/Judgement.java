package org.polarfold.coverage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.polarfold.coverage.Judged.Row;
import org.polarfold.evaluate.Auroc;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.MetaAnalysis;

/** The intervals of one consortium beside the population values of its very models. */
final class Judgement {

  private static final String DELONG = "paired DeLong";
  private static final int ENOUGH = 30;

  private final Cohort cohort;
  private final TrainingSets sets;
  private final Scores scores;
  private final Evaluated evaluated;
  private final Truths truths;
  private final List<Judged> judged = new ArrayList<>();

  private Judgement(Cohort cohort, TrainingSets sets) {
    Trained trained = Trained.on(cohort, sets);
    this.cohort = cohort;
    this.sets = sets;
    this.scores = new Scores(cohort, sets, trained);
    this.evaluated = Evaluated.of(scores);
    this.truths = new Truths(cohort.sites(), trained);
  }

  /** Trains everything, evaluates it as the product does, and compares. */
  static List<Judged> of(Cohort cohort, TrainingSets sets, Scenario scenario) {
    Judgement judgement = new Judgement(cohort, sets);
    if (scenario != Scenario.NEW_SITES) {
      // Sites that are others every time have no value of their own for the procedure.
      judgement.sites();
    }
    judgement.pooled();
    if (scenario == Scenario.NO_SHIFT) {
      judgement.nothingPlanted();
    }
    return List.copyOf(judgement.judged);
  }

  private void sites() {
    for (int site = 0; site < cohort.sites().size(); site++) {
      externalArea(site);
      Optional<Interval> withinFolds = evaluated.withinFolds(site);
      site("site drop", DELONG, site, evaluated.drop(site), truths.drop(site));
      site("site drop", "within folds", site, withinFolds, truths.drop(site));
      site(
          "site drop",
          "tried: within folds, SE x 1.5",
          site,
          withinFolds.map(Mends::widened),
          truths.drop(site));
      site(
          "site drop",
          "tried: spread of folds, t(k-1)",
          site,
          Mends.nadeauBengio(dropsOfFolds(site)),
          truths.drop(site));
      site(
          "site drop",
          "tried: " + sets.repeats() + " repeats",
          site,
          evaluated.repeated(site),
          truths.repeatedDrop(site));
      site("site novelty", DELONG, site, evaluated.novelty(site), truths.novelty(site));
      site("calibration slope", "Wald", site, evaluated.slope(site), truths.slope(site));
    }
  }

  private void externalArea(int site) {
    Estimate<Auroc> area = evaluated.area(site);
    Estimate<Double> value = area.map(Auroc::value);
    site(
        "external AUROC",
        "Wald",
        site,
        Interval.of(value, area.flatMap(Auroc::lower), area.flatMap(Auroc::upper)),
        truths.externalArea(site));
    site(
        "external AUROC",
        "logit",
        site,
        Interval.of(value, area.flatMap(Auroc::logitLower), area.flatMap(Auroc::logitUpper)),
        truths.externalArea(site));
  }

  private void pooled() {
    Estimate<MetaAnalysis> drops = evaluated.drop().metaAnalysis();
    meta("pooled external AUROC", evaluated.areas(), truths.meanExternalArea());
    meta("pooled drop, plain mean of sites", drops, truths.mean(truths::drop));
    meta(
        "pooled drop, mean weighted as estimated",
        drops,
        truths.weightedMean(evaluated.drop(), truths::drop));
    meta("pooled drop within folds", evaluated.withinFolds(), truths.mean(truths::drop));
    meta("pooled novelty", evaluated.novelty(), truths.mean(truths::novelty));
    oneCurve();
  }

  /** No novelty must be found. */
  private void nothingPlanted() {
    for (int site = 0; site < cohort.sites().size(); site++) {
      site("site novelty against 0", DELONG, site, evaluated.novelty(site), 0);
    }
    meta("pooled novelty against 0", evaluated.novelty(), 0);
  }

  private void meta(String quantity, Estimate<MetaAnalysis> pooled, double truth) {
    Optional<MetaAnalysis> meta = Interval.value(pooled);
    Optional<Interval> hartungKnapp =
        meta.map(p -> new Interval(p.estimate(), p.hartungKnappLower(), p.hartungKnappUpper()));
    Optional<Interval> wald =
        meta.map(p -> new Interval(p.estimate(), p.waldLower(), p.waldUpper()));
    pooled(
        quantity,
        "headline",
        meta.map(p -> new Interval(p.estimate(), p.lower(), p.upper())),
        truth);
    pooled(quantity, "Hartung-Knapp", hartungKnapp, truth);
    pooled(quantity, "Wald", wald, truth);
    pooled(
        quantity,
        "tried: wider of these two",
        hartungKnapp.flatMap(hk -> wald.map(hk::orWider)),
        truth);
  }

  /** One curve over all sites: DeLong's interval, and what the sites' spread makes of it. */
  private void oneCurve() {
    double truth = truths.dropOfOneCurve();
    double jackknife = Mends.siteJackknife(cohort, scores.internal(), scores.external());
    double t = Mends.t(cohort.sites().size() - 1);
    String quantity = "drop of one ROC";
    pooled(quantity, DELONG, evaluated.oneCurve(), truth);
    pooled(
        quantity,
        "tried: jackknife over sites, t(k-1)",
        evaluated.oneCurve().map(one -> Interval.about(one.estimate(), t * jackknife)),
        truth);
  }

  private void site(
      String quantity, String method, int site, Optional<Interval> interval, double truth) {
    int[] patients = cohort.at(site);
    int events = cohort.events(patients);
    String group =
        Math.min(events, patients.length - events) >= ENOUGH ? Judged.LARGE : Judged.SMALL;
    judged.add(new Judged(new Row(quantity, method), site, group, interval, truth));
  }

  private void pooled(String quantity, String method, Optional<Interval> interval, double truth) {
    judged.add(new Judged(new Row(quantity, method), 0, Judged.POOLED, interval, truth));
  }

  /** The drop in each fold of a site by itself; fewer where a fold lacks a class. */
  private double[] dropsOfFolds(int site) {
    return IntStream.range(0, TrainingSets.FOLDS)
        .mapToObj(
            fold -> Arrays.stream(cohort.at(site)).filter(i -> sets.foldOf(0, i) == fold).toArray())
        .filter(fold -> cohort.events(fold) > 0 && cohort.events(fold) < fold.length)
        .mapToDouble(
            fold ->
                Mends.area(cohort, scores.internal(), fold)
                    - Mends.area(cohort, scores.external(), fold))
        .toArray();
  }
}
