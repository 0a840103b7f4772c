package org.polarfold.study;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One perfusion examination of one patient, as checked by ingest.
 *
 * @param patient pseudonym
 * @param site where it was acquired
 * @param clinical what is known of the patient beside the maps
 * @param acquisition how it was acquired
 * @param quantity what the rest and stress maps measure
 * @param maps at least one; rest and stress in the quantity's unit, reserve dimensionless and of
 *     flow only
 * @param colourResidual where maps were read off pictures: how far their colours lay from the
 *     colour table, root mean square as a share of the full range of a channel, 0 to 1; the larger
 *     of the maps'
 */
public record PerfusionStudy(
    PatientId patient,
    SiteId site,
    ClinicalFacts clinical,
    Acquisition acquisition,
    Quantity quantity,
    Map<MapKind, PolarMap> maps,
    OptionalDouble colourResidual) {

  /**
   * Copies the maps.
   *
   * @throws IllegalArgumentException where there is none, or a reserve of relative uptake
   */
  public PerfusionStudy {
    if (maps.isEmpty()) {
      throw new IllegalArgumentException("Invalid study: no map");
    }
    if (quantity != Quantity.FLOW && maps.containsKey(MapKind.RESERVE)) {
      throw new IllegalArgumentException("Invalid study: a flow reserve of relative uptake");
    }
    Map<MapKind, PolarMap> copy = new EnumMap<>(MapKind.class);
    copy.putAll(maps);
    maps = Collections.unmodifiableMap(copy);
  }

  /** The map of a kind, if the study has it. */
  public Optional<PolarMap> map(MapKind kind) {
    return Optional.ofNullable(maps.get(kind));
  }
}
