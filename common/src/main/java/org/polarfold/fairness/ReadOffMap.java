package org.polarfold.fairness;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.polarfold.evaluate.Attributes;
import org.polarfold.evaluate.Auroc;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.MetaAnalysis;
import org.polarfold.evaluate.Results;
import org.polarfold.evaluate.Results.ArmResult;
import org.polarfold.evaluate.Results.BinaryResult;

/**
 * How well a map tells an attribute of its patients that is a target of the same results: what it
 * tells, every model of that map can use in place of the disease (Gichoya and others, Lancet
 * Digital Health 2022;4:e406).
 *
 * @param attribute as in {@code sex}
 * @param model that told it
 * @param map that it was told from
 * @param arm in which
 * @param auroc over sites, meta-analysed; of one curve over all sites where that is not estimable
 * @param lower 95 % interval
 * @param upper its other end
 * @param warning whether the interval is above 0.5
 * @param message the same as a sentence
 */
public record ReadOffMap(
    String attribute,
    String model,
    String map,
    String arm,
    double auroc,
    double lower,
    double upper,
    boolean warning,
    String message)
    implements Serializable {

  /** The key in results. */
  public static final String BLOCK = "readOffMap";

  private static final Set<String> ATTRIBUTES = Set.of(Attributes.SEX, Attributes.RACE);

  /** The same results with this block, in which there is an entry for each such target and arm. */
  public static Results in(Results results) {
    List<ReadOffMap> all = of(results);
    return results.with(
        BLOCK,
        all.isEmpty() ? Estimate.none("no target sex or race") : Estimate.of(List.copyOf(all)));
  }

  /** An entry for each target that is an attribute of patients, and each of its arms. */
  public static List<ReadOffMap> of(Results results) {
    List<ReadOffMap> all = new ArrayList<>();
    for (BinaryResult target : results.binary()) {
      if (ATTRIBUTES.contains(target.target())) {
        target
            .arms()
            .forEach(
                (arm, figures) -> {
                  if (area(figures) instanceof Estimate.Value<double[]> area) {
                    all.add(of(target, arm, area.value()));
                  }
                });
      }
    }
    return all;
  }

  private static Estimate<double[]> area(ArmResult arm) {
    Estimate<MetaAnalysis> meta = arm.metaAnalysis();
    if (meta instanceof Estimate.Value<MetaAnalysis> sites) {
      MetaAnalysis value = sites.value();
      return Estimate.of(new double[] {value.estimate(), value.lower(), value.upper()});
    }
    return arm.pooled().auroc().flatMap(ReadOffMap::area);
  }

  private static Estimate<double[]> area(Auroc area) {
    return area.logitLower()
        .flatMap(
            lower -> area.logitUpper().map(upper -> new double[] {area.value(), lower, upper}));
  }

  private static ReadOffMap of(BinaryResult target, String arm, double[] area) {
    boolean warning = area[1] > 0.5;
    String message =
        String.format(
            Locale.ROOT,
            "%s %s be read off the map \"%s\" (model %s, %s arm): AUROC %.3f (%.3f to %.3f)",
            target.target(),
            warning ? "can" : "was not seen to",
            target.map(),
            target.model(),
            arm,
            area[0],
            area[1],
            area[2]);
    return new ReadOffMap(
        target.target(),
        target.model(),
        target.map(),
        arm,
        area[0],
        area[1],
        area[2],
        warning,
        message);
  }
}
