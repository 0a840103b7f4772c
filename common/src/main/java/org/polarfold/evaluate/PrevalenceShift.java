package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.polarfold.study.SiteId;

/**
 * What each site's prevalence would be if nothing but prevalence had changed (label shift), beside
 * the one observed, and how far scores agree with labels before and after recalibration.
 *
 * <p>Scores are first calibrated on the internal out-of-fold scores of the other sites; the
 * training prevalence is that of those patients. The area under the ROC curve is not changed by any
 * of it.
 *
 * @param sites one entry a site of the external arm, in order of name
 */
public record PrevalenceShift(List<SiteShift> sites) implements Serializable {

  /** Two methods are tested against the observed prevalence, so each at half of 5 %. */
  static final double DOUBT = 0.025;

  /**
   * One site.
   *
   * @param site its name
   * @param n patients with an external score
   * @param events those of them with label 1
   * @param trainingPrevalence of the other sites' patients
   * @param observedPrevalence of this site's, with Wilson's interval
   * @param saerens EM on the calibrated external scores
   * @param bbse from the share above the carried Youden threshold
   * @param labelShiftDoubted whether EM or BBSE differs from the observed prevalence by more than
   *     the error of the difference explains ({@code p < 0.025} in either, so 5 % where label shift
   *     holds): then more than the prevalence has changed, and neither is to be believed
   * @param raw the external scores as they are
   * @param calibrated after calibration on the other sites
   * @param atSaerens the same moved to the prevalence of EM
   * @param atBbse the same moved to the prevalence of BBSE
   */
  public record SiteShift(
      String site,
      int n,
      int events,
      Estimate<Double> trainingPrevalence,
      Estimate<Proportion> observedPrevalence,
      Estimate<ShiftEstimate> saerens,
      Estimate<ShiftEstimate> bbse,
      Estimate<Boolean> labelShiftDoubted,
      Agreement raw,
      Agreement calibrated,
      Agreement atSaerens,
      Agreement atBbse)
      implements Serializable {}

  /** Estimates every site of the external arm. */
  static PrevalenceShift of(TrainingScores training, SortedMap<SiteId, Sample> external) {
    List<SiteShift> sites = new ArrayList<>();
    external.forEach((site, sample) -> sites.add(site(training, site, sample)));
    return new PrevalenceShift(List.copyOf(sites));
  }

  private static SiteShift site(TrainingScores training, SiteId site, Sample sample) {
    if (sample.size() == 0) {
      return none(site, sample, Auroc.missing(sample), Agreement.none(Auroc.missing(sample)));
    }
    List<Agreement> raw = new ArrayList<>();
    for (double[] scores : sample.scores()) {
      raw.add(Agreement.of(sample.labels(), scores));
    }
    List<Repeat> repeats = training.repeatsWithout(site);
    if (repeats.isEmpty()) {
      return none(site, sample, training.whyNone(site), Agreement.mean(raw));
    }
    List<ShiftRepeat> each =
        Repeats.pairs(repeats, sample.repeats()).stream()
            .map(
                pair ->
                    ShiftRepeat.of(
                        training.without(site, repeats.get(pair.first())),
                        sample.labels(),
                        sample.scores()[pair.second()]))
            .toList();
    Estimate<ShiftEstimate> saerens =
        ShiftEstimate.mean(each.stream().map(ShiftRepeat::saerens).toList());
    Estimate<ShiftEstimate> bbse =
        ShiftEstimate.mean(each.stream().map(ShiftRepeat::bbse).toList());
    return new SiteShift(
        site.value(),
        sample.size(),
        sample.events(),
        Repeats.mean(each, ShiftRepeat::trainingPrevalence),
        observed(sample),
        saerens,
        bbse,
        doubted(saerens, bbse),
        Agreement.mean(raw),
        Agreement.mean(each.stream().map(ShiftRepeat::calibrated).toList()),
        Agreement.mean(each.stream().map(ShiftRepeat::atSaerens).toList()),
        Agreement.mean(each.stream().map(ShiftRepeat::atBbse).toList()));
  }

  private static Estimate<Boolean> doubted(
      Estimate<ShiftEstimate> saerens, Estimate<ShiftEstimate> bbse) {
    Estimate<Boolean> first = saerens.flatMap(ShiftEstimate::p).map(p -> p < DOUBT);
    Estimate<Boolean> second = bbse.flatMap(ShiftEstimate::p).map(p -> p < DOUBT);
    if (first instanceof Estimate.NotEstimable) {
      return second;
    }
    return second instanceof Estimate.NotEstimable
        ? first
        : first.flatMap(one -> second.map(other -> one || other));
  }

  private static Estimate<Proportion> observed(Sample sample) {
    return Estimate.of(Proportion.among(sample.events(), sample.size()));
  }

  private static SiteShift none(SiteId site, Sample sample, String why, Agreement raw) {
    return new SiteShift(
        site.value(),
        sample.size(),
        sample.events(),
        Estimate.none(why),
        sample.size() == 0 ? Estimate.none(why) : observed(sample),
        Estimate.none(why),
        Estimate.none(why),
        Estimate.none(why),
        raw,
        Agreement.none(why),
        Agreement.none(why),
        Agreement.none(why));
  }
}
