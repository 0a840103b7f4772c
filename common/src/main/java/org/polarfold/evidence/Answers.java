package org.polarfold.evidence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.polarfold.report.Words;

/**
 * What a run can say by itself, by name: items of checklists name these answers. An answer without
 * a statement leaves its item to the authors.
 */
final class Answers {

  private static final int FEW_SITES = 12;

  private final Place run;
  private final Place results;
  private final Optional<Place> primary;
  private final RunFiles files;
  private final Methods methods;
  private final Set<String> pack;
  private final Map<String, Supplier<List<Statement>>> answers = new LinkedHashMap<>();

  /**
   * @param pack paths of the pack's other files: nothing is said of one that is not there
   */
  Answers(RunFiles files, Methods methods, Set<String> pack) {
    this.files = files;
    this.pack = pack;
    this.methods = methods;
    run = files.runRoot();
    results = files.resultsRoot();
    primary = files.primary();
    Cohort cohort = new Cohort(run.at("cohort"), run.at("primaryTarget").text());
    answers.put("sites", cohort::sites);
    answers.put("flow", cohort::flow);
    answers.put("exclusions", cohort::exclusions);
    answers.put("dates", cohort::dates);
    answers.put("characteristics", cohort::characteristics);
    answers.put("acquisition", cohort::acquisition);
    answers.put("outcome", cohort::outcome);
    answers.put("quality", cohort::quality);
    answers.put("novelty-of-sites", cohort::notHeldOut);
    answers.put("simulated", this::simulated);
    answers.put("objective", this::objective);
    answers.put("missing", this::missing);
    answers.put("size", this::size);
    answers.put("model", this::model);
    answers.put("software", this::software);
    answers.put("plan", () -> digests("plan of folds", "planDigest", "configurationDigest"));
    answers.put("data-digest", this::data);
    answers.put("circular", this::circular);
    answers.put("stain", this::stain);
    answers.put("output", this::output);
    answers.put("disjoint", () -> methods("Design"));
    answers.put("deidentification", this::pseudonyms);
    answers.put("out-of-scope", this::outOfScope);
    answers.put("procedure", this::procedure);
    answers.put("explanation", this::explanation);
    answers.put("methods-design", () -> methods("Design"));
    answers.put("methods-inputs", () -> methods("Inputs"));
    answers.put("methods-model", () -> methods("Model"));
    answers.put("methods-training", () -> methods("Training"));
    answers.put("methods-selection", () -> methods("Selection"));
    answers.put("methods-comparators", () -> methods("Comparators"));
    answers.put("methods-data", () -> methods("Sites made alike"));
    answers.put("methods-classes", () -> methods("Classes"));
    answers.put("methods-repeats", () -> methods("Repeats"));
    answers.put("methods-statistics", () -> methods("Statistics"));
    answers.put("methods-updating", () -> methods("Updating"));
    answers.put("methods-fairness", () -> methods("Fairness"));
    answers.put("methods-sensitivity", () -> methods("Sensitivity analyses"));
    Figures figures = new Figures(files);
    answers.put("performance-internal", () -> figures.performance("internal"));
    answers.put("performance-external", () -> figures.performance("external"));
    answers.put("by-site", () -> figures.bySite(FEW_SITES));
    answers.put("drop", figures::drop);
    answers.put("parts", figures::parts);
    answers.put("heterogeneity", figures::heterogeneity);
    answers.put("influence", figures::influence);
    answers.put("calibration", figures::calibration);
    answers.put("net-benefit", figures::netBenefit);
    answers.put("thresholds", figures::thresholds);
    answers.put("prevalence", figures::prevalence);
    answers.put("updating", figures::updating);
    answers.put("subgroups", figures::subgroups);
    answers.put("comparison", figures::comparison);
    answers.put("shortcut", figures::shortcut);
    answers.put("readers", figures::readers);
    answers.put("verification", figures::verification);
    answers.put("audit", figures::audit);
    answers.put("robustness", figures::robustness);
    answers.put("not-estimable", this::notEstimable);
  }

  /**
   * The statements of an answer; none where the run's files do not hold it.
   *
   * @throws IllegalArgumentException for a name that is none
   */
  List<Statement> of(String name) {
    Supplier<List<Statement>> answer = answers.get(name);
    if (answer == null) {
      throw new IllegalArgumentException("No such answer: " + name);
    }
    return answer.get().stream()
        .filter(
            said -> said.from().stream().noneMatch(c -> c.key().isEmpty() && !isThere(c.file())))
        .toList();
  }

  private boolean isThere(String path) {
    return pack.stream().anyMatch(file -> file.equals(path) || file.startsWith(path + "/"));
  }

  private List<Statement> methods(String section) {
    String text = methods.sections().get(section);
    return text == null
        ? List.of()
        : List.of(Statement.of("{}", new Cited("methods.md", section, text)));
  }

  private List<Statement> simulated() {
    if (files.simulated().isEmpty()) {
      return List.of(
          Statement.of("Neither file says whether the data are simulated or of patients."));
    }
    boolean made = files.simulated().get();
    Place from =
        run.at("simulated").isThere() ? run.at("simulated") : results.down("provenance.simulated");
    return List.of(
        made
            ? Statement.of("Data simulated: {}. No patient is behind any figure.", text(from))
            : Statement.of("Data simulated: {}. They are exports of the sites.", text(from)));
  }

  private List<Statement> objective() {
    List<Statement> told = new ArrayList<>();
    primary.ifPresent(
        p ->
            told.add(
                Statement.of(
                    "Development and evaluation by internal-external cross-validation: how well"
                        + " target {} is told from map {} by model {}, and how much of that is lost"
                        + " at sites that the model has never seen.",
                    text(p.at("target")),
                    text(p.at("map")),
                    text(p.at("model")))));
    if (run.at("primaryTarget").isThere()) {
      told.add(
          Statement.of(
              "Declared primary before the run: {} from the {} map.",
              text(run.at("primaryTarget")),
              text(run.at("primaryMap"))));
    }
    return told;
  }

  private List<Statement> missing() {
    Place counts = results.at("counts");
    if (!counts.at("rows").isThere()) {
      return List.of();
    }
    List<Statement> told = new ArrayList<>();
    told.add(
        Statement.of(
            "{} of {} predictions used; not used: {} without a label, {} without a score, {} lacking"
                + " in a repeat. A patient without a label or score is left out of that analysis and"
                + " counted; nothing is imputed.",
            Cited.count(counts.at("used")),
            Cited.count(counts.at("rows")),
            Cited.count(counts.down("excluded.labelMissing")),
            Cited.count(counts.down("excluded.scoreMissing")),
            Cited.count(counts.down("excluded.notInEveryRepeat"))));
    Place cells = results.down("provenance.missingCells");
    if (cells.node().isArray() && !cells.node().isEmpty()) {
      told.add(
          Statement.of(
              "{} trainings failed; their arms are not estimated for the models, maps and targets"
                  + " concerned.",
              Cited.size(cells)));
    }
    return told;
  }

  private List<Statement> size() {
    List<Statement> told = new ArrayList<>();
    for (String arm : List.of("internal", "external")) {
      primary
          .map(p -> p.at("arms").at(arm).at("pooled"))
          .filter(p -> p.at("n").isNumber())
          .ifPresent(
              p ->
                  told.add(
                      Statement.of(
                          Words.sentence(arm) + " arm: {} patients, {} with the outcome.",
                          Cited.count(p.at("n")),
                          Cited.count(p.at("events")))));
    }
    told.add(
        Statement.of(
            "Numbers of every analysis and site: {}.", Cited.file("tables/performance.csv")));
    return told;
  }

  private List<Statement> model() {
    List<Statement> told = new ArrayList<>();
    for (Place model : run.at("models").fields()) {
      told.add(Statement.of(Words.clean(model.name()) + ": {}.", text(model)));
    }
    return told;
  }

  private List<Statement> software() {
    Place code = run.at("code").isThere() ? run.at("code") : results.down("provenance.code");
    if (!code.at("version").isThere()) {
      return List.of();
    }
    List<Statement> told = new ArrayList<>();
    told.add(
        Statement.of(
            "Polarfold {}, commit {}, in Java with Apache Spark and Deeplearning4j.",
            text(code.at("version")),
            text(code.at("commit"))));
    if (run.at("seed").isThere()) {
      told.add(
          Statement.of(
              "Seed {}, {} averaging workers.",
              new Cited("run.json", "seed", run.at("seed").text()),
              Cited.count(run.at("workers"))));
    }
    return told;
  }

  private List<Statement> digests(String what, String... keys) {
    List<Statement> told = new ArrayList<>();
    for (String key : keys) {
      if (run.at(key).isThere()) {
        told.add(
            Statement.of(
                "SHA-256 of the "
                    + (key.equals("configurationDigest") ? "configuration" : what)
                    + ": {}.",
                text(run.at(key))));
      }
    }
    return told;
  }

  private List<Statement> data() {
    if (run.at("datasetDigest").isThere()) {
      return digests("data set", "datasetDigest");
    }
    Place provenance = results.at("provenance");
    return provenance.at("predictionsSha256").isThere()
        ? List.of(
            Statement.of(
                "Predictions evaluated: {}, SHA-256 {}.",
                text(provenance.at("predictions")),
                text(provenance.at("predictionsSha256"))))
        : List.of();
  }

  private List<Statement> circular() {
    List<Statement> told = new ArrayList<>();
    for (Place pair : run.at("circular").items()) {
      told.add(
          Statement.of(
              "Circular: {} is computed from the very map ({}) that the model reads. A high AUROC is"
                  + " expected and is no evidence of diagnostic value.",
              text(pair.at("target")),
              text(pair.at("map"))));
    }
    if (told.isEmpty() && run.at("circular").isThere()) {
      told.add(
          Statement.of(
              "No pair of target and map is circular ({} declared).",
              Cited.size(run.at("circular"))));
    }
    return told;
  }

  private List<Statement> stain() {
    return run.at("stain").text().isEmpty()
        ? List.of()
        : List.of(Statement.of("Not to be reported: {}", text(run.at("stain"))));
  }

  private List<Statement> output() {
    return List.of(
        Statement.of(
            "For each target a score from 0 to 1, larger where the outcome is likelier; not a"
                + " calibrated risk unless calibration says so."));
  }

  private List<Statement> pseudonyms() {
    return run.isThere()
        ? List.of(
            Statement.of(
                "Names and numbers of patients are replaced by keyed pseudonyms when exports are"
                    + " read; no identifier is kept, and ages at the examination stand for dates of"
                    + " birth."))
        : List.of();
  }

  private List<Statement> outOfScope() {
    List<Statement> told = new ArrayList<>();
    told.add(
        Statement.of(
            "Not for the care of patients: this is research on the generalisation of a model."));
    if (files.simulated().orElse(false)) {
      told.addAll(simulated());
    }
    told.add(
        Statement.of(
            "Not for tracers, scanners, software or patients other than those below without testing"
                + " there."));
    told.addAll(circular());
    told.addAll(stain());
    return told;
  }

  private List<Statement> procedure() {
    return List.of(
        Statement.of(
            "The external arm assesses the procedure by which networks are trained, each site left"
                + " out once. A network trained on all sites in the end is not validated by it."));
  }

  private List<Statement> explanation() {
    return List.of(
        Statement.of(
            "Mean maps by site are drawn ({}); attribution by ./run explain where it was asked for.",
            Cited.file("figures")));
  }

  private List<Statement> notEstimable() {
    return List.of(
        Statement.of(
            "What could not be estimated, and why, is listed one by one: {}.",
            Cited.file("tables/not-estimable.csv")));
  }

  private static Cited text(Place place) {
    return Cited.text(place);
  }
}
