package org.polarfold.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.polarfold.UserException;
import org.polarfold.evaluate.SeriesBuilder.Content;
import org.polarfold.study.PatientId;
import org.polarfold.study.SiteId;

/**
 * Gathers predictions row by row, in any order, and refuses the first row that is not right. What a
 * row's label and score may be is only known when all labels of its target are: that is checked
 * last.
 */
public final class PredictionsBuilder {

  static final String LABEL_EXPECTED = "0 or 1, or a real value; empty where missing";
  static final String SCORE_EXPECTED = "a number from 0 to 1, or empty where missing";

  static final String READER_EXPECTED = "0 or 1, or empty where not read";
  static final String AGE_EXPECTED = "years from 0 to 130, or empty where unknown";

  private static final double OLDEST = 130;

  private final RowPlaces places;
  private final Map<PatientId, Integer> codes = new HashMap<>();
  private final List<PatientId> patients = new ArrayList<>();
  private final List<SiteId> siteOfPatient = new ArrayList<>();
  private final List<Long> rowOfSite = new ArrayList<>();
  private final Map<String, Integer> folds = new HashMap<>();
  private final Targets targets = new Targets();
  private final Map<Measure, PatientColumn> labels = new HashMap<>();
  private final Map<String, PatientColumn> weights = new HashMap<>();
  private final Map<String, PatientColumn> verified = new HashMap<>();
  private final Map<String, SortedMap<String, PatientColumn>> readers = new HashMap<>();
  private final PatientTexts sexes = new PatientTexts();
  private final PatientTexts races = new PatientTexts();
  private final PatientColumn ages = new PatientColumn();
  private final Map<Cell, Map<Arm, Map<Repeat, Map<Integer, SeriesBuilder>>>> series =
      new HashMap<>();

  PredictionsBuilder(RowPlaces places) {
    this.places = places;
  }

  /**
   * Adds one row.
   *
   * @param row its line or number in the source, from 1; named in messages
   * @throws UserException where a number is not finite or out of range, the row repeats another, or
   *     the patient's site, label, weight, sex, age or race contradict another row
   */
  public void add(long row, Prediction prediction) {
    prediction.label().ifPresent(label -> finite(row, "label", label, LABEL_EXPECTED));
    prediction.score().ifPresent(score -> finite(row, "score", score, SCORE_EXPECTED));
    int patient = patient(row, prediction);
    PatientColumn column =
        labels.computeIfAbsent(
            new Measure(prediction.target(), prediction.segment()), measure -> new PatientColumn());
    if (prediction.label().isPresent()) {
      double label = prediction.label().getAsDouble();
      agree(column, "label", patient, label, row);
      targets.add(cell(prediction), label);
    }
    if (prediction.weight().isPresent()) {
      weight(patient, row, prediction);
    }
    attributes(patient, row, prediction.attributes());
    source(patient, row, prediction);
    SeriesBuilder rows = series(prediction);
    if (rows.holds(patient)) {
      throw new UserException(
          "Invalid predictions: "
              + places.place(row)
              + ": a second row of the same patient, arm, target, model, map, repeat, seed and"
              + " segment (expected one, which is "
              + places.reference(rows.rowOf(patient))
              + "; a patient's pseudonym must differ from those of all other sites)");
    }
    int fold =
        prediction.fold().map(name -> folds.computeIfAbsent(name, n -> folds.size())).orElse(-1);
    // The sum makes -0.0 into 0.0, so that sorting agrees with comparison.
    rows.add(patient, row, prediction.score().orElse(0) + 0.0, fold, content(prediction));
  }

  /**
   * The table of all rows added. Rows' order makes no difference to it.
   *
   * @throws UserException where a label or a score is none that its target may have
   */
  public Predictions build() {
    new Kinds(targets, labels, series)
        .complaints()
        .min(Complaint.BY_ROW)
        .ifPresent(
            complaint -> {
              throw complaint.about(places);
            });
    int[] byName =
        IntStream.range(0, patients.size())
            .boxed()
            .sorted(Comparator.comparing(patients::get))
            .mapToInt(Integer::intValue)
            .toArray();
    List<SiteId> sites = List.copyOf(new TreeSet<>(siteOfPatient));
    Map<SiteId, Integer> siteCodes = new HashMap<>();
    sites.forEach(site -> siteCodes.put(site, siteCodes.size()));
    int[] siteColumn =
        IntStream.of(byName)
            .map(old -> siteCodes.getOrDefault(siteOfPatient.get(old), -1))
            .toArray();
    Map<Measure, double[]> labelColumns = new HashMap<>();
    labels.forEach(
        (measure, column) -> labelColumns.put(measure, column.ordered(byName, Double.NaN)));
    Map<String, double[]> weightColumns = new HashMap<>();
    weights.forEach((target, column) -> weightColumns.put(target, column.ordered(byName, 1)));
    return new Predictions(
        sites,
        siteColumn,
        labelColumns,
        weightColumns,
        new PatientAttributes(
            sexes.ordered(byName), races.ordered(byName), ages.ordered(byName, Double.NaN)),
        sources(byName),
        targets,
        built(byName));
  }

  private SortedMap<Cell, SortedMap<Arm, SortedMap<Repeat, SortedMap<Integer, Series>>>> built(
      int[] byName) {
    int[] renamed = inverse(byName);
    int[] renamedFolds = new int[folds.size()];
    int named = 0;
    for (int old : new TreeMap<>(folds).values()) {
      renamedFolds[old] = named++;
    }
    return sorted(
        series,
        arms ->
            sorted(
                arms,
                repeats ->
                    sorted(
                        repeats,
                        segments ->
                            sorted(segments, column -> column.build(renamed, renamedFolds)))));
  }

  private static <K extends Comparable<K>, V, R> SortedMap<K, R> sorted(
      Map<K, V> from, Function<V, R> then) {
    SortedMap<K, R> to = new TreeMap<>();
    from.forEach((key, value) -> to.put(key, then.apply(value)));
    return to;
  }

  private static int[] inverse(int[] order) {
    int[] inverse = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      inverse[order[i]] = i;
    }
    return inverse;
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

  private void weight(int patient, long row, Prediction prediction) {
    double weight = prediction.weight().orElse(1);
    if (!(weight > 0 && weight <= 1)) {
      throw invalid(row, "weight", weight, "a number above 0, at most 1, or empty for 1");
    }
    agree(
        weights.computeIfAbsent(prediction.target(), target -> new PatientColumn()),
        "weight",
        patient,
        weight,
        row);
  }

  private void source(int patient, long row, Prediction prediction) {
    LabelSource source = prediction.source();
    if (source.verified().isPresent()) {
      boolean known = source.verified().get();
      if (known == prediction.label().isEmpty()) {
        throw invalid(
            row,
            LabelSource.VERIFIED,
            known ? 1 : 0,
            known ? "0, since the label is empty" : "1, since there is a label");
      }
      agree(
          verified.computeIfAbsent(prediction.target(), target -> new PatientColumn()),
          LabelSource.VERIFIED,
          patient,
          known ? 1 : 0,
          row);
    }
    source
        .readers()
        .forEach(
            (reader, label) -> {
              String column = LabelSource.READER + reader;
              if (label != 0 && label != 1) {
                throw invalid(row, column, label, READER_EXPECTED);
              }
              agree(
                  readers
                      .computeIfAbsent(prediction.target(), target -> new TreeMap<>())
                      .computeIfAbsent(reader, name -> new PatientColumn()),
                  column,
                  patient,
                  label,
                  row);
            });
  }

  private Map<String, LabelSources> sources(int[] byName) {
    Set<String> told = new HashSet<>(verified.keySet());
    told.addAll(readers.keySet());
    Map<String, LabelSources> sources = new HashMap<>();
    for (String target : told) {
      SortedMap<String, double[]> columns = new TreeMap<>();
      readers
          .getOrDefault(target, new TreeMap<>())
          .forEach((reader, column) -> columns.put(reader, column.ordered(byName, Double.NaN)));
      sources.put(
          target,
          new LabelSources(
              verified.getOrDefault(target, new PatientColumn()).ordered(byName, Double.NaN),
              columns));
    }
    return sources;
  }

  private void attributes(int patient, long row, Attributes attributes) {
    attributes.sex().ifPresent(sex -> agree(sexes, Attributes.SEX, patient, sex, row));
    attributes.race().ifPresent(race -> agree(races, Attributes.RACE, patient, race, row));
    if (attributes.age().isPresent()) {
      double age = attributes.age().getAsDouble();
      if (!(age >= 0 && age <= OLDEST)) {
        throw invalid(row, Attributes.AGE, age, AGE_EXPECTED);
      }
      long other = ages.agree(patient, age, row);
      if (other != 0) {
        throw contradicts(row, Attributes.AGE, age, String.valueOf(ages.value(patient)), other);
      }
    }
  }

  private void agree(PatientTexts texts, String name, int patient, String text, long row) {
    long other = texts.agree(patient, text, row);
    if (other != 0) {
      throw contradicts(row, name, text, "\"" + texts.text(patient) + "\"", other);
    }
  }

  private UserException contradicts(
      long row, String name, Object value, String before, long other) {
    return invalid(
        row, name, value, before + ", as in " + places.reference(other) + " of the same patient");
  }

  private void agree(PatientColumn column, String name, int patient, double value, long row) {
    long other = column.agree(patient, value, row);
    if (other != 0) {
      double before = column.value(patient);
      String shown =
          before == Math.rint(before) ? String.valueOf((long) before) : String.valueOf(before);
      throw invalid(
          row,
          name,
          value,
          shown + ", as in " + places.reference(other) + " of the same patient and target");
    }
  }

  private static Cell cell(Prediction prediction) {
    return new Cell(prediction.target(), prediction.model(), prediction.map());
  }

  private SeriesBuilder series(Prediction prediction) {
    return series
        .computeIfAbsent(cell(prediction), cell -> new HashMap<>())
        .computeIfAbsent(prediction.arm(), arm -> new HashMap<>())
        .computeIfAbsent(
            new Repeat(prediction.repeat(), prediction.seed()), repeat -> new HashMap<>())
        .computeIfAbsent(prediction.segment(), segment -> new SeriesBuilder());
  }

  private static Content content(Prediction prediction) {
    if (prediction.label().isEmpty()) {
      return prediction.score().isEmpty() ? Content.LABEL_MISSING : Content.UNLABELLED;
    }
    return prediction.score().isEmpty() ? Content.SCORE_MISSING : Content.COMPLETE;
  }

  private void finite(long row, String column, double value, String expected) {
    if (!Double.isFinite(value)) {
      throw invalid(row, column, value, expected);
    }
  }

  /** A complaint about one value of one row. */
  UserException invalid(long row, String column, Object value, String expected) {
    return new Complaint(row, column, value, expected).about(places);
  }
}
