package org.polarfold.validate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.polarfold.audit.AcquisitionNoise;
import org.polarfold.audit.Seen;
import org.polarfold.audit.SiteAudit;
import org.polarfold.audit.SiteDistances;
import org.polarfold.backbone.PlaceMeans;
import org.polarfold.experiment.SiteHarmonisation;
import org.polarfold.provenance.Seeds;
import org.polarfold.split.Fold;
import org.polarfold.split.SplitPlan;
import org.polarfold.store.FeatureStore;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.store.StudyCodec;
import org.polarfold.store.StudyStore;
import org.polarfold.study.InputMaps;
import org.polarfold.study.PolarMap;
import org.polarfold.study.SiteId;

/**
 * Audits the maps of a plan's patients in the folds of its internal arm, on the driver. What is
 * learnt here tells sites, and is used for nothing else.
 *
 * @param maps segments, features and noise of each map
 * @param harmonised features of each map after the experiment's harmonisation; none without one
 */
public record SiteAudits(List<MapAudit> maps, List<HarmonisedAudit> harmonised) {

  /** More tell no more, and must fit into the driver's memory: the others are drawn away. */
  static final int MOST_PATIENTS = 20_000;

  private static final String INTERNAL = "internal";

  /**
   * Audits segments, features and noise of each map.
   *
   * @param features the studies of a map, with features
   * @param studies the same, with their maps
   * @param means features without their places, by map
   * @param harmonisation of features
   */
  public static SiteAudits of(
      SplitPlan plan,
      List<InputMaps> maps,
      Function<InputMaps, JavaRDD<FeaturedStudy>> features,
      StudyStore studies,
      Function<InputMaps, PlaceMeans> means,
      SiteHarmonisation harmonisation) {
    Seeds seeds = new Seeds(plan.seed()).family("audit");
    Map<String, String> folds = folds(plan, seeds);
    List<MapAudit> audits = new ArrayList<>();
    List<HarmonisedAudit> harmonised = new ArrayList<>();
    for (InputMaps map : maps) {
      List<FeaturedStudy> seen = collected(features.apply(map), folds);
      PlaceMeans mean = means.apply(map);
      audits.add(audit(map, "segments", seen(seen, folds, FeaturedStudy::segments), seeds));
      List<Seen> ofFeatures = seen(seen, folds, study -> mean.of(study.features()));
      audits.add(audit(map, "features", ofFeatures, seeds));
      if (harmonisation.method() != SiteHarmonisation.Method.NONE) {
        harmonised.add(HarmonisedAudit.of(map.key(), ofFeatures, seeds, harmonisation));
      }
      audits.add(audit(map, "noise", noise(studies, map, folds), seeds));
    }
    return new SiteAudits(audits, harmonised);
  }

  private static MapAudit audit(InputMaps map, String what, List<Seen> seen, Seeds seeds) {
    return new MapAudit(
        map.key(),
        what,
        SiteAudit.of(seen, seeds, SiteAudit.USUAL_SHUFFLES),
        SiteDistances.of(seen, seeds));
  }

  private record Noise(String patient, String site, double[] values) implements Serializable {}

  private static List<Seen> noise(StudyStore studies, InputMaps maps, Map<String, String> folds) {
    List<Column> columns =
        new ArrayList<>(List.of(functions.col(StudyCodec.PATIENT), functions.col(StudyCodec.SITE)));
    maps.kinds().forEach(kind -> columns.add(functions.col(StudyCodec.mapColumn(kind))));
    JavaRDD<Row> rows =
        studies.withMaps(maps.kinds()).select(columns.toArray(Column[]::new)).toJavaRDD();
    Broadcast<Map<String, String>> wanted =
        JavaSparkContext.fromSparkContext(rows.context()).broadcast(folds);
    return rows
        .filter(row -> wanted.value().containsKey(row.getString(0)))
        .map(
            row ->
                new Noise(
                    row.getString(0),
                    row.getString(1),
                    IntStream.range(2, row.length())
                        .mapToObj(column -> PolarMap.of(FeatureStore.floats(row, column)))
                        .flatMapToDouble(map -> Arrays.stream(AcquisitionNoise.of(map)))
                        .toArray()))
        .collect()
        .stream()
        .sorted(Comparator.comparing(Noise::patient))
        .map(one -> new Seen(new SiteId(one.site), folds.getOrDefault(one.patient, ""), one.values))
        .toList();
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
}
