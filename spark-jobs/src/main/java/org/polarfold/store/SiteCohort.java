package org.polarfold.store;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.polarfold.study.Acquisition;
import org.polarfold.study.MapKind;
import org.polarfold.study.Segment17;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

/**
 * The accepted studies of a site in a few figures.
 *
 * @param site its name
 * @param patients accepted studies, one a patient
 * @param meanAgeYears over the patients whose age is known
 * @param shareByTarget share of label 1 among known labels, 0 to 1; a target with none has no entry
 * @param acquisition how the site acquires
 * @param meanSegments mean of each of the 17 segments by map of flow, in the map's unit; a map that
 *     no study has is left out
 */
public record SiteCohort(
    SiteId site,
    long patients,
    OptionalDouble meanAgeYears,
    Map<Target, Double> shareByTarget,
    Acquisition acquisition,
    Map<MapKind, List<Double>> meanSegments) {

  /** All sites in order of name, in one pass over the studies. */
  public static List<SiteCohort> of(StudyStore studies) {
    List<Column> figures = new ArrayList<>();
    figures.add(mean(col(StudyCodec.AGE)).as(StudyCodec.AGE));
    StudyCodec.ACQUISITION.forEach(column -> figures.add(min(col(column)).as(column)));
    for (Target target : Target.values()) {
      figures.add(mean(col(StudyCodec.labelColumn(target))).as(StudyCodec.labelColumn(target)));
    }
    for (MapKind kind : MapKind.values()) {
      for (int s = 0; s < Segment17.COUNT; s++) {
        figures.add(mean(col(StudyCodec.segmentColumn(kind)).getItem(s)).as(segment(kind, s)));
      }
    }
    return studies
        .read()
        .groupBy(StudyCodec.SITE)
        .agg(count(lit(1)).as("patients"), figures.toArray(Column[]::new))
        .orderBy(StudyCodec.SITE)
        .collectAsList()
        .stream()
        .map(SiteCohort::of)
        .toList();
  }

  /** Over decimals, whose sums are exact: a mean must not depend on how many tasks summed it. */
  private static Column mean(Column values) {
    return avg(values.cast("decimal(18,10)")).cast("double");
  }

  private static SiteCohort of(Row row) {
    Map<Target, Double> shares = new EnumMap<>(Target.class);
    for (Target target : Target.values()) {
      number(row, StudyCodec.labelColumn(target)).ifPresent(share -> shares.put(target, share));
    }
    Map<MapKind, List<Double>> segments = new EnumMap<>(MapKind.class);
    for (MapKind kind : MapKind.values()) {
      List<Double> means = new ArrayList<>();
      for (int s = 0; s < Segment17.COUNT; s++) {
        number(row, segment(kind, s)).ifPresent(means::add);
      }
      if (!means.isEmpty()) {
        segments.put(kind, means);
      }
    }
    List<@Nullable String> acquisition =
        StudyCodec.ACQUISITION.stream().map(column -> row.<String>getAs(column)).toList();
    return new SiteCohort(
        new SiteId(row.getAs(StudyCodec.SITE)),
        row.<Long>getAs("patients"),
        number(row, StudyCodec.AGE),
        shares,
        StudyCodec.acquisition(acquisition),
        segments);
  }

  private static OptionalDouble number(Row row, String column) {
    Double value = row.getAs(column);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static String segment(MapKind kind, int index) {
    return kind.key() + "_" + (index + 1);
  }
}
