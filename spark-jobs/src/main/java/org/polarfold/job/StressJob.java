package org.polarfold.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.polarfold.UserException;
import org.polarfold.evaluate.ChangeCurve;
import org.polarfold.evaluate.ResultsFile;
import org.polarfold.experiment.Selection;
import org.polarfold.experiment.SiteHarmonisation;
import org.polarfold.provenance.CodeVersion;
import org.polarfold.split.SplitPlan;
import org.polarfold.store.RunFolder;
import org.polarfold.stress.Grades;
import org.polarfold.stress.MapChange;
import org.polarfold.validate.MissingCell;
import org.polarfold.validate.StressTest;
import org.polarfold.validate.StressTest.Reproduced;
import org.polarfold.validate.Validation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What becomes of the drop when maps are changed by degrees: {@code stress.json} of a run. */
@Command(
    name = "stress",
    mixinStandardHelpOptions = true,
    description = {
      "Show the networks of the last run, internal and external, changed maps of the patients held"
          + " out of them: stress.json.",
      "Rotation, blur, noise, gain, attenuation and small adversarial change (FGSM), by degrees."
    })
final class StressJob implements Callable<Integer> {

  @Parameters(paramLabel = "CONF", description = "The experiment's configuration file.")
  private Path conf = Path.of("");

  @Option(
      names = "--grades",
      paramLabel = "KIND=NUMBERS",
      mapFallbackValue = "",
      description = {
        "How far maps are changed, as in rotation=5,10,20, once a kind; then only the kinds that"
            + " are named. Without numbers the usual ones.",
        "Kinds: rotation (degrees), blur (rings, full width at half maximum), noise (SD over the"
            + " map's mean), gain, attenuation-anterior, attenuation-inferior (shares), fgsm (SD of"
            + " the map)."
      })
  private Map<String, String> named = new LinkedHashMap<>();

  @Mixin private SparkOptions options = new SparkOptions();
  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    Grades grades = Grades.of(named);
    Configuration configuration = Configuration.read(conf);
    if (configuration.experiment().harmonisation().method() != SiteHarmonisation.Method.NONE) {
      throw new UserException(
          "Cannot stress networks of harmonised features: "
              + conf
              + " (expected harmonisation.method = none)");
    }
    try (SparkSession spark = options.open("stress")) {
      Workplace place = new Workplace(spark, configuration, console);
      RunFolder run = place.runs().existing();
      SplitPlan plan = SplitJob.existing(run, place.studies().ledger().datasetDigest());
      if (!run.has("predictions")) {
        throw new UserException(
            "Cannot find predictions: "
                + run.shownPathOf("predictions")
                + " (expected ./run train before)");
      }
      StressTest test =
          new StressTest(
              new Validation(
                  spark, configuration.experiment(), plan, place.backbone(), place.origin(), run),
              place.studies(),
              grades);
      Progress progress = console.progress(1);
      progress.now(work(grades));
      TaskProgress.during(spark.sparkContext(), progress, 1, "scoring changed maps", test::score);
      progress.now("estimating");
      Reproduced reproduced = test.reproduced();
      List<ChangeCurve> curves = test.curves();
      run.write("stress.json", text(place, plan, run, grades, reproduced, curves));
      StressTable.print(curves, grades, console.out());
      if (configuration.experiment().training().looksAtHeldOut()) {
        console.say("Warning: " + Selection.STAIN);
      }
      console.tellSimulated(place.studies().ledger().simulated());
      console.wrote("stress", run.shownPathOf("stress.json"));
      return MissingCells.told(Validation.missing(configuration.experiment(), plan, run), console);
    }
  }

  private static String work(Grades grades) {
    return ("frozen network: %d times every study and map; with each network held out of it and"
            + " target %d times more%s")
        .formatted(
            grades.shared().size(),
            grades.adversarial().size(),
            grades.adversarial().isEmpty() ? "" : ", and once back");
  }

  private static String text(
      Workplace place,
      SplitPlan plan,
      RunFolder run,
      Grades grades,
      Reproduced reproduced,
      List<ChangeCurve> curves) {
    Map<String, Object> provenance = Provenance.of(place, run);
    provenance.put("planDigest", plan.digest());
    provenance.put(
        "missingCells",
        Validation.missing(place.configuration().experiment(), plan, run).stream()
            .map(MissingCell::cell)
            .toList());
    provenance.put("code", CodeVersion.current());
    List<Map<String, Object>> kinds = new ArrayList<>();
    grades
        .changes()
        .forEach(
            (kind, changes) -> {
              Map<String, Object> told = new LinkedHashMap<>();
              told.put("kind", kind.key());
              told.put("unit", kind.unit());
              told.put("grades", changes.stream().map(MapChange::grade).toList());
              kinds.add(told);
            });
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("schema", "polarfold-stress/1");
    root.put("provenance", provenance);
    root.put("kinds", kinds);
    root.put("reproduced", reproduced);
    root.put("curves", curves);
    return ResultsFile.text(root);
  }
}
