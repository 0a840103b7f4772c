package org.polarfold.notebook;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.polarfold.UserException;
import org.polarfold.job.FinishedRun;
import org.polarfold.provenance.Digest;
import org.polarfold.store.IngestLedger;
import org.polarfold.store.PredictionTable;
import org.polarfold.store.RunFolder;
import org.polarfold.store.StudyCodec;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;
import org.polarfold.study.PatientId;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Target;
import org.polarfold.validate.Passage;

/**
 * A finished run and its lake, open for reading. Studies bear numbers; their pseudonyms stay in the
 * lake, so that no notebook shows them.
 */
public final class OpenRun implements AutoCloseable {

  /** Held, since a logger that nobody holds forgets its level. */
  private static final Logger COMPILER = Logger.getLogger("org.codehaus");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final FinishedRun run;
  private final List<NumberedStudy> studies = new ArrayList<>();
  private final List<PatientId> patients = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  private OpenRun(FinishedRun run) {
    this.run = run;
    // The kernel has everything logged; the compiler of Spark's queries then fails over what it
    // logs.
    COMPILER.setLevel(Level.WARNING);
    // In an order that tells nothing of pseudonyms or files.
    List<PerfusionStudy> read = new ArrayList<>();
    run.studies().read().collectAsList().forEach(row -> read.add(StudyCodec.fromRow(row).study()));
    read.sort(Comparator.comparing(study -> Digest.sha256().add(study.patient().value()).hex()));
    for (PerfusionStudy study : read) {
      int number = studies.size() + 1;
      patients.add(study.patient());
      numbers.put(study.patient().value(), number);
      studies.add(
          new NumberedStudy(
              number, study.site(), study.clinical(), study.acquisition(), study.maps()));
    }
  }

  /**
   * The run of a lake that was begun last and is finished. All studies are read: 26 kB each.
   *
   * @throws UserException where there is none
   */
  public static OpenRun last(String lake) {
    return new OpenRun(FinishedRun.last(lake));
  }

  /**
   * A run by its folder, {@code LAKE/runs/NAME-1}.
   *
   * @throws UserException where it is none, or not finished
   */
  public static OpenRun at(String folder) {
    return new OpenRun(FinishedRun.at(folder));
  }

  /** Its name, as {@code demo-1}. */
  public String name() {
    return run.folder().name();
  }

  /** What must stand beside everything that is made of it; empty where nothing must. */
  public String banner() {
    return ledger().simulated() ? "Simulated data: not clinical results." : "";
  }

  /** What became of everything that the sites sent. */
  public IngestLedger ledger() {
    return run.studies().ledger();
  }

  /** The session, for questions in Spark's own words. */
  public SparkSession spark() {
    return run.spark();
  }

  /** The lake's studies by number, 1 first. */
  public List<NumberedStudy> studies() {
    return List.copyOf(studies);
  }

  /**
   * The run's {@code results.json}: docs/results.md says what it holds.
   *
   * @throws UserException where it is not there, or not whole
   */
  public JsonNode results() {
    RunFolder folder = run.folder();
    Optional<String> text = folder.text("results.json");
    try {
      return JSON.readTree(text.orElse(""));
    } catch (JsonProcessingException e) {
      throw new UserException(
          "Cannot read file: "
              + folder.shownPathOf("results.json")
              + " (expected what ./run evaluate writes)",
          e);
    }
  }

  /** One of the analyses in {@link #results()}; missing where there is no such. */
  public JsonNode results(Target target, String map, String model) {
    for (JsonNode entry : results().path("targets")) {
      if (entry.path("target").asText().equals(target.key())
          && entry.path("map").asText().equals(map)
          && entry.path("model").asText().equals(model)) {
        return entry;
      }
    }
    return JSON.missingNode();
  }

  /**
   * What a model said of every labelled study in an arm, by number.
   *
   * @param map as {@code reserve}
   * @param model as {@code dl}
   * @param arm as {@code external}
   */
  public List<NumberedScore> scores(Target target, String map, String model, String arm) {
    Map<Integer, List<Row>> rows = new TreeMap<>();
    for (Row row :
        predictions()
            .rows()
            .where(
                col("target")
                    .equalTo(target.key())
                    .and(col("map").equalTo(map))
                    .and(col("model").equalTo(model))
                    .and(col("arm").equalTo(arm))
                    .and(col("label").isNotNull()))
            .select("patient", "site", "label", "score")
            .collectAsList()) {
      Integer number = numbers.get(row.getString(0));
      if (number != null) {
        rows.computeIfAbsent(number, none -> new ArrayList<>()).add(row);
      }
    }
    List<NumberedScore> scores = new ArrayList<>();
    rows.forEach(
        (number, repeats) ->
            scores.add(
                new NumberedScore(
                    number,
                    repeats.get(0).getString(1),
                    (int) repeats.get(0).getDouble(2),
                    repeats.stream()
                        .mapToDouble(row -> row.getDouble(3))
                        .average()
                        .orElseThrow())));
    return scores;
  }

  /**
   * A study's way through the network that was held back from its patient.
   *
   * @param study its number
   * @param arm as {@code internal}, or {@code external} for the network that never saw the site
   * @throws UserException where the run has no such network, or the study no such map
   */
  public Passage passage(int study, Target target, String map, String arm) {
    NumberedStudy shown = studies.get(study - 1);
    InputMaps maps =
        InputMaps.of(map)
            .orElseThrow(
                () -> new UserException("Invalid map: " + map + " (expected one of the run's)"));
    List<PolarMap> seen = new ArrayList<>();
    for (MapKind kind : maps.kinds()) {
      seen.add(
          shown
              .map(kind)
              .orElseThrow(
                  () -> new UserException("Cannot show study " + study + ": no " + kind + " map")));
    }
    return Passage.of(run.validation(), arm, maps, target, patients.get(study - 1), seen);
  }

  private PredictionTable predictions() {
    RunFolder folder = run.folder();
    return PredictionTable.read(
        run.spark(), folder.pathOf("predictions"), folder.shownPathOf("predictions"));
  }

  @Override
  public void close() {
    run.close();
  }
}
