package org.polarfold.store;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.rint;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.Date;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.polarfold.store.Ages.Quartiles;
import org.polarfold.store.SiteCohort.Months;
import org.polarfold.store.SiteCohort.Share;
import org.polarfold.study.Acquisition;
import org.polarfold.study.MapKind;
import org.polarfold.study.Quantity;
import org.polarfold.study.Segment17;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

/**
 * The two passes behind {@link SiteCohort}: one sums up numbers, one counts words. Sums are over
 * decimals or whole numbers and exact: no figure depends on how many tasks there were. What comes
 * to the driver is a few hundred numbers a site and one count a word that site.conf declares.
 */
final class CohortQuery {

  private static final String DECIMAL = "decimal(18,10)";

  /** Segments are summed up as whole billionths: exact like decimals, and several times faster. */
  private static final int SEGMENT_DIGITS = 9;

  private static final double SEGMENT_SCALE = 1e9;

  private static final String READER = "reader:";

  private static final boolean[] LABELS = {true, false};

  private static final String PATIENTS = "patients";
  private static final String QUARTILES = "quartiles";
  private static final String UNRESOLVED = "unresolved";
  private static final String RELATIVE = "relative";

  private CohortQuery() {}

  /**
   * The sites, in order of name.
   *
   * @param labelled the target by whose label mean maps are parted, too
   */
  static List<SiteCohort> cohorts(Dataset<Row> studies, Optional<Target> labelled) {
    Map<String, Words> words = words(studies);
    List<Column> figures = figures();
    labelled.ifPresent(target -> figures.addAll(byLabel(target)));
    return studies
        .groupBy(StudyCodec.SITE)
        .agg(count(lit(1)).as(PATIENTS), figures.toArray(Column[]::new))
        .orderBy(StudyCodec.SITE)
        .collectAsList()
        .stream()
        .map(
            row ->
                cohort(
                    row,
                    words.getOrDefault(row.getAs(StudyCodec.SITE), new Words()),
                    labelled.isPresent()))
        .toList();
  }

  private static List<Column> figures() {
    List<Column> figures = new ArrayList<>();
    Column age = col(StudyCodec.AGE);
    Column exactAge = age.cast(DECIMAL);
    Column residual = col(StudyCodec.COLOUR_RESIDUAL);
    figures.add(count(age).as(known(StudyCodec.AGE)));
    figures.add(sum(exactAge).as(StudyCodec.AGE));
    figures.add(sum(exactAge.multiply(exactAge)).as(squares(StudyCodec.AGE)));
    figures.add(percentile(age, array(lit(0.25), lit(0.5), lit(0.75))).as(QUARTILES));
    figures.add(count(col(StudyCodec.EXAMINED)).as(known(StudyCodec.EXAMINED)));
    figures.add(min(col(StudyCodec.EXAMINED)).as(StudyCodec.EXAMINED));
    figures.add(max(col(StudyCodec.EXAMINED)).as(largest(StudyCodec.EXAMINED)));
    for (Target target : Target.values()) {
      figures.addAll(share(StudyCodec.labelColumn(target)));
    }
    figures.addAll(share(StudyCodec.ANGIOGRAPHY));
    figures.addAll(share(StudyCodec.OBSTRUCTIVE));
    Column unresolved = col(StudyCodec.ANGIOGRAPHY).and(col(StudyCodec.OBSTRUCTIVE).isNull());
    figures.add(count(when(unresolved, 1)).as(UNRESOLVED));
    Column relative = col(StudyCodec.QUANTITY).equalTo(Quantity.RELATIVE_UPTAKE.key());
    figures.add(count(when(relative, 1)).as(RELATIVE));
    figures.add(count(residual).as(known(StudyCodec.COLOUR_RESIDUAL)));
    figures.add(sum(residual.cast(DECIMAL)).as(StudyCodec.COLOUR_RESIDUAL));
    figures.add(max(residual).as(largest(StudyCodec.COLOUR_RESIDUAL)));
    for (MapKind kind : MapKind.values()) {
      Column segments = col(StudyCodec.segmentColumn(kind));
      Column any =
          kind == MapKind.RESERVE
              ? segments
              : coalesce(segments, col(StudyCodec.segmentColumn(kind, Quantity.RELATIVE_UPTAKE)));
      figures.add(count(any).as(known(kind.key())));
      figures.add(count(segments).as(ofFlow(kind)));
      figures.addAll(sums(kind.key(), segments));
    }
    return figures;
  }

  private static List<Column> sums(String name, Column segments) {
    List<Column> sums = new ArrayList<>();
    for (int s = 0; s < Segment17.COUNT; s++) {
      Column whole = rint(segments.getItem(s).multiply(SEGMENT_SCALE)).cast("bigint");
      sums.add(sum(whole).as(segment(name, s)));
    }
    return sums;
  }

  private static List<Column> byLabel(Target target) {
    List<Column> figures = new ArrayList<>();
    for (MapKind kind : MapKind.values()) {
      for (boolean positive : LABELS) {
        Column has = col(StudyCodec.labelColumn(target)).equalTo(positive ? 1 : 0);
        Column segments = when(has, col(StudyCodec.segmentColumn(kind)));
        String name = labelled(kind, positive);
        figures.add(count(segments).as(known(name)));
        figures.addAll(sums(name, segments));
      }
    }
    return figures;
  }

  private static List<Column> share(String column) {
    return List.of(
        count(col(column)).as(known(column)), sum(col(column).cast("bigint")).as(column));
  }

  private static SiteCohort cohort(Row row, Words words, boolean byLabel) {
    long patients = row.<Long>getAs(PATIENTS);
    Map<Target, Share> labels = new EnumMap<>(Target.class);
    for (Target target : Target.values()) {
      labels.put(target, share(row, StudyCodec.labelColumn(target), patients));
    }
    Map<MapKind, Long> maps = new EnumMap<>(MapKind.class);
    for (MapKind kind : MapKind.values()) {
      maps.put(kind, row.<Long>getAs(known(kind.key())));
    }
    long relative = row.<Long>getAs(RELATIVE);
    Share obstructive = share(row, StudyCodec.OBSTRUCTIVE, patients);
    return new SiteCohort(
        new SiteId(row.getAs(StudyCodec.SITE)),
        patients,
        ages(row, patients),
        months(row),
        labels,
        words.of(StudyCodec.RACE),
        words.readers(patients),
        share(row, StudyCodec.ANGIOGRAPHY, patients),
        new Share(obstructive.positive(), obstructive.known(), row.<Long>getAs(UNRESOLVED)),
        words.acquisition(),
        new EnumMap<>(
            Map.of(Quantity.FLOW, patients - relative, Quantity.RELATIVE_UPTAKE, relative)),
        maps,
        new ColourResiduals(
            row.<Long>getAs(known(StudyCodec.COLOUR_RESIDUAL)),
            exact(row, StudyCodec.COLOUR_RESIDUAL),
            number(row, largest(StudyCodec.COLOUR_RESIDUAL))),
        segments(row),
        byLabel ? ofLabels(row) : List.of());
  }

  private static Share share(Row row, String column, long patients) {
    long known = row.<Long>getAs(known(column));
    Long positive = row.getAs(column);
    return new Share(positive == null ? 0 : positive, known, patients - known);
  }

  private static Ages ages(Row row, long patients) {
    long known = row.<Long>getAs(known(StudyCodec.AGE));
    int at = row.fieldIndex(QUARTILES);
    List<Double> quartiles = row.isNullAt(at) ? List.of() : row.getList(at);
    return new Ages(
        known,
        patients - known,
        exact(row, StudyCodec.AGE),
        exact(row, squares(StudyCodec.AGE)),
        quartiles.isEmpty()
            ? Optional.empty()
            : Optional.of(new Quartiles(quartiles.get(0), quartiles.get(1), quartiles.get(2))));
  }

  private static Optional<Months> months(Row row) {
    Date from = row.getAs(StudyCodec.EXAMINED);
    Date to = row.getAs(largest(StudyCodec.EXAMINED));
    return from == null || to == null
        ? Optional.empty()
        : Optional.of(
            new Months(
                row.<Long>getAs(known(StudyCodec.EXAMINED)),
                YearMonth.from(from.toLocalDate()),
                YearMonth.from(to.toLocalDate())));
  }

  private static Map<MapKind, List<Double>> segments(Row row) {
    Map<MapKind, List<Double>> segments = new EnumMap<>(MapKind.class);
    for (MapKind kind : MapKind.values()) {
      long n = row.<Long>getAs(ofFlow(kind));
      if (n > 0) {
        segments.put(kind, means(row, kind.key(), n));
      }
    }
    return segments;
  }

  private static List<SiteCohort.OfLabel> ofLabels(Row row) {
    List<SiteCohort.OfLabel> all = new ArrayList<>();
    for (MapKind kind : MapKind.values()) {
      for (boolean positive : LABELS) {
        String name = labelled(kind, positive);
        long n = row.<Long>getAs(known(name));
        if (n > 0) {
          all.add(new SiteCohort.OfLabel(kind, positive, n, means(row, name, n)));
        }
      }
    }
    return all;
  }

  private static List<Double> means(Row row, String name, long n) {
    List<Double> means = new ArrayList<>();
    for (int s = 0; s < Segment17.COUNT; s++) {
      BigDecimal sum = BigDecimal.valueOf(row.<Long>getAs(segment(name, s)), SEGMENT_DIGITS);
      means.add(sum.divide(BigDecimal.valueOf(n), MathContext.DECIMAL128).doubleValue());
    }
    return means;
  }

  private static BigDecimal exact(Row row, String column) {
    BigDecimal value = row.getAs(column);
    return value == null ? BigDecimal.ZERO : value;
  }

  private static OptionalDouble number(Row row, String column) {
    Double value = row.getAs(column);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static String known(String column) {
    return column + "_known";
  }

  private static String squares(String column) {
    return column + "_squares";
  }

  private static String largest(String column) {
    return column + "_largest";
  }

  private static String ofFlow(MapKind kind) {
    return kind.key() + "_of_flow";
  }

  private static String segment(String map, int index) {
    return map + "_" + (index + 1);
  }

  private static String labelled(MapKind kind, boolean positive) {
    return kind.key() + (positive ? "_with" : "_without");
  }

  /** How often each word was said at a site, by column; a reader's column is his own. */
  private static final class Words {

    private final Map<String, Map<String, Long>> counts = new TreeMap<>();

    void add(String column, String word, long n) {
      if (!word.equals(Acquisition.UNKNOWN)) {
        counts.computeIfAbsent(column, key -> new TreeMap<>()).put(word, n);
      }
    }

    Map<String, Long> of(String column) {
      return counts.getOrDefault(column, Map.of());
    }

    Map<String, Map<String, Long>> acquisition() {
      Map<String, Map<String, Long>> acquisition = new LinkedHashMap<>();
      StudyCodec.ACQUISITION.forEach(column -> acquisition.put(column, of(column)));
      return acquisition;
    }

    Map<String, Share> readers(long patients) {
      Map<String, Share> readers = new TreeMap<>();
      counts.forEach(
          (column, words) -> {
            if (column.startsWith(READER)) {
              long abnormal = words.getOrDefault("1", 0L);
              long known = abnormal + words.getOrDefault("0", 0L);
              readers.put(
                  column.substring(READER.length()), new Share(abnormal, known, patients - known));
            }
          });
      return readers;
    }
  }

  private static Map<String, Words> words(Dataset<Row> studies) {
    List<Column> said = new ArrayList<>();
    said.add(said(lit(StudyCodec.RACE), col(StudyCodec.RACE)));
    StudyCodec.ACQUISITION.forEach(column -> said.add(said(lit(column), col(column))));
    Column words = array(said.toArray(Column[]::new));
    Column readers =
        transform(
            map_entries(col(StudyCodec.READERS)),
            entry ->
                said(
                    concat(lit(READER), entry.getField("key")),
                    entry.getField("value").cast("string")));
    Map<String, Words> sites = new TreeMap<>();
    studies
        .select(col(StudyCodec.SITE), explode(coalesce(concat(words, readers), words)).as("said"))
        .where(col("said.word").isNotNull())
        .groupBy(StudyCodec.SITE, "said.column", "said.word")
        .count()
        .collectAsList()
        .forEach(
            row ->
                sites
                    .computeIfAbsent(row.getString(0), site -> new Words())
                    .add(row.getString(1), row.getString(2), row.getLong(3)));
    return sites;
  }

  private static Column said(Column column, Column word) {
    return struct(column.as("column"), word.as("word"));
  }
}
