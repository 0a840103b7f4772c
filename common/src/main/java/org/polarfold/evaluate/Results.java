package org.polarfold.evaluate;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * All estimates of one set of predictions, in the shape and order of {@code results.json}.
 *
 * @param counts what became of the rows
 * @param targets one entry a target, model and map, in that order of name
 */
public record Results(Counts counts, List<TargetResult> targets) implements Serializable {

  private static final Comparator<TargetResult> ORDER =
      Comparator.comparing(TargetResult::target)
          .thenComparing(TargetResult::model)
          .thenComparing(TargetResult::map);

  /** The results of targets that were evaluated each by itself, in any order. */
  public static Results of(List<TargetResult> targets) {
    return new Results(
        Counts.sum(targets.stream().map(TargetResult::counts).toList()),
        targets.stream().sorted(ORDER).toList());
  }

  /**
   * One target told by one model from one map.
   *
   * @param target its name
   * @param model its name
   * @param map its name
   * @param kind always {@code binary}
   * @param counts what became of its rows
   * @param arms by name of arm: internal, external, the size-matched, then the others
   * @param drop internal minus external
   */
  public record TargetResult(
      String target,
      String model,
      String map,
      String kind,
      Counts counts,
      Map<String, ArmResult> arms,
      Estimate<DropResult> drop)
      implements Serializable {}

  /**
   * One arm.
   *
   * @param pooled one curve over all sites: mixes comparisons between sites in, so not the headline
   * @param sites one entry a site, in order of name
   * @param metaAnalysis areas of the sites pooled on the logit scale: the headline
   */
  public record ArmResult(
      Performance pooled, List<SitePerformance> sites, Estimate<MetaAnalysis> metaAnalysis)
      implements Serializable {}

  /**
   * One site in one arm.
   *
   * @param site its name
   * @param performance on its patients
   */
  public record SitePerformance(String site, @JsonUnwrapped Performance performance)
      implements Serializable {}

  /**
   * The drop from internal to external on identical patients.
   *
   * @param sites one entry a site that either arm has, in order of name
   * @param pooled one curve over all sites: not the headline
   * @param metaAnalysis drops of the sites pooled: the headline
   */
  public record DropResult(
      List<SiteDrop> sites, PairedDrop pooled, Estimate<MetaAnalysis> metaAnalysis)
      implements Serializable {}

  /**
   * The drop at one site.
   *
   * @param site its name
   * @param paired on its patients
   */
  public record SiteDrop(String site, @JsonUnwrapped PairedDrop paired) implements Serializable {}
}
