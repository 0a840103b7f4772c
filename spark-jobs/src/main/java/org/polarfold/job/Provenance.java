package org.polarfold.job;

import java.util.LinkedHashMap;
import java.util.Map;
import org.polarfold.store.RunFolder;

/** What every file that a run's figures are in says of where they come from. */
final class Provenance {

  private Provenance() {}

  /** The first keys of a file's {@code provenance}, in their order; more may follow. */
  static Map<String, Object> of(Workplace place, RunFolder run) {
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("run", run.name());
    provenance.put("simulated", place.studies().ledger().simulated());
    provenance.put("configurationDigest", place.runs().configurationDigest());
    provenance.put("datasetDigest", place.studies().ledger().datasetDigest());
    place
        .configuration()
        .experiment()
        .training()
        .selection()
        .ifPresent(selection -> provenance.put("selection", selection.rule().key()));
    return provenance;
  }
}
