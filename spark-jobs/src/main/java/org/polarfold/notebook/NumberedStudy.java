package org.polarfold.notebook;

import java.util.Map;
import java.util.Optional;
import org.polarfold.study.Acquisition;
import org.polarfold.study.ClinicalFacts;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarMap;
import org.polarfold.study.SiteId;

/**
 * A study of a lake under a number that holds for as long as the lake does not change, in place of
 * its pseudonym.
 *
 * @param number from 1
 * @param site where it was acquired
 * @param clinical what is known of the patient beside the maps
 * @param acquisition how it was acquired
 * @param maps at least one; rest and stress in mL/min/g or relative, reserve dimensionless
 */
public record NumberedStudy(
    int number,
    SiteId site,
    ClinicalFacts clinical,
    Acquisition acquisition,
    Map<MapKind, PolarMap> maps) {

  /** The map of a kind, if the study has it. */
  public Optional<PolarMap> map(MapKind kind) {
    return Optional.ofNullable(maps.get(kind));
  }
}
