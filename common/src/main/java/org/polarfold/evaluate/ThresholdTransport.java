package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.commons.math3.stat.StatUtils;
import org.polarfold.study.SiteId;

/**
 * Thresholds chosen on the internal scores of the other sites and carried to a site: what becomes
 * of their sensitivity and specificity where nobody chose them.
 *
 * <p>Each repeat has its own threshold, carried to the scores of the same repeat.
 *
 * @param sites one entry a site of either arm, in order of name
 */
public record ThresholdTransport(List<SiteThresholds> sites) implements Serializable {

  /** The floor under the sensitivity where none is asked for. */
  public static final double USUAL_FLOOR = 0.9;

  static final String YOUDEN = "youden";
  static final String SENSITIVITY_FLOOR = "sensitivityFloor";

  /**
   * The thresholds of one site.
   *
   * @param site its name
   * @param rules one entry a rule
   */
  public record SiteThresholds(String site, List<Carried> rules) implements Serializable {}

  /**
   * One threshold.
   *
   * @param rule {@code youden}: largest Youden index, lowest score on ties; {@code
   *     sensitivityFloor}: largest score whose sensitivity reaches the floor
   * @param threshold positive where the score is not below it; mean over repeats
   * @param chosen on the scores that it was chosen on: optimistic
   * @param internal carried to the internal scores of the site
   * @param external carried to its external scores
   * @param predictiveValues what these answers mean, over prevalences
   */
  public record Carried(
      String rule,
      Estimate<Double> threshold,
      Estimate<OperatingPoint> chosen,
      Estimate<OperatingPoint> internal,
      Estimate<OperatingPoint> external,
      Estimate<List<PredictiveValues>> predictiveValues)
      implements Serializable {}

  /**
   * Carries thresholds to every site.
   *
   * @param training the internal arm
   * @param external samples of the external arm by site
   * @param floor least sensitivity of the second rule, in (0, 1]
   */
  static ThresholdTransport of(
      TrainingScores training, SortedMap<SiteId, Sample> external, double floor) {
    SortedSet<SiteId> either = new TreeSet<>(training.sites().keySet());
    either.addAll(external.keySet());
    List<SiteThresholds> sites = new ArrayList<>();
    for (SiteId site : either) {
      Sample inside = training.sites().getOrDefault(site, Sample.NOBODY);
      Sample outside = external.getOrDefault(site, Sample.NOBODY);
      List<Repeat> repeats = training.repeatsWithout(site);
      List<ScoreTally> others =
          repeats.stream().map(repeat -> training.without(site, repeat)).toList();
      Site one = new Site(repeats, others, training.whyNone(site), inside, outside);
      sites.add(
          new SiteThresholds(
              site.value(),
              List.of(
                  one.carried(YOUDEN, ScoreTally::youden),
                  one.carried(SENSITIVITY_FLOOR, tally -> tally.sensitivityFloor(floor)))));
    }
    return new ThresholdTransport(List.copyOf(sites));
  }

  /** What the thresholds of one site are made from. */
  private record Site(
      List<Repeat> repeats, List<ScoreTally> others, String none, Sample inside, Sample outside) {

    Carried carried(String rule, Function<ScoreTally, Estimate<Double>> choice) {
      Estimate<double[]> thresholds =
          repeats.isEmpty() ? Estimate.none(none) : Repeats.values(others, choice);
      Estimate<OperatingPoint> external = thresholds.flatMap(each -> carried(each, outside));
      return new Carried(
          rule,
          thresholds.map(StatUtils::mean),
          thresholds.map(this::chosen),
          thresholds.flatMap(each -> carried(each, inside)),
          external,
          external.map(PredictiveValues::of));
    }

    private OperatingPoint chosen(double[] thresholds) {
      List<OperatingPoint> points = new ArrayList<>();
      for (int r = 0; r < thresholds.length; r++) {
        points.add(others.get(r).at(thresholds[r]));
      }
      return OperatingPoint.mean(points);
    }

    private Estimate<OperatingPoint> carried(double[] thresholds, Sample sample) {
      if (sample.size() == 0) {
        return Estimate.none(Auroc.missing(sample));
      }
      return Estimate.of(
          OperatingPoint.mean(
              Repeats.pairs(repeats, sample.repeats()).stream()
                  .map(pair -> OperatingPoint.of(sample, pair.second(), thresholds[pair.first()]))
                  .toList()));
    }
  }
}
