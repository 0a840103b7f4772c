package org.polarfold.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.polarfold.UserException;
import org.polarfold.evaluate.Arm;
import org.polarfold.evaluate.Attributes;
import org.polarfold.evaluate.LabelSource;
import org.polarfold.evaluate.Prediction;
import org.polarfold.evaluate.RowPlaces;
import org.polarfold.study.PatientId;
import org.polarfold.study.Segment17;
import org.polarfold.study.SiteId;

/**
 * Rows of a {@link PredictionTable} as the evaluation takes them. Its owner is one task: names that
 * it has met before are neither checked nor made again.
 */
public final class PredictionDecoder implements RowPlaces {

  private static final int PATIENT = PredictionTable.COLUMNS.fieldIndex("patient");
  private static final int SITE = PredictionTable.COLUMNS.fieldIndex("site");
  private static final int ARM = PredictionTable.COLUMNS.fieldIndex("arm");
  private static final int TARGET = PredictionTable.COLUMNS.fieldIndex("target");
  private static final int MODEL = PredictionTable.COLUMNS.fieldIndex("model");
  private static final int MAP = PredictionTable.COLUMNS.fieldIndex("map");
  private static final int REPEAT = PredictionTable.COLUMNS.fieldIndex("repeat");
  private static final int SEED = PredictionTable.COLUMNS.fieldIndex("seed");
  private static final int FOLD = PredictionTable.COLUMNS.fieldIndex("fold");
  private static final int SEGMENT = PredictionTable.COLUMNS.fieldIndex("segment");
  private static final int WEIGHT = PredictionTable.COLUMNS.fieldIndex("weight");
  private static final int SEX = PredictionTable.COLUMNS.fieldIndex(Attributes.SEX);
  private static final int AGE = PredictionTable.COLUMNS.fieldIndex(Attributes.AGE);
  private static final int RACE = PredictionTable.COLUMNS.fieldIndex(Attributes.RACE);
  private static final int VERIFIED = PredictionTable.COLUMNS.fieldIndex(LabelSource.VERIFIED);
  private static final int READERS = PredictionTable.COLUMNS.fieldIndex(PredictionTable.READERS);
  private static final int LABEL = PredictionTable.COLUMNS.fieldIndex("label");
  private static final int SCORE = PredictionTable.COLUMNS.fieldIndex("score");
  private static final int FILE = PredictionTable.COLUMNS.fieldIndex(PredictionTable.FILE);
  private static final int ROW = PredictionTable.COLUMNS.fieldIndex(PredictionTable.ROW);

  // A row's number is its place in its file, and in the upper bits which of the files met.
  private static final int ROW_BITS = 44;
  private static final double EXACT = 1L << 53;

  private final String source;
  private final Map<String, SiteId> sites = new HashMap<>();
  private final Map<String, Arm> arms = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final List<String> files = new ArrayList<>();
  private final Map<String, Long> codeOfFile = new HashMap<>();
  private long rows;

  /**
   * @param source the table's
   */
  public PredictionDecoder(String source) {
    this.source = source;
  }

  /** A number for the row, from 1, that this decoder can place where the row has its place. */
  public long number(Row row) {
    rows++;
    if (row.size() <= ROW) {
      return rows;
    }
    long file =
        codeOfFile.computeIfAbsent(
            row.getString(FILE),
            name -> {
              files.add(name);
              return files.size() - 1L;
            });
    return file << ROW_BITS | row.getLong(ROW);
  }

  /** Whether two rows are of one target, model and map. */
  public static boolean sameCell(Row one, Row other) {
    return sameTask(one, other) && Objects.equals(one.get(MODEL), other.get(MODEL));
  }

  /** Whether two rows are of one target and map. */
  public static boolean sameTask(Row one, Row other) {
    return Objects.equals(one.get(TARGET), other.get(TARGET))
        && Objects.equals(one.get(MAP), other.get(MAP));
  }

  /**
   * The row as the evaluation takes it.
   *
   * @param number as {@link #number} gave it
   * @throws UserException where a text or number is none that the contract allows
   */
  public Prediction prediction(Row row, long number) {
    try {
      return new Prediction(
          new PatientId(text(row, PATIENT).orElse("")),
          known(sites, SiteId::new, text(row, SITE).orElse("")),
          known(arms, Arm::new, text(row, ARM).orElse("")),
          name(row, TARGET),
          name(row, MODEL),
          name(row, MAP),
          Math.toIntExact(whole(row, REPEAT)),
          whole(row, SEED),
          text(row, FOLD).map(name -> known(names, same -> same, name)),
          segment(row),
          number(row, WEIGHT),
          number(row, LABEL),
          number(row, SCORE),
          attributes(row),
          source(row));
    } catch (UserException | IllegalArgumentException | ArithmeticException e) {
      throw new UserException("Invalid predictions: " + place(number) + ": " + e.getMessage(), e);
    }
  }

  private Attributes attributes(Row row) {
    return new Attributes(
        filled(row, SEX).map(name -> known(names, same -> same, name)),
        number(row, AGE),
        filled(row, RACE).map(name -> known(names, same -> same, name)));
  }

  private static LabelSource source(Row row) {
    SortedMap<String, Integer> readers = new TreeMap<>();
    if (!row.isNullAt(READERS)) {
      for (Row reader : row.<Row>getList(READERS)) {
        if (!reader.isNullAt(1)) {
          String column = LabelSource.READER + reader.getString(0);
          readers.put(reader.getString(0), flag(column, reader.getDouble(1)));
        }
      }
    }
    return new LabelSource(
        row.isNullAt(VERIFIED)
            ? Optional.empty()
            : Optional.of(flag(LabelSource.VERIFIED, row.getDouble(VERIFIED)) == 1),
        readers);
  }

  private static int flag(String column, double value) {
    if (value != 0 && value != 1) {
      throw new UserException("column %s: value %s (expected 0 or 1)".formatted(column, value));
    }
    return (int) value;
  }

  private static Optional<String> filled(Row row, int column) {
    return text(row, column).filter(text -> !text.isEmpty());
  }

  @Override
  public String place(long row) {
    String file = file(row);
    boolean alone = source.equals(file) || source.endsWith("/" + file);
    String whole = source.isEmpty() ? file : source + "/" + file;
    return (alone ? source : whole) + ":" + inFile(row);
  }

  @Override
  public String reference(long row) {
    return "row " + inFile(row) + (files.size() > 1 ? " of " + file(row) : "");
  }

  private String file(long row) {
    return files.isEmpty() ? source : files.get((int) (row >> ROW_BITS));
  }

  private static long inFile(long row) {
    return row & ((1L << ROW_BITS) - 1);
  }

  private static <T> T known(Map<String, T> met, Function<String, T> maker, String text) {
    T before = met.get(text);
    if (before != null) {
      return before;
    }
    T made = maker.apply(text);
    met.put(text, made);
    return made;
  }

  private String name(Row row, int column) {
    String name = text(row, column).orElse("");
    if (name.isBlank()) {
      throw new UserException(
          "no " + PredictionTable.COLUMNS.fieldNames()[column] + " (expected a name)");
    }
    return known(names, same -> same, name);
  }

  private static Optional<String> text(Row row, int column) {
    return row.isNullAt(column) ? Optional.empty() : Optional.of(row.getString(column));
  }

  private static OptionalDouble number(Row row, int column) {
    return row.isNullAt(column) ? OptionalDouble.empty() : OptionalDouble.of(row.getDouble(column));
  }

  private static int segment(Row row) {
    long segment = whole(row, SEGMENT);
    if (segment < 0 || segment > Segment17.COUNT) {
      throw new UserException(
          "column segment: value " + segment + " (expected 1 to 17, or none for the whole heart)");
    }
    return (int) segment;
  }

  /** 0 where missing; other programs write whole numbers as fractional ones too. */
  private static long whole(Row row, int column) {
    if (row.isNullAt(column)) {
      return 0;
    }
    if (row.get(column) instanceof Long whole) {
      return whole;
    }
    double value = row.getDouble(column);
    if (value != Math.rint(value) || Math.abs(value) > EXACT) {
      throw new UserException(
          "column %s: value %s (expected a whole number)"
              .formatted(PredictionTable.COLUMNS.fieldNames()[column], value));
    }
    return (long) value;
  }
}
