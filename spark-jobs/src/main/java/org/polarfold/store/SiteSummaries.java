package org.polarfold.store;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.polarfold.store.SiteSummary.LabelCount;
import org.polarfold.study.MapKind;
import org.polarfold.study.Segment17;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

/**
 * The cohort by site in one aggregation. Means are taken over decimals of ten places, whose sums
 * are exact, so that they do not depend on how many tasks summed them.
 */
final class SiteSummaries {

  private static final String EXACT = "decimal(18,10)";

  private SiteSummaries() {}

  static List<SiteSummary> of(Dataset<Row> studies) {
    List<Column> columns = new ArrayList<>();
    columns.add(count(col(StudyCodec.AGE)).as("age_known"));
    columns.add(mean(col(StudyCodec.AGE)).as("age_mean"));
    for (Target target : Target.values()) {
      Column label = col(StudyCodec.labelColumn(target));
      columns.add(count(label).as(known(target)));
      columns.add(coalesce(sum(label), lit(0L)).as(positive(target)));
    }
    for (MapKind kind : MapKind.values()) {
      for (int i = 0; i < Segment17.COUNT; i++) {
        columns.add(mean(col(StudyCodec.segmentColumn(kind)).getItem(i)).as(segment(kind, i)));
      }
    }
    return studies
        .groupBy(StudyCodec.SITE)
        .agg(count(lit(1)).as("n"), columns.toArray(Column[]::new))
        .orderBy(StudyCodec.SITE)
        .collectAsList()
        .stream()
        .map(SiteSummaries::summary)
        .toList();
  }

  private static SiteSummary summary(Row row) {
    Map<Target, LabelCount> labels = new EnumMap<>(Target.class);
    for (Target target : Target.values()) {
      labels.put(target, new LabelCount(whole(row, known(target)), whole(row, positive(target))));
    }
    Map<MapKind, List<Double>> segments = new EnumMap<>(MapKind.class);
    for (MapKind kind : MapKind.values()) {
      List<Double> means = new ArrayList<>();
      for (int i = 0; i < Segment17.COUNT; i++) {
        means.add(real(row, segment(kind, i)));
      }
      segments.put(kind, List.copyOf(means));
    }
    long ageKnown = whole(row, "age_known");
    return new SiteSummary(
        new SiteId(row.getString(row.fieldIndex(StudyCodec.SITE))),
        whole(row, "n"),
        ageKnown,
        ageKnown == 0 ? OptionalDouble.empty() : OptionalDouble.of(real(row, "age_mean")),
        labels,
        segments);
  }

  private static Column mean(Column values) {
    return avg(values.cast(EXACT));
  }

  private static long whole(Row row, String column) {
    return row.getLong(row.fieldIndex(column));
  }

  private static double real(Row row, String column) {
    BigDecimal mean = row.getDecimal(row.fieldIndex(column));
    return mean.doubleValue();
  }

  private static String known(Target target) {
    return target.key() + "_known";
  }

  private static String positive(Target target) {
    return target.key() + "_positive";
  }

  private static String segment(MapKind kind, int index) {
    return kind.key() + "_" + (index + 1);
  }
}
