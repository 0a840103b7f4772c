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
import java.util.Map;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

/**
 * What is true of a simulated consortium, for checks of the pipeline and never for the pipeline:
 * {@code truth.json} with every site's knobs, planted faults and the areas that no score exceeds,
 * {@code patients.csv} with every patient.
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
    patients.row(PatientTruth.COLUMNS);
    root.put("schema", "polarfold-truth/2").put("simulated", true).put("seed", seed);
    sites = root.putArray("sites");
  }

  void patient(SiteId site, String identifier, Examination examination, Map<Target, Double> risks)
      throws IOException {
    patients.row(PatientTruth.cells(site, identifier, examination, risks));
  }

  void site(
      SimulatedSite site, List<PlantedFault> faults, Map<Target, PopulationAuroc> bestPossible) {
    ObjectNode node = sites.addObject().put("site", site.id().value());
    node.put("patients", site.patients())
        .put("missingLabels", site.missingLabels())
        .put("wrongLabels", site.wrongLabels());
    ObjectNode areas = node.putObject("bestPossibleAuroc");
    bestPossible.forEach(
        (target, area) ->
            areas
                .putObject(target.key())
                .put("value", area.value())
                .put("standardError", area.standardError())
                .put("simulatedPatients", area.patients()));
    practice(node, site.practice());
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
    mix.prevalence()
        .ifPresent(
            label ->
                node.putObject("prevalence")
                    .put("target", label.target().key())
                    .put("share", label.share()));
  }

  private static void practice(ObjectNode node, Practice practice) {
    ArrayNode readers = node.putArray("readers");
    for (Reader reader : practice.readers()) {
      readers
          .addObject()
          .put("name", reader.name())
          .put("sensitivity", reader.sensitivity())
          .put("specificity", reader.specificity());
    }
    ObjectNode referral =
        node.putObject("referral")
            .put("normal", practice.referral().normal())
            .put("abnormal", practice.referral().abnormal())
            .put("women", practice.referral().women());
    practice.referral().races().forEach((race, odds) -> referral.put(race.key(), odds));
  }
}
