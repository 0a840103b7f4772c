package org.polarfold.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.polarfold.coverage.Judged.Row;
import org.polarfold.evaluate.Auroc;
import org.polarfold.evaluate.DropPart.Difference;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.MetaAnalysis;
import org.polarfold.evaluate.PairedDrop;

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
    this.evaluated = Evaluated.of(cohort, scores);
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
      PairedDrop drop = evaluated.drop().sites().get(site).paired();
      PairedDrop repeated = evaluated.repeated().sites().get(site).paired();
      Difference novelty = evaluated.novelty().sites().get(site).difference();
      List<PairedDrop> folds = evaluated.byFold().get(site);
      site("site drop", DELONG, site, interval(drop), truths.drop(site));
      site("site drop", "within folds", site, evaluated.withinFolds(site), truths.drop(site));
      site(
          "site drop",
          "tried: within folds, SE x 1.5",
          site,
          evaluated.withinFolds(site).map(Mends::widened),
          truths.drop(site));
      site(
          "site drop",
          "tried: spread of folds, t(k-1)",
          site,
          Mends.nadeauBengio(folds),
          truths.drop(site));
      site(
          "site drop",
          "tried: " + sets.repeats() + " repeats",
          site,
          interval(repeated),
          truths.repeatedDrop(site));
      site("site novelty", DELONG, site, interval(novelty), truths.novelty(site));
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
    meta("pooled external AUROC", evaluated.external().metaAnalysis(), truths.meanExternalArea());
    meta("pooled drop, plain mean of sites", drops, truths.mean(truths::drop));
    meta(
        "pooled drop, mean weighted as estimated",
        drops,
        truths.weightedMean(evaluated.drop(), truths::drop));
    meta("pooled novelty", evaluated.novelty().metaAnalysis(), truths.mean(truths::novelty));
    oneCurve();
  }

  /** No novelty must be found. */
  private void nothingPlanted() {
    for (int site = 0; site < cohort.sites().size(); site++) {
      Difference novelty = evaluated.novelty().sites().get(site).difference();
      site("site novelty against 0", DELONG, site, interval(novelty), 0);
    }
    meta("pooled novelty against 0", evaluated.novelty().metaAnalysis(), 0);
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
    PairedDrop paired = evaluated.drop().pooled();
    double truth = truths.dropOfOneCurve();
    double jackknife = Mends.siteJackknife(cohort, scores.internal(), scores.external());
    double t = Mends.t(cohort.sites().size() - 1);
    String quantity = "drop of one ROC";
    pooled(quantity, DELONG, interval(paired), truth);
    pooled(
        quantity,
        "tried: jackknife over sites, t(k-1)",
        Interval.value(paired.drop()).map(drop -> Interval.about(drop, t * jackknife)),
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

  private static Optional<Interval> interval(Difference paired) {
    return Interval.of(paired.difference(), paired.lower(), paired.upper());
  }

  private static Optional<Interval> interval(PairedDrop paired) {
    return Interval.of(paired.drop(), paired.lower(), paired.upper());
  }
}
