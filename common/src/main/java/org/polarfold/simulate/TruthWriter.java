package org.polarfold.simulate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.polarfold.study.SiteId;

/**
 * What is true of a simulated consortium, for checks of the pipeline and never for the pipeline:
 * {@code truth.json} with every site's knobs and planted faults, {@code patients.csv} with every
 * patient.
 */
final class TruthWriter implements Closeable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Table patients;
  private final ObjectNode root = JSON.createObjectNode();
  private final ArrayNode sites;

  TruthWriter(Path folder, long seed) throws IOException {
    this.folder = folder;
    patients = new Table(folder.resolve("patients.csv"), StandardCharsets.UTF_8, ',');
    patients.row(
        List.of(
            "site", "patient", "mean_reserve", "impaired_mfr", "artefact_strength", "obstructive"));
    root.put("schema", "polarfold-truth/1").put("simulated", true).put("seed", seed);
    sites = root.putArray("sites");
  }

  void patient(SiteId site, String identifier, Examination examination) throws IOException {
    LatentFlow flow = examination.patient().flow();
    patients.row(
        List.of(
            site.value(),
            identifier,
            String.format(Locale.ROOT, "%.6f", flow.meanReserve()),
            flow.impaired() ? "1" : "0",
            String.format(Locale.ROOT, "%.6f", examination.measured().distortion().artefact()),
            examination.patient().person().obstructive() ? "1" : "0"));
  }

  void site(SimulatedSite site, List<PlantedFault> faults) {
    ObjectNode node = sites.addObject().put("site", site.id().value());
    node.put("patients", site.patients()).put("missingLabels", site.missingLabels());
    caseMix(node.putObject("caseMix"), site.caseMix());
    KnobsJson.put(node.putObject("knobs"), site.knobs());
    ArrayNode planted = node.putArray("faults");
    for (PlantedFault fault : faults) {
      planted
          .addObject()
          .put("kind", fault.kind().key())
          .put("patient", fault.patient())
          .put("file", fault.file())
          .put("line", fault.line());
    }
  }

  /** Writes truth.json. */
  void finish() throws IOException {
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    Files.writeString(folder.resolve("truth.json"), text.replace("\r\n", "\n") + "\n");
  }

  @Override
  public void close() throws IOException {
    patients.close();
  }

  private static void caseMix(ObjectNode node, CaseMix mix) {
    node.put("male", mix.male())
        .put("meanAgeYears", mix.meanAgeYears())
        .put("ageSdYears", mix.ageSdYears())
        .put("obstructive", mix.obstructive())
        .put("microvascular", mix.microvascular());
    mix.races().forEach((race, share) -> node.put(race.key(), share));
    mix.traits().forEach((trait, share) -> node.put(trait.target.key(), share));
  }
}
