package org.polarfold.validate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.polarfold.audit.Seen;
import org.polarfold.audit.SiteAudit;
import org.polarfold.provenance.Seeds;
import org.polarfold.split.Fold;
import org.polarfold.split.SplitPlan;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.study.InputMaps;
import org.polarfold.study.SiteId;

/**
 * Audits the maps of a plan's patients in the folds of its internal arm, on the driver. What is
 * learnt here tells sites, and is used for nothing else.
 */
public final class SiteAudits {

  /** More tell no more, and must fit into the driver's memory: the others are drawn away. */
  static final int MOST_PATIENTS = 20_000;

  private static final String INTERNAL = "internal";

  private SiteAudits() {}

  /**
   * Audits segments and features of each map.
   *
   * @param studies the studies of a map, with features
   */
  public static List<MapAudit> of(
      SplitPlan plan, List<InputMaps> maps, Function<InputMaps, JavaRDD<FeaturedStudy>> studies) {
    Seeds seeds = new Seeds(plan.seed()).family("audit");
    Map<String, String> folds = folds(plan, seeds);
    List<MapAudit> audits = new ArrayList<>();
    for (InputMaps map : maps) {
      List<FeaturedStudy> seen = collected(studies.apply(map), folds);
      audits.add(
          new MapAudit(
              map.key(), "segments", audit(seen(seen, folds, FeaturedStudy::segments), seeds)));
      audits.add(
          new MapAudit(
              map.key(),
              "features",
              audit(seen(seen, folds, study -> widened(study.features())), seeds)));
    }
    return audits;
  }

  private static SiteAudit audit(List<Seen> seen, Seeds seeds) {
    return SiteAudit.of(seen, seeds, SiteAudit.USUAL_SHUFFLES);
  }

  /** The fold of everyone who is looked at. */
  private static Map<String, String> folds(SplitPlan plan, Seeds seeds) {
    Map<String, String> all = new HashMap<>();
    for (SplitPlan.PlannedDesign design : plan.designs()) {
      if (design.arm().equals(INTERNAL) && design.repeat() == 0) {
        for (Fold fold : design.folds()) {
          fold.heldOut().forEach(patient -> all.put(patient.value(), fold.name()));
        }
      }
    }
    if (all.size() <= MOST_PATIENTS) {
      return all;
    }
    Map<String, String> some = new HashMap<>();
    all.keySet().stream()
        .sorted(
            Comparator.comparingLong((String patient) -> seeds.seed(patient))
                .thenComparing(Comparator.naturalOrder()))
        .limit(MOST_PATIENTS)
        .forEach(patient -> some.put(patient, all.getOrDefault(patient, "")));
    return some;
  }

  private static List<FeaturedStudy> collected(
      JavaRDD<FeaturedStudy> studies, Map<String, String> folds) {
    Broadcast<Map<String, String>> wanted =
        JavaSparkContext.fromSparkContext(studies.context()).broadcast(folds);
    return studies.filter(study -> wanted.value().containsKey(study.patient())).collect().stream()
        .sorted(Comparator.comparing(FeaturedStudy::patient))
        .toList();
  }

  private static List<Seen> seen(
      List<FeaturedStudy> studies,
      Map<String, String> folds,
      Function<FeaturedStudy, double[]> values) {
    return studies.stream()
        .map(
            study ->
                new Seen(
                    new SiteId(study.site()),
                    folds.getOrDefault(study.patient(), ""),
                    values.apply(study)))
        .toList();
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
