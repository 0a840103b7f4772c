package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What was excluded and why: studies, sites, trainings, predictions.
 *
 * @param rejected studies that were not taken, by reason
 * @param notHeldOut sites that were no place where no network had been
 * @param cells trainings that failed, and what is missing for them
 * @param predictions rows of predictions, used and left out
 */
record ExcludedSection(
    Grid rejected, Grid notHeldOut, Grid cells, Map<String, String> predictions) {

  static ExcludedSection of(
      JsonNode results,
      RunFacts run,
      List<CohortTable.Exclusion> exclusions,
      Map<String, String> counts) {
    Grid.Rows rejected = new Grid.Rows();
    exclusions.forEach(one -> rejected.add(one.reason(), one.number(), one.places()));
    Grid.Rows notHeldOut = new Grid.Rows();
    for (SiteFacts site : run.cohort()) {
      String because = site.notHeldOutBecause();
      if (because != null) {
        notHeldOut.add(
            Words.label(Words.site(site.site()), 60), Words.count(site.n()), Words.clean(because));
      }
    }
    return new ExcludedSection(
        rejected.under("Rejected studies by reason", "Reason", "Studies", "Sites"),
        notHeldOut.under("Sites that were not held out", "Site", "Patients", "Why"),
        cells(results),
        counts);
  }

  private static Grid cells(JsonNode results) {
    Grid.Rows rows = new Grid.Rows();
    for (JsonNode cell : results.path("provenance").path("missingCells")) {
      rows.add(
          Words.label(Words.clean(cell.path("cell").asText("")), 80),
          Words.sentence(cell.path("arm").asText("")),
          Words.clean(cell.path("reason").asText("")));
    }
    return rows.under(
        "Trainings that failed; of their arm, model, map and targets nothing is evaluated",
        "Training",
        "Arm",
        "Why");
  }
}
