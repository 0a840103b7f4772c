package org.polarfold.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.polarfold.UserException;
import org.polarfold.evaluate.SeriesBuilder.Content;
import org.polarfold.study.PatientId;
import org.polarfold.study.SiteId;

/** Gathers predictions row by row, in any order, and refuses the first row that is not right. */
public final class PredictionsBuilder {

  private final RowPlaces places;
  private final Map<PatientId, Integer> codes = new HashMap<>();
  private final List<PatientId> patients = new ArrayList<>();
  private final List<SiteId> siteOfPatient = new ArrayList<>();
  private final List<Long> rowOfSite = new ArrayList<>();
  private final Map<String, Labels> labels = new HashMap<>();
  private final Map<Cell, Map<Arm, Map<Repeat, SeriesBuilder>>> series = new HashMap<>();

  PredictionsBuilder(RowPlaces places) {
    this.places = places;
  }

  /**
   * Adds one row.
   *
   * @param row its line or number in the source, from 1; named in messages
   * @throws UserException where label or score are out of range, the row repeats another, or the
   *     patient's site or label contradict another row
   */
  public void add(long row, Prediction prediction) {
    prediction.label().ifPresent(label -> checkLabel(row, label));
    prediction.score().ifPresent(score -> checkScore(row, score));
    int patient = patient(row, prediction);
    if (prediction.label().isPresent()) {
      byte label = (byte) prediction.label().getAsDouble();
      labels
          .computeIfAbsent(prediction.target(), target -> new Labels())
          .agree(patient, label, row, this);
    } else {
      labels.computeIfAbsent(prediction.target(), target -> new Labels());
    }
    SeriesBuilder column = series(prediction);
    if (column.holds(patient)) {
      throw new UserException(
          place(row)
              + ": a second row of the same patient, arm, target, model, map, repeat and seed"
              + " (expected one, which is "
              + places.reference(column.rowOf(patient))
              + "; a patient's pseudonym must differ from those of all other sites)");
    }
    // The sum makes -0.0 into 0.0, so that sorting agrees with comparison.
    column.add(patient, row, prediction.score().orElse(0) + 0.0, content(prediction));
  }

  /** The table of all rows added. Rows' order makes no difference to it. */
  public Predictions build() {
    int n = patients.size();
    int[] byName =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparing(patients::get))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] renamed = new int[n];
    for (int i = 0; i < n; i++) {
      renamed[byName[i]] = i;
    }
    List<SiteId> sites = List.copyOf(new TreeSet<>(siteOfPatient));
    Map<SiteId, Integer> siteCodes = new HashMap<>();
    sites.forEach(site -> siteCodes.put(site, siteCodes.size()));
    int[] siteColumn =
        Arrays.stream(byName)
            .map(old -> siteCodes.getOrDefault(siteOfPatient.get(old), -1))
            .toArray();
    Map<String, byte[]> labelColumns = new HashMap<>();
    labels.forEach((target, column) -> labelColumns.put(target, column.renamed(byName)));
    return new Predictions(sites, siteColumn, labelColumns, built(renamed));
  }

  private SortedMap<Cell, SortedMap<Arm, SortedMap<Repeat, Series>>> built(int[] renamed) {
    SortedMap<Cell, SortedMap<Arm, SortedMap<Repeat, Series>>> cells = new TreeMap<>();
    series.forEach(
        (cell, arms) -> {
          SortedMap<Arm, SortedMap<Repeat, Series>> ofCell = new TreeMap<>();
          arms.forEach(
              (arm, repeats) -> {
                SortedMap<Repeat, Series> ofArm = new TreeMap<>();
                repeats.forEach((repeat, column) -> ofArm.put(repeat, column.build(renamed)));
                ofCell.put(arm, ofArm);
              });
          cells.put(cell, ofCell);
        });
    return cells;
  }

  private int patient(long row, Prediction prediction) {
    Integer known = codes.putIfAbsent(prediction.patient(), patients.size());
    if (known == null) {
      patients.add(prediction.patient());
      siteOfPatient.add(prediction.site());
      rowOfSite.add(row);
      return patients.size() - 1;
    }
    SiteId site = siteOfPatient.get(known);
    if (!site.equals(prediction.site())) {
      throw invalid(
          row,
          "site",
          prediction.site().value(),
          "\""
              + site
              + "\", as in "
              + places.reference(rowOfSite.get(known))
              + " of the same patient");
    }
    return known;
  }

  private SeriesBuilder series(Prediction prediction) {
    return series
        .computeIfAbsent(
            new Cell(prediction.target(), prediction.model(), prediction.map()),
            cell -> new HashMap<>())
        .computeIfAbsent(prediction.arm(), arm -> new HashMap<>())
        .computeIfAbsent(
            new Repeat(prediction.repeat(), prediction.seed()), repeat -> new SeriesBuilder());
  }

  private static Content content(Prediction prediction) {
    if (prediction.label().isEmpty()) {
      return Content.LABEL_MISSING;
    }
    return prediction.score().isEmpty() ? Content.SCORE_MISSING : Content.COMPLETE;
  }

  private void checkLabel(long row, double label) {
    if (label != 0 && label != 1) {
      throw invalid(
          row,
          "label",
          label,
          "0 or 1, or empty where missing; regression targets are not evaluated yet");
    }
  }

  private void checkScore(long row, double score) {
    if (!(score >= 0 && score <= 1)) {
      throw invalid(row, "score", score, "a number from 0 to 1, or empty where missing");
    }
  }

  /** A complaint about one value of one row. */
  UserException invalid(long row, String column, Object value, String expected) {
    String shown = value instanceof Number number ? shown(number) : quoted(value.toString());
    return new UserException(
        place(row) + ", column " + column + ": value " + shown + " (expected " + expected + ")");
  }

  private String place(long row) {
    return "Invalid predictions: " + places.place(row);
  }

  private static String shown(Number value) {
    double number = value.doubleValue();
    boolean whole = number == Math.rint(number) && Math.abs(number) < 1e9;
    return whole ? String.valueOf((long) number) : String.valueOf(value);
  }

  private static String quoted(String value) {
    int shown = 60;
    return "\"" + (value.length() > shown ? value.substring(0, shown) + "..." : value) + "\"";
  }

  /** Labels of one target by patient, with the rows that told them. */
  private static final class Labels {

    private byte[] values = new byte[0];
    private long[] rows = new long[0];

    void agree(int patient, byte label, long row, PredictionsBuilder place) {
      if (patient >= values.length) {
        int larger = Math.max(64, 2 * patient + 1);
        values = Arrays.copyOf(values, larger);
        rows = Arrays.copyOf(rows, larger);
      }
      if (rows[patient] == 0) {
        values[patient] = label;
        rows[patient] = row;
      } else if (values[patient] != label) {
        String expected =
            values[patient]
                + ", as in "
                + place.places.reference(rows[patient])
                + " of the same patient and target";
        throw place.invalid(row, "label", (int) label, expected);
      }
    }

    byte[] renamed(int[] byName) {
      byte[] column = new byte[byName.length];
      for (int i = 0; i < byName.length; i++) {
        int old = byName[i];
        column[i] = old < values.length && rows[old] != 0 ? values[old] : -1;
      }
      return column;
    }
  }
}
