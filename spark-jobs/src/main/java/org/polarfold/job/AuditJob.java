package org.polarfold.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.polarfold.backbone.Backbone;
import org.polarfold.backbone.FeatureCache;
import org.polarfold.provenance.CodeVersion;
import org.polarfold.provenance.Seeds;
import org.polarfold.split.SplitPlan;
import org.polarfold.store.RunFolder;
import org.polarfold.validate.SiteAudits;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Whether maps tell where they were taken: {@code audit.json} of a run. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = {
      "Tell sites from maps, from their noise and from the network's features, and how far each"
          + " site lies from the others: audit.json of the last run.",
      "What can be told, a network can learn in place of the heart."
    })
final class AuditJob implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Parameters(paramLabel = "CONF", description = "The experiment's configuration file.")
  private Path conf = Path.of("");

  @Mixin private SparkOptions options = new SparkOptions();
  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    Configuration configuration = Configuration.read(conf);
    try (SparkSession spark = options.open("audit")) {
      Workplace place = new Workplace(spark, configuration, console);
      RunFolder run = place.runs().existing();
      SplitPlan plan = SplitJob.existing(run, place.studies().ledger().datasetDigest());
      Backbone backbone = place.backbone();
      FeatureCache features = place.features(backbone);
      console.progress(0).now("telling sites from maps and features");
      SiteAudits audits =
          SiteAudits.of(
              plan,
              configuration.experiment().maps(),
              features::studies,
              place.studies(),
              backbone::placeMeans,
              configuration.experiment().harmonisation());
      List<DropsByDistance> drops =
          DropsByDistance.of(run.text("results.json"), audits.maps(), new Seeds(plan.seed()));
      run.write("audit.json", text(place, plan, run, audits, drops));
      AuditTable.print(audits.maps(), console.out());
      AuditTable.printHarmonised(audits.harmonised(), console.out());
      AuditTable.printDrops(drops, console.out());
      console.say("");
      console.tellSimulated(place.studies().ledger().simulated());
      console.wrote("audit", run.shownPathOf("audit.json"));
    }
    return 0;
  }

  private static String text(
      Workplace place,
      SplitPlan plan,
      RunFolder run,
      SiteAudits audits,
      List<DropsByDistance> drops) {
    Map<String, Object> provenance = Provenance.of(place, run);
    provenance.put("planDigest", plan.digest());
    provenance.put("code", CodeVersion.current());
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("schema", "polarfold-audit/1");
    root.put("provenance", provenance);
    root.put("maps", audits.maps());
    root.put("harmonised", audits.harmonised());
    root.put("drops", drops);
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
