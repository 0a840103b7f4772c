package org.polarfold.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * {@code truth.json}: every site's knobs, planted faults and the areas that no score exceeds; for
 * checks of the pipeline and never for the pipeline.
 */
final class TruthJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode root = JSON.createObjectNode();
  private final ArrayNode sites;

  /**
   * Of no site yet.
   *
   * @param configuration of the consortium, JSON
   */
  TruthJson(long seed, String configuration) throws JsonProcessingException {
    root.put("schema", "polarfold-truth/3").put("simulated", true).put("seed", seed);
    root.set("configuration", JSON.readTree(configuration));
    sites = root.putArray("sites");
  }

  void site(SimulatedSite site, List<PlantedFault> faults, SiteTruth truth) {
    ObjectNode node = sites.addObject().put("site", site.id().value());
    node.put("patients", site.patients())
        .put("missingLabels", site.missingLabels())
        .put("wrongLabels", site.wrongLabels());
    ObjectNode areas = node.putObject("bestPossibleAuroc");
    truth
        .bestPossible()
        .forEach(
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
      ObjectNode told =
          planted
              .addObject()
              .put("kind", fault.kind().key())
              .put("reason", fault.reason())
              .put("patient", fault.patient())
              .put("file", fault.file())
              .put("line", fault.line());
      if (fault.sameAs() != null) {
        told.put("sameAs", fault.sameAs());
      }
    }
  }

  String text() throws JsonProcessingException {
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    return text.replace("\r\n", "\n") + "\n";
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
