package org.polarfold.simulate;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.Acquisition;
import org.polarfold.study.SiteId;

/**
 * One site of a simulated consortium.
 *
 * @param id its name
 * @param model what is supposed of patients, the same at every site
 * @param patients how many it examines
 * @param caseMix whom
 * @param acquisition what it says about its acquisition
 * @param knobs how it measures in truth
 * @param practice what its physicians do
 * @param missingLabels share of labels that are missing, 0 to 0.5
 * @param wrongLabels share of labels that say the opposite, sex excepted, 0 to 0.5
 * @param faults planted records by kind
 * @param format how it writes its export
 */
record SimulatedSite(
    SiteId id,
    PatientModel model,
    int patients,
    CaseMix caseMix,
    Acquisition acquisition,
    AcquisitionKnobs knobs,
    Practice practice,
    double missingLabels,
    double wrongLabels,
    Map<FaultKind, Integer> faults,
    ExportFormat format) {

  /** Numbers of seven digits: a prime, so that every step walks through all of them. */
  private static final int NUMBERS = 8_999_993;

  private static final int FIRST_NUMBER = 1_000_000;

  SimulatedSite {
    Map<FaultKind, Integer> copy = new EnumMap<>(FaultKind.class);
    copy.putAll(faults);
    faults = Collections.unmodifiableMap(copy);
  }

  /** The same site with other faults. */
  SimulatedSite with(Map<FaultKind, Integer> others) {
    return with(id, others, format);
  }

  /** Another site that is alike; its patients are other people with other numbers. */
  SimulatedSite copy(SiteId other, int number) {
    return with(other, faults, format.with(format.identifier() + number + "-"));
  }

  private SimulatedSite with(
      SiteId ownId, Map<FaultKind, Integer> ownFaults, ExportFormat ownFormat) {
    return new SimulatedSite(
        ownId,
        model,
        patients,
        caseMix,
        acquisition,
        knobs,
        practice,
        missingLabels,
        wrongLabels,
        ownFaults,
        ownFormat);
  }

  /** How many patients have no part in any fault. */
  long sound() {
    return patients - FaultPlan.needed(faults);
  }

  /** The family of this site's seeds, by its name and not by its place. */
  Seeds seeds(Seeds consortium) {
    return consortium.family("site", id.value());
  }

  Clinic clinic(Seeds consortium) {
    return new Clinic(seeds(consortium), model, caseMix, knobs, practice);
  }

  /**
   * What can be told from this site's maps at all.
   *
   * @param people how many are simulated besides its patients
   */
  BestPossible bestPossible(Seeds consortium, int people) {
    return new BestPossible(clinic(consortium), seeds(consortium).family("population"), people);
  }

  FaultPlan faultPlan(Seeds consortium) {
    return new FaultPlan(faults, patients, new Draws(seeds(consortium).seed("faults")));
  }

  /** A number as hospitals give them: no two patients share one, and it tells no order. */
  String identifier(Seeds consortium, int index) {
    Draws draws = new Draws(seeds(consortium).seed("identifiers"));
    long step = 1L + draws.below(NUMBERS - 1);
    long start = draws.below(NUMBERS);
    long number = FIRST_NUMBER + (start + step * index) % NUMBERS;
    return String.format(Locale.ROOT, "%s%07d", format.identifier(), number);
  }
}
