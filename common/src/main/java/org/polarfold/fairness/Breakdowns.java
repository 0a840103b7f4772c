package org.polarfold.fairness;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.polarfold.evaluate.Distributions;
import org.polarfold.evaluate.Estimate;
import org.polarfold.fairness.Breakdown.Gap;
import org.polarfold.fairness.Breakdown.Subgroup;
import org.polarfold.fairness.Breakdown.SubgroupFigure;

/**
 * All groups of one population with their figures, and their gaps tested together.
 *
 * @param <S> the kind of population
 */
final class Breakdowns<S extends Side<S>> {

  /** Groups below this number of either class are counted and not estimated. */
  static final int MINIMUM = 10;

  private static final String FEW = "fewer than 10 patients of a label";
  private static final String FEW_MEASURED = "fewer than 10 patients";
  private static final String NOT_KNOWN = "patients of whom this is not known are no group";

  private final List<Metric> metrics;
  private final List<Grouping> groupings;
  private final GroupCounts counts;
  private final boolean[][] hidden;
  private final BiFunction<Integer, Integer, S> sides;

  /**
   * Groups of a population.
   *
   * @param metrics what is estimated of each
   * @param hidden groupings x groups
   * @param sides makes a group's part of the population
   */
  Breakdowns(
      List<Metric> metrics,
      List<Grouping> groupings,
      GroupCounts counts,
      boolean[][] hidden,
      BiFunction<Integer, Integer, S> sides) {
    this.metrics = metrics;
    this.groupings = groupings;
    this.counts = counts;
    this.hidden = hidden;
    this.sides = sides;
  }

  /**
   * A group on its way into the results.
   *
   * @param grouping its place
   * @param group its place
   * @param side what is told of it
   * @param figures by metric
   * @param gaps by metric
   */
  private record Told<S>(
      int grouping,
      int group,
      Estimate<S> side,
      Map<Metric, Estimate<Figure>> figures,
      Map<Metric, Estimate<Difference>> gaps) {}

  List<Breakdown> all() {
    List<List<Told<S>>> told = IntStream.range(0, groupings.size()).mapToObj(this::told).toList();
    Map<Metric, Family> families = new EnumMap<>(Metric.class);
    for (Metric metric : metrics) {
      families.put(metric, Family.of(metric, told.stream().flatMap(List::stream).toList()));
    }
    return IntStream.range(0, groupings.size())
        .mapToObj(
            g ->
                new Breakdown(
                    groupings.get(g).by(),
                    reference(g).map(groupings.get(g)::name),
                    Estimate.of(told.get(g).stream().map(one -> subgroup(one, families)).toList())))
        .toList();
  }

  /** The largest group of whom all is known, the first of several. */
  private Estimate<Integer> reference(int grouping) {
    Grouping groups = groupings.get(grouping);
    int largest = -1;
    for (int group = 0; group < groups.size(); group++) {
      int n = counts.n(grouping, group);
      if (groups.known(group) && n > 0 && (largest < 0 || n > counts.n(grouping, largest))) {
        largest = group;
      }
    }
    return largest < 0 ? Estimate.none("no patient of a known group") : Estimate.of(largest);
  }

  private Estimate<S> side(int grouping, int group) {
    if (hidden[grouping][group]) {
      return Estimate.none(Suppression.WHY);
    }
    if (!groupings.get(grouping).known(group)) {
      return Estimate.none(NOT_KNOWN);
    }
    return counts.least(grouping, group) < MINIMUM
        ? Estimate.none(counts.labelled() ? FEW : FEW_MEASURED)
        : Estimate.of(sides.apply(grouping, group));
  }

  private List<Told<S>> told(int grouping) {
    Estimate<Integer> largest = reference(grouping);
    Estimate<S> reference =
        largest.flatMap(
            group ->
                side(grouping, group) instanceof Estimate.NotEstimable<S> none
                    ? Estimate.none("the reference group: " + none.why())
                    : side(grouping, group));
    List<Told<S>> groups = new ArrayList<>();
    for (int group = 0; group < groupings.get(grouping).size(); group++) {
      if (counts.n(grouping, group) > 0) {
        Estimate<S> other =
            largest.equals(Estimate.of(group))
                ? Estimate.none("this is the reference group")
                : reference;
        groups.add(told(grouping, group, side(grouping, group), other));
      }
    }
    return groups;
  }

  private Told<S> told(int grouping, int group, Estimate<S> side, Estimate<S> reference) {
    Map<Metric, Estimate<Figure>> figures = new EnumMap<>(Metric.class);
    Map<Metric, Estimate<Difference>> gaps = new EnumMap<>(Metric.class);
    for (Metric metric : metrics) {
      if (metric != Metric.EQUALISED_ODDS) {
        figures.put(metric, side.flatMap(one -> one.figure(metric)));
        gaps.put(metric, side.flatMap(one -> reference.flatMap(other -> one.gap(metric, other))));
      }
    }
    gaps.put(
        Metric.EQUALISED_ODDS,
        metrics.contains(Metric.EQUALISED_ODDS)
            ? equalisedOdds(gaps)
            : Estimate.none(Metric.OF_LABELS_ALONE));
    return new Told<>(grouping, group, side, figures, gaps);
  }

  private static Estimate<Difference> equalisedOdds(Map<Metric, Estimate<Difference>> gaps) {
    return gap(gaps, Metric.TPR)
        .flatMap(tpr -> gap(gaps, Metric.FPR).map(fpr -> Difference.equalisedOdds(tpr, fpr)));
  }

  private static Estimate<Difference> gap(Map<Metric, Estimate<Difference>> gaps, Metric metric) {
    return gaps.getOrDefault(metric, Estimate.none("not estimated"));
  }

  private Subgroup subgroup(Told<S> told, Map<Metric, Family> families) {
    boolean shown = !hidden[told.grouping][told.group];
    Estimate<Integer> n = Estimate.of(counts.n(told.grouping, told.group));
    Estimate<Integer> events = counts.events(told.grouping, told.group);
    return new Subgroup(
        groupings.get(told.grouping).name(told.group),
        shown ? n : Estimate.none(Suppression.WHY),
        shown ? events : Estimate.none(Suppression.WHY),
        told.side.map(side -> figures(told, families)),
        tested(told, Metric.EQUALISED_ODDS, families));
  }

  private Map<String, Estimate<SubgroupFigure>> figures(
      Told<S> told, Map<Metric, Family> families) {
    Map<String, Estimate<SubgroupFigure>> figures = new LinkedHashMap<>();
    told.figures.forEach(
        (metric, figure) ->
            figures.put(
                metric.key(),
                figure.map(
                    one ->
                        new SubgroupFigure(
                            one.value(),
                            one.lower(),
                            one.upper(),
                            tested(told, metric, families)))));
    return figures;
  }

  private Estimate<Gap> tested(Told<S> told, Metric metric, Map<Metric, Family> families) {
    Family family = families.getOrDefault(metric, new Family(Map.of()));
    return gap(told.gaps, metric)
        .map(
            gap -> {
              double[] ends = gap.bounds().at(Distributions.Z);
              return new Gap(
                  gap.value(),
                  ends[0],
                  ends[1],
                  gap.p(),
                  family.adjusted.getOrDefault(new Place(told.grouping, told.group), gap.p()),
                  family.adjusted.size());
            });
  }

  private record Place(int grouping, int group) {}

  /** All gap tests of one metric. */
  private record Family(Map<Place, Double> adjusted) {

    static <S> Family of(Metric metric, List<Told<S>> told) {
      Map<Place, Double> p = new LinkedHashMap<>();
      for (Told<S> one : told) {
        if (gap(one.gaps, metric) instanceof Estimate.Value<Difference> value) {
          p.put(new Place(one.grouping, one.group), value.value().p());
        }
      }
      double[] adjusted =
          Holm.adjusted(p.values().stream().mapToDouble(Double::doubleValue).toArray());
      int next = 0;
      for (Map.Entry<Place, Double> one : p.entrySet()) {
        one.setValue(adjusted[next++]);
      }
      return new Family(p);
    }
  }
}
