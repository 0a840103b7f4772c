package org.polarfold.evaluate;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.Serializable;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polarfold.study.SiteId;

/**
 * All estimates of one set of predictions, in the shape and order of {@code results.json}.
 *
 * @param counts what became of the rows
 * @param targets one entry a target, model and map, in that order of name
 * @param further blocks of other packages that look at several targets, by key
 */
public record Results(
    Counts counts, List<TargetResult> targets, @JsonAnyGetter Map<String, Serializable> further)
    implements Serializable {

  private static final Comparator<TargetResult> ORDER =
      Comparator.comparing(TargetResult::target)
          .thenComparing(TargetResult::model)
          .thenComparing(TargetResult::map);

  /** The results of targets that were evaluated each by itself, in any order. */
  public static Results of(List<TargetResult> targets) {
    return new Results(
        Counts.sum(targets.stream().map(TargetResult::counts).toList()),
        targets.stream().sorted(ORDER).toList(),
        Map.of());
  }

  /** The same results with a block of another package under a key. */
  public Results with(String key, Serializable block) {
    Map<String, Serializable> more = new LinkedHashMap<>(further);
    more.put(key, block);
    return new Results(counts, targets, more);
  }

  /** The binary targets among them. */
  public List<BinaryResult> binary() {
    return of(BinaryResult.class);
  }

  /** The regression targets among them. */
  public List<RegressionResult> regression() {
    return of(RegressionResult.class);
  }

  private <T extends TargetResult> List<T> of(Class<T> kind) {
    return targets.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** One target told by one model from one map. */
  public sealed interface TargetResult extends Serializable permits BinaryResult, RegressionResult {

    /** The target's name. */
    String target();

    /** The model's name. */
    String model();

    /** The map's name. */
    String map();

    /** What became of its rows. */
    Counts counts();
  }

  /**
   * A target of two classes.
   *
   * @param target its name
   * @param model its name
   * @param map its name
   * @param kind always {@code binary}
   * @param circular whether the map itself defines the target, so that telling it is no finding
   * @param counts what became of its rows
   * @param arms by name of arm: internal, external, the size-matched, then the others
   * @param drop internal minus external
   * @param newPatients internal minus an arm of other patients: named-external, temporal
   * @param siteMatrix models trained at one site, scored at every other
   * @param thresholdTransport thresholds from the other sites' internal scores, at each site
   * @param prevalenceShift prevalence told without labels, and recalibration to it
   * @param localUpdating how many local patients an update of the scores needs
   * @param caseMix a drop split into case mix and the rest, where that is allowed
   * @param further blocks of other packages, by key
   */
  public record BinaryResult(
      String target,
      String model,
      String map,
      String kind,
      boolean circular,
      Counts counts,
      Map<String, ArmResult> arms,
      Estimate<DropResult> drop,
      Estimate<List<NewPatients>> newPatients,
      Estimate<List<SiteMatrixEntry>> siteMatrix,
      Estimate<ThresholdTransport> thresholdTransport,
      Estimate<PrevalenceShift> prevalenceShift,
      Estimate<LocalUpdating> localUpdating,
      Estimate<CaseMixTransport> caseMix,
      @JsonAnyGetter Map<String, Serializable> further)
      implements TargetResult {}

  /**
   * A target that is measured.
   *
   * @param target its name
   * @param model its name
   * @param map its name
   * @param kind always {@code regression}
   * @param counts what became of its rows
   * @param arms by name of arm: internal, external, the size-matched, then the others
   * @param drop what is lost: external minus internal mean absolute error
   */
  public record RegressionResult(
      String target,
      String model,
      String map,
      String kind,
      Counts counts,
      Map<String, RegressionArm> arms,
      Estimate<RegressionDropResult> drop)
      implements TargetResult {}

  /**
   * One arm of a regression target.
   *
   * @param pooled over all sites
   * @param sites one entry a site, in order of name
   * @param maeOverSites mean absolute errors of the sites pooled
   * @param biasOverSites biases of the sites pooled
   * @param further blocks of other packages, by key
   */
  public record RegressionArm(
      RegressionPerformance pooled,
      List<SiteRegression> sites,
      Estimate<MetaAnalysis> maeOverSites,
      Estimate<MetaAnalysis> biasOverSites,
      @JsonAnyGetter Map<String, Serializable> further)
      implements Serializable {}

  /**
   * One site in one arm of a regression target.
   *
   * @param site its name
   * @param performance on its patients
   */
  public record SiteRegression(String site, @JsonUnwrapped RegressionPerformance performance)
      implements Serializable {}

  /**
   * What a regression target loses from internal to external on identical measurements.
   *
   * @param sites one entry a site that either arm has, in order of name
   * @param pooled over all sites
   * @param metaAnalysis the sites' losses pooled
   * @param further blocks of other packages, by key
   */
  public record RegressionDropResult(
      List<SiteRegressionDrop> sites,
      RegressionDrop pooled,
      Estimate<MetaAnalysis> metaAnalysis,
      @JsonAnyGetter Map<String, Serializable> further)
      implements Serializable {}

  /**
   * The loss at one site.
   *
   * @param site its name
   * @param paired on its patients
   */
  public record SiteRegressionDrop(String site, @JsonUnwrapped RegressionDrop paired)
      implements Serializable {}

  /**
   * One arm.
   *
   * @param pooled one curve over all sites: mixes comparisons between sites in, so not the headline
   * @param sites one entry a site, in order of name
   * @param metaAnalysis areas of the sites pooled on the logit scale: the headline
   * @param calibrationOverSites calibration of the sites pooled alike
   * @param shortcut what the site alone tells
   * @param further blocks of other packages, by key
   */
  public record ArmResult(
      Performance pooled,
      List<SitePerformance> sites,
      Estimate<MetaAnalysis> metaAnalysis,
      CalibrationOverSites calibrationOverSites,
      ShortcutFigures shortcut,
      @JsonAnyGetter Map<String, Serializable> further)
      implements Serializable {

    ArmResult with(Map<String, Serializable> blocks) {
      return new ArmResult(pooled, sites, metaAnalysis, calibrationOverSites, shortcut, blocks);
    }
  }

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
   * @param pooledBootstrap its interval with sites and then patients drawn again; secondary
   * @param metaAnalysis drops of the sites pooled: the headline
   * @param parts what it is made of
   * @param withinFolds the drop on pairs of patients scored by the same network
   * @param labelWeighted the drop with labels weighing as far as they are trusted
   * @param further blocks of other packages, by key
   */
  public record DropResult(
      List<SiteDrop> sites,
      PairedDrop pooled,
      Estimate<BootstrapInterval> pooledBootstrap,
      Estimate<MetaAnalysis> metaAnalysis,
      DropParts parts,
      Estimate<WithinFoldsResult> withinFolds,
      Estimate<WeightedDropResult> labelWeighted,
      @JsonAnyGetter Map<String, Serializable> further)
      implements Serializable {

    DropResult with(Map<String, Serializable> blocks) {
      return new DropResult(
          sites, pooled, pooledBootstrap, metaAnalysis, parts, withinFolds, labelWeighted, blocks);
    }
  }

  /**
   * The drop at one site.
   *
   * @param site its name
   * @param paired on its patients
   * @param netBenefit the drop in net benefit at thresholds 0.05 to 0.50
   */
  public record SiteDrop(
      String site,
      @JsonUnwrapped PairedDrop paired,
      Estimate<List<NetBenefitDifference>> netBenefit)
      implements Serializable {}

  /**
   * The drop as a sum of three differences.
   *
   * @param internalSize internal minus matched internal: the price of larger training sets
   * @param novelty matched internal minus matched external: what being a new site costs
   * @param externalSize matched external minus external
   */
  public record DropParts(
      Estimate<PairedDifference> internalSize,
      Estimate<PairedDifference> novelty,
      Estimate<PairedDifference> externalSize)
      implements Serializable {}

  /**
   * The drop on pairs of patients scored by the same network.
   *
   * @param sites one entry a site that either arm has, in order of name
   * @param metaAnalysis drops of the sites pooled
   */
  public record WithinFoldsResult(List<SiteWithinFolds> sites, Estimate<MetaAnalysis> metaAnalysis)
      implements Serializable {}

  /**
   * The drop with labels weighing as far as they are trusted.
   *
   * @param sites one entry a site that either arm has, in order of name
   * @param metaAnalysis drops of the sites pooled
   */
  public record WeightedDropResult(
      List<SiteWeightedDrop> sites, Estimate<MetaAnalysis> metaAnalysis) implements Serializable {}

  /**
   * The weighted drop at one site.
   *
   * @param site its name
   * @param weighted on its patients
   */
  public record SiteWeightedDrop(String site, Estimate<WeightedDrop> weighted)
      implements Serializable {}

  /**
   * The drop within folds at one site.
   *
   * @param site its name
   * @param withinFolds on its patients
   */
  public record SiteWithinFolds(String site, Estimate<WithinFolds> withinFolds)
      implements Serializable {}

  /**
   * The internal arm against one of other patients, where case mix does not cancel.
   *
   * @param arm as {@code named-external}
   * @param difference area of the internal arm minus that of the other
   */
  public record NewPatients(String arm, UnpairedDifference difference) implements Serializable {}

  /**
   * A model trained at one site and scored at another, or within folds at its own.
   *
   * @param train site that it was trained at
   * @param test site of the patients scored
   * @param n patients scored
   * @param events those with label 1
   * @param auroc area there
   */
  public record SiteMatrixEntry(String train, String test, int n, int events, Estimate<Auroc> auroc)
      implements Serializable {

    static SiteMatrixEntry of(SiteId train, SiteId test, Sample sample) {
      return new SiteMatrixEntry(
          train.value(), test.value(), sample.size(), sample.events(), Auroc.of(sample));
    }
  }
}
