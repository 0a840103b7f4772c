package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.polarfold.study.SiteId;

/**
 * How many patients of a site a recalibration needs before it does better there than none.
 *
 * <p>Patients of the site are drawn without regard to their labels, as a hospital would collect
 * them; intercept, or intercept and slope, of the external scores are updated on them (Steyerberg
 * et al., Statistics in Medicine 2004;23:2567) and judged on other patients of the site, the same
 * for every number of patients drawn. Draws of several repeats take turns over the repeats. A draw
 * that cannot be updated on, as one of a single class, leaves the scores as they are and counts so.
 *
 * @param draws how often patients were drawn
 * @param sites one entry a site of the external arm, in order of name
 */
public record LocalUpdating(int draws, List<SiteUpdating> sites) implements Serializable {

  static final int DRAWS = 200;
  static final String INTERCEPT = "intercept";
  static final String INTERCEPT_AND_SLOPE = "interceptAndSlope";

  /**
   * One site.
   *
   * @param site its name
   * @param n patients with an external score
   * @param events those of them with label 1
   * @param judged patients that each draw is judged on
   * @param rows one entry a number of patients and kind of updating; none where not estimable
   * @param neededIntercept patients from which an updated intercept does better than none
   * @param neededInterceptAndSlope the same for intercept and slope
   */
  public record SiteUpdating(
      String site,
      int n,
      int events,
      int judged,
      List<Row> rows,
      Estimate<Integer> neededIntercept,
      Estimate<Integer> neededInterceptAndSlope)
      implements Serializable {}

  /**
   * One number of patients and kind of updating; means over draws.
   *
   * @param patients drawn for the update
   * @param updating {@code intercept} or {@code interceptAndSlope}
   * @param logLoss of the updated scores, in nats
   * @param logLossWithout of the scores as they are, on the same patients
   * @param gain {@code logLossWithout - logLoss}
   * @param gainSe Monte-Carlo standard error of the gain: of the draws, not of the site's patients
   * @param brier of the updated scores
   * @param brierWithout of the scores as they are
   * @param errorInTheLarge mean distance of mean updated score and share with label 1
   * @param errorInTheLargeWithout the same of the scores as they are
   * @param estimableShare share of draws that could be updated on
   */
  public record Row(
      int patients,
      String updating,
      double logLoss,
      double logLossWithout,
      double gain,
      double gainSe,
      double brier,
      double brierWithout,
      double errorInTheLarge,
      double errorInTheLargeWithout,
      double estimableShare)
      implements Serializable {

    /** Better by two Monte-Carlo standard errors. */
    boolean better() {
      return gain > 0 && gain >= 2 * gainSe;
    }
  }

  /**
   * Estimates every site.
   *
   * @param external samples of the external arm by site
   * @param resampling gives the seed; nothing is drawn where it has no resamples
   * @param cell whose scores they are, for the seed
   */
  static LocalUpdating of(SortedMap<SiteId, Sample> external, Resampling resampling, Cell cell) {
    int draws = resampling.resamples() == 0 ? 0 : DRAWS;
    List<SiteUpdating> sites = new ArrayList<>();
    external.forEach(
        (site, sample) -> {
          long seed =
              resampling.seed(
                  "local updating", cell.target(), cell.model(), cell.map(), site.value());
          sites.add(site(site.value(), sample, draws, seed));
        });
    return new LocalUpdating(draws, List.copyOf(sites));
  }

  private static SiteUpdating site(String site, Sample sample, int draws, long seed) {
    Estimate<UpdatingTrial> trial =
        draws == 0 ? Estimate.none("no resampling was asked for") : UpdatingTrial.of(sample);
    Estimate<List<Row>> rows = trial.map(one -> one.run(draws, seed));
    return new SiteUpdating(
        site,
        sample.size(),
        sample.events(),
        trial instanceof Estimate.Value<UpdatingTrial> present ? present.value().judged() : 0,
        rows instanceof Estimate.Value<List<Row>> present ? present.value() : List.of(),
        rows.flatMap(all -> needed(all, INTERCEPT)),
        rows.flatMap(all -> needed(all, INTERCEPT_AND_SLOPE)));
  }

  /** The least number from which on, also with more patients, updating does better. */
  private static Estimate<Integer> needed(List<Row> rows, String updating) {
    List<Row> ofKind = rows.stream().filter(row -> row.updating().equals(updating)).toList();
    int from = ofKind.size();
    while (from > 0 && ofKind.get(from - 1).better()) {
      from--;
    }
    return from < ofKind.size()
        ? Estimate.of(ofKind.get(from).patients())
        : Estimate.none(
            "updating did not do better with up to "
                + ofKind.get(ofKind.size() - 1).patients()
                + " patients");
  }
}
