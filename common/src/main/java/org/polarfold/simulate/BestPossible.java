package org.polarfold.simulate;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.Target;

/**
 * How well a label can be told from a site's maps at all: the area under the ROC curve that no
 * score of the maps exceeds. Computed from the risks of a large sample of people who are none of
 * the site's patients.
 */
final class BestPossible {

  private final Clinic sample;
  private final IdealObserver observer;
  private final int patients;
  private final double shareElsewhere;

  /**
   * What is possible at a clinic.
   *
   * @param seeds a family that no patient comes from
   * @param patients how many people to simulate, at least 40
   */
  BestPossible(Clinic clinic, Seeds seeds, int patients) {
    this.patients = patients;
    sample = clinic.elsewhere(seeds);
    shareElsewhere =
        clinic
            .prevalence()
            .map(label -> share(clinic.unshifted(seeds), label.target()))
            .orElse(Double.NaN);
    observer = clinic.observer(shareElsewhere);
  }

  /** The share of the label whose prevalence is shifted here, where it is not; else NaN. */
  double shareElsewhere() {
    return shareElsewhere;
  }

  /** The area that no score of the site's maps exceeds, by label. */
  Map<Target, PopulationAuroc> areas() {
    Map<Target, double[]> risks = new EnumMap<>(Target.class);
    for (Target target : Target.values()) {
      risks.put(target, new double[patients]);
    }
    IntStream.range(0, patients)
        .parallel()
        .forEach(
            index -> {
              Patient patient = sample.patient(index);
              Map<Target, Double> own = observer.risks(patient, sample.distortion(index, patient));
              risks.forEach((target, all) -> all[index] = own.getOrDefault(target, Double.NaN));
            });
    Map<Target, PopulationAuroc> areas = new EnumMap<>(Target.class);
    risks.forEach((target, all) -> areas.put(target, PopulationAuroc.of(all)));
    return areas;
  }

  private double share(Clinic unshifted, Target target) {
    long with =
        IntStream.range(0, patients)
            .parallel()
            .filter(index -> unshifted.patient(index).labels().getOrDefault(target, 0) == 1)
            .count();
    return (double) with / patients;
  }
}
