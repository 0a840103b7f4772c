package org.polarfold.store;

import java.sql.Date;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.polarfold.provenance.Digest;
import org.polarfold.study.Acquisition;
import org.polarfold.study.ClinicalFacts;
import org.polarfold.study.MapKind;
import org.polarfold.study.PatientId;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Quantity;
import org.polarfold.study.Segment17;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

/**
 * A study as a row of {@code studies/site=.../}, and back. Maps are 2,160 floats, ring by ring from
 * the apex; segments are 17 doubles, segment s at index s - 1; units stand in the column names.
 * Columns that version 1 of the schema did not have are null in its rows and then mean unknown.
 */
public final class StudyCodec {

  /** The site, which Spark keeps in the folders' names. */
  public static final String SITE = "site";

  /** The pseudonym. */
  public static final String PATIENT = "patient";

  /** SHA-256 over the rest and stress maps, by which the same maps are found twice. */
  public static final String MAP_DIGEST = "map_digest";

  /** Age at the examination in years; null where unknown. */
  public static final String AGE = "age_years";

  /** Whether a simulation stands behind the study. */
  public static final String SIMULATED = "simulated";

  /** What the maps measure: {@link Quantity#key()}. */
  public static final String QUANTITY = "quantity";

  static final String EXAMINED = "examined_month";
  static final String RACE = "race";
  static final String READERS = "reader_labels";
  static final String ANGIOGRAPHY = "angiography_done";
  static final String OBSTRUCTIVE = "obstructive_disease";
  static final String COLOUR_RESIDUAL = "colour_residual";

  private static final String TRACER = "tracer";
  private static final String SCANNER = "scanner";
  private static final String SOFTWARE = "software";
  private static final String KINETIC_MODEL = "kinetic_model";
  private static final String RECONSTRUCTION = "reconstruction";
  private static final String ATTENUATION = "attenuation_correction";
  private static final String STRESSOR = "stressor";

  /** The columns of {@link Acquisition}, in its order. */
  static final List<String> ACQUISITION =
      List.of(TRACER, SCANNER, SOFTWARE, KINETIC_MODEL, RECONSTRUCTION, ATTENUATION, STRESSOR);

  private static final StructType SCHEMA = columns();

  private StudyCodec() {}

  /** Every column but {@link #SITE}. */
  public static StructType schema() {
    return SCHEMA;
  }

  /** The column of a map of flow; null where the study has none. */
  public static String mapColumn(MapKind kind) {
    return mapColumn(kind, Quantity.FLOW);
  }

  /** The column of a map; null where the study has none of this quantity. */
  static String mapColumn(MapKind kind, Quantity quantity) {
    if (kind == MapKind.RESERVE) {
      return kind.key() + "_ratio";
    }
    return kind.key() + (quantity == Quantity.FLOW ? "_ml_min_g" : "_relative");
  }

  /** The column of a map of flow's 17 segment means; null where the study has none. */
  public static String segmentColumn(MapKind kind) {
    return segmentColumn(kind, Quantity.FLOW);
  }

  static String segmentColumn(MapKind kind, Quantity quantity) {
    return "segments_" + mapColumn(kind, quantity);
  }

  /** The column of a label: 0, 1 or null where missing. */
  public static String labelColumn(Target target) {
    return target.key();
  }

  /** A map's columns: those of flow, then those of relative uptake, which has no reserve. */
  private record MapOf(MapKind kind, Quantity quantity) {

    private static final List<MapOf> ALL = all();

    private static List<MapOf> all() {
      List<MapOf> all = new ArrayList<>();
      for (Quantity quantity : Quantity.values()) {
        for (MapKind kind : MapKind.values()) {
          if (quantity == Quantity.FLOW || kind != MapKind.RESERVE) {
            all.add(new MapOf(kind, quantity));
          }
        }
      }
      return all;
    }

    Optional<PolarMap> in(PerfusionStudy study) {
      return study.quantity() == quantity ? study.map(kind) : Optional.empty();
    }
  }

  private static StructType columns() {
    ArrayType map = DataTypes.createArrayType(DataTypes.FloatType, false);
    ArrayType segments = DataTypes.createArrayType(DataTypes.DoubleType, false);
    StructType fields =
        new StructType()
            .add(PATIENT, DataTypes.StringType, false)
            .add(AGE, DataTypes.DoubleType, true)
            .add(EXAMINED, DataTypes.DateType, true);
    for (Target target : Target.values()) {
      fields = fields.add(labelColumn(target), DataTypes.IntegerType, true);
    }
    fields =
        fields
            .add(RACE, DataTypes.StringType, true)
            .add(
                READERS,
                DataTypes.createMapType(DataTypes.StringType, DataTypes.IntegerType, false),
                true)
            .add(ANGIOGRAPHY, DataTypes.BooleanType, true)
            .add(OBSTRUCTIVE, DataTypes.BooleanType, true);
    for (String text : ACQUISITION) {
      fields = fields.add(text, DataTypes.StringType, true);
    }
    fields =
        fields
            .add(SIMULATED, DataTypes.BooleanType, false)
            .add(QUANTITY, DataTypes.StringType, true)
            .add(COLOUR_RESIDUAL, DataTypes.DoubleType, true)
            .add(MAP_DIGEST, DataTypes.StringType, false);
    for (MapOf column : MapOf.ALL) {
      fields = fields.add(segmentColumn(column.kind(), column.quantity()), segments, true);
    }
    for (MapOf column : MapOf.ALL) {
      fields = fields.add(mapColumn(column.kind(), column.quantity()), map, true);
    }
    return fields;
  }

  /**
   * The cells of {@link #schema()}; the site is not in them. Lists are primitive arrays, none of
   * them empty, dates days since 1970.
   */
  static List<@Nullable Object> cells(StoredStudy stored) {
    PerfusionStudy study = stored.study();
    ClinicalFacts clinical = study.clinical();
    List<@Nullable Object> cells = new ArrayList<>();
    cells.add(study.patient().value());
    cells.add(boxed(clinical.ageYears()));
    cells.add(clinical.examined().map(month -> (int) month.atDay(1).toEpochDay()).orElse(null));
    for (Target target : Target.values()) {
      cells.add(clinical.labels().get(target));
    }
    cells.add(clinical.race().orElse(null));
    cells.add(clinical.readers());
    cells.add(clinical.angiographyDone().orElse(null));
    cells.add(clinical.obstructiveDisease().orElse(null));
    cells.addAll(words(study.acquisition()));
    cells.add(stored.simulated());
    cells.add(study.quantity().key());
    cells.add(boxed(study.colourResidual()));
    cells.add(stored.mapDigest());
    for (MapOf column : MapOf.ALL) {
      cells.add(column.in(study).map(Segment17::means).orElse(null));
    }
    for (MapOf column : MapOf.ALL) {
      cells.add(column.in(study).map(PolarMap::toArray).orElse(null));
    }
    return cells;
  }

  private static @Nullable Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private static List<String> words(Acquisition acquisition) {
    return List.of(
        acquisition.tracer(),
        acquisition.scanner(),
        acquisition.software(),
        acquisition.kineticModel(),
        acquisition.reconstruction(),
        acquisition.attenuationCorrection(),
        acquisition.stressor());
  }

  /**
   * The study of a row that holds {@link #schema()} and the site, in any order.
   *
   * @throws IllegalArgumentException where a map has another length or a value that is not finite
   */
  public static StoredStudy fromRow(Row row) {
    Quantity quantity =
        Quantity.RELATIVE_UPTAKE.key().equals(row.<String>getAs(QUANTITY))
            ? Quantity.RELATIVE_UPTAKE
            : Quantity.FLOW;
    Map<MapKind, PolarMap> maps = new EnumMap<>(MapKind.class);
    for (MapOf column : MapOf.ALL) {
      if (column.quantity() == quantity) {
        map(row, mapColumn(column.kind(), quantity)).ifPresent(m -> maps.put(column.kind(), m));
      }
    }
    PerfusionStudy study =
        new PerfusionStudy(
            new PatientId(row.<String>getAs(PATIENT)),
            new SiteId(row.<String>getAs(SITE)),
            clinical(row),
            acquisition(ACQUISITION.stream().map(column -> row.<String>getAs(column)).toList()),
            quantity,
            maps,
            number(row, COLOUR_RESIDUAL));
    return new StoredStudy(
        study, row.getBoolean(row.fieldIndex(SIMULATED)), row.<String>getAs(MAP_DIGEST));
  }

  private static ClinicalFacts clinical(Row row) {
    Map<String, Integer> readers = new TreeMap<>();
    if (!row.isNullAt(row.fieldIndex(READERS))) {
      readers.putAll(row.<String, Integer>getJavaMap(row.fieldIndex(READERS)));
    }
    return new ClinicalFacts(
        number(row, AGE),
        Optional.ofNullable(row.<Date>getAs(EXAMINED))
            .map(day -> YearMonth.from(day.toLocalDate())),
        labels(row),
        Optional.ofNullable(row.<String>getAs(RACE)),
        readers,
        Optional.ofNullable(row.<Boolean>getAs(ANGIOGRAPHY)),
        Optional.ofNullable(row.<Boolean>getAs(OBSTRUCTIVE)));
  }

  /** From words in the order of {@link #ACQUISITION}; null means unknown. */
  static Acquisition acquisition(List<@Nullable String> words) {
    List<String> known =
        words.stream().map(word -> word == null ? Acquisition.UNKNOWN : word).toList();
    return new Acquisition(
        known.get(0),
        known.get(1),
        known.get(2),
        known.get(3),
        known.get(4),
        known.get(5),
        known.get(6));
  }

  /** The known labels of a row that holds every label's column. */
  static EnumMap<Target, Integer> labels(Row row) {
    EnumMap<Target, Integer> labels = new EnumMap<>(Target.class);
    for (Target target : Target.values()) {
      int column = row.fieldIndex(labelColumn(target));
      if (!row.isNullAt(column)) {
        labels.put(target, row.getInt(column));
      }
    }
    return labels;
  }

  /**
   * SHA-256 over the rest and stress maps; of a study that has neither, over its reserve map, which
   * otherwise follows from them.
   */
  static String mapDigest(PerfusionStudy study) {
    Map<MapKind, PolarMap> maps = new EnumMap<>(study.maps());
    if (maps.size() > 1) {
      maps.remove(MapKind.RESERVE);
    }
    Digest digest = Digest.sha256();
    maps.forEach((kind, map) -> digest.add(kind.key()).add(map.toArray()));
    return digest.hex();
  }

  /** SHA-256 over everything the lake holds of a study; what is derived from maps is left out. */
  static String digest(StoredStudy stored) {
    PerfusionStudy study = stored.study();
    Digest digest =
        Digest.sha256()
            .add(study.site().value())
            .add(study.patient().value())
            .add(study.clinical().toString())
            .add(study.acquisition().toString())
            .add(stored.simulated() ? "simulated" : "clinical")
            .add(study.quantity().key())
            .add(study.colourResidual().toString())
            .add(stored.mapDigest());
    return digest.hex();
  }

  private static OptionalDouble number(Row row, String column) {
    Double value = row.getAs(column);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static Optional<PolarMap> map(Row row, String column) {
    int index = row.fieldIndex(column);
    return row.isNullAt(index)
        ? Optional.empty()
        : Optional.of(PolarMap.of(FeatureStore.floats(row, index)));
  }
}
