package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.polarfold.study.SiteId;

/**
 * What becomes of a model's figures in both arms while what it sees is changed by degrees, on the
 * same patients throughout. Each change stands as a model among the predictions, named by {@link
 * #model}.
 *
 * @param target its name
 * @param map its name
 * @param circular whether the map itself defines the target
 * @param kind of change
 * @param points ascending by grade
 */
public record ChangeCurve(
    String target, String map, boolean circular, String kind, List<Point> points)
    implements Serializable {

  /**
   * A grade.
   *
   * @param grade in the unit of the kind; 0 for no change
   * @param arms by name
   * @param n patients in both the internal and the external arm, 0 where one is lacking
   * @param events those of them with label 1
   * @param drop internal minus external
   * @param dropChange the drop minus that at grade 0: above 0 where the external arm suffers more
   */
  public record Point(
      double grade,
      Map<String, AtGrade> arms,
      int n,
      int events,
      Estimate<OverSites> drop,
      Estimate<OverSites> dropChange)
      implements Serializable {}

  /**
   * An arm at a grade.
   *
   * @param n its patients
   * @param events those with label 1
   * @param auroc pooled over sites on the logit scale
   * @param change area minus that at grade 0 on identical patients, paired, pooled over sites
   */
  public record AtGrade(int n, int events, Estimate<OverSites> auroc, Estimate<OverSites> change)
      implements Serializable {}

  /**
   * The headline of a meta-analysis.
   *
   * @param k sites pooled
   * @param estimate the mean over sites
   * @param lower 95 % interval
   * @param upper its other end
   * @param leftOut sites not pooled, and why
   */
  public record OverSites(
      int k, double estimate, double lower, double upper, List<MetaAnalysis.LeftOut> leftOut)
      implements Serializable {

    static Estimate<OverSites> of(Estimate<MetaAnalysis> meta) {
      return meta.map(m -> new OverSites(m.k(), m.estimate(), m.lower(), m.upper(), m.leftOut()));
    }
  }

  private static final String UNCHANGED = "nothing is changed at grade 0";
  private static final String NO_GRADE_0 = "no grade 0";

  /** The name under which a change stands as a model. */
  public static String model(String kind, double grade) {
    return kind + " " + grade;
  }

  /** The kind of change that a name of {@link #model} tells. */
  public static String kind(String model) {
    return model.substring(0, model.lastIndexOf(' '));
  }

  private static double grade(String model) {
    return Double.parseDouble(model.substring(model.lastIndexOf(' ') + 1));
  }

  /** The curve of every target, map and kind. */
  public static List<ChangeCurve> of(Predictions predictions) {
    SortedMap<Cell, SortedMap<Double, Map<Arm, ArmSamples>>> grades = new TreeMap<>();
    predictions
        .series()
        .forEach(
            (cell, arms) -> {
              Map<Arm, ArmSamples> samples = new TreeMap<>();
              arms.forEach(
                  (arm, repeats) -> samples.put(arm, ArmSamples.of(predictions, cell, repeats)));
              grades
                  .computeIfAbsent(
                      new Cell(cell.target(), kind(cell.model()), cell.map()),
                      one -> new TreeMap<>())
                  .put(grade(cell.model()), samples);
            });
    List<ChangeCurve> curves = new ArrayList<>();
    grades.forEach(
        (cell, ofGrade) ->
            curves.add(
                new ChangeCurve(
                    cell.target(), cell.map(), cell.circular(), cell.model(), points(ofGrade))));
    return curves;
  }

  private static List<Point> points(SortedMap<Double, Map<Arm, ArmSamples>> grades) {
    Map<Arm, ArmSamples> unchanged = grades.getOrDefault(0.0, Map.of());
    List<Point> points = new ArrayList<>();
    grades.forEach((grade, arms) -> points.add(point(grade, arms, unchanged)));
    return points;
  }

  private static Point point(
      double grade, Map<Arm, ArmSamples> arms, Map<Arm, ArmSamples> unchanged) {
    Map<String, AtGrade> atGrade = new LinkedHashMap<>();
    arms.forEach(
        (arm, samples) -> atGrade.put(arm.name(), atGrade(grade, arm, samples, unchanged)));
    Estimate<DropDifference.Both> both = both(arms);
    Estimate<PairedDifference> drop =
        both.map(
            pair ->
                PairedDifference.of(
                    Arm.INTERNAL.name(), pair.internal(), Arm.EXTERNAL.name(), pair.external()));
    Estimate<DropDifference.Both> before =
        grade == 0
            ? Estimate.none(UNCHANGED)
            : unchanged.isEmpty() ? Estimate.none(NO_GRADE_0) : both(unchanged);
    return new Point(
        grade,
        atGrade,
        patients(drop, PairedDifference.Difference::n),
        patients(drop, PairedDifference.Difference::events),
        drop.flatMap(one -> OverSites.of(one.metaAnalysis())),
        both.flatMap(
            now ->
                before.flatMap(then -> OverSites.of(DropDifference.of(now, then).metaAnalysis()))));
  }

  /** What is counted. */
  private interface Count {
    int of(PairedDifference.Difference difference);
  }

  private static int patients(Estimate<PairedDifference> drop, Count count) {
    return drop instanceof Estimate.Value<PairedDifference> value
        ? count.of(value.value().pooled())
        : 0;
  }

  private static AtGrade atGrade(
      double grade, Arm arm, ArmSamples samples, Map<Arm, ArmSamples> unchanged) {
    Map<SiteId, Estimate<Auroc>> areas = new TreeMap<>();
    samples.sites().forEach((site, sample) -> areas.put(site, Auroc.of(sample)));
    ArmSamples before = unchanged.get(arm);
    Estimate<OverSites> change =
        grade == 0
            ? Estimate.none(UNCHANGED)
            : before == null
                ? Estimate.none(NO_GRADE_0)
                : OverSites.of(
                    PairedDifference.of(arm.name(), samples, arm.name(), before).metaAnalysis());
    return new AtGrade(
        samples.pooled().size(),
        samples.pooled().events(),
        OverSites.of(MetaAnalysis.ofAurocs(areas)),
        change);
  }

  private static Estimate<DropDifference.Both> both(Map<Arm, ArmSamples> arms) {
    ArmSamples internal = arms.get(Arm.INTERNAL);
    ArmSamples external = arms.get(Arm.EXTERNAL);
    return internal == null || external == null
        ? Estimate.none("no " + (internal == null ? Arm.INTERNAL : Arm.EXTERNAL) + " arm")
        : Estimate.of(new DropDifference.Both(internal, external));
  }
}
