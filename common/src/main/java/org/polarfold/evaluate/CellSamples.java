package org.polarfold.evaluate;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.polarfold.study.SiteId;

/**
 * A binary target of one model and map, as it is handed to a {@link Supplement}.
 *
 * @param target its name
 * @param model its name
 * @param map its name
 * @param arms samples by arm, in the order in which results list them
 * @param attributes of the patients, by the codes that samples have
 * @param sources where the labels are from
 * @param siteOf the site of a patient's code
 * @param resampling for intervals that no formula gives
 */
public record CellSamples(
    String target,
    String model,
    String map,
    SortedMap<Arm, ArmSamples> arms,
    PatientAttributes attributes,
    LabelSources sources,
    IntFunction<SiteId> siteOf,
    Resampling resampling) {

  /** Patients by their sites. */
  public SortedMap<SiteId, Sample> bySite(Sample all) {
    SortedMap<SiteId, IntStream.Builder> patients = new TreeMap<>();
    for (int patient : all.patients()) {
      patients.computeIfAbsent(siteOf.apply(patient), site -> IntStream.builder()).add(patient);
    }
    SortedMap<SiteId, Sample> sites = new TreeMap<>();
    patients.forEach((site, codes) -> sites.put(site, all.only(codes.build().toArray())));
    return sites;
  }
}
