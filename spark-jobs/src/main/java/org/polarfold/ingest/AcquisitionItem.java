package org.polarfold.ingest;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.polarfold.experiment.Settings;
import org.polarfold.study.Acquisition;

/** What {@link Acquisition} is made of; each is said of the whole site or patient by patient. */
enum AcquisitionItem {
  TRACER,
  SCANNER,
  SOFTWARE,
  KINETIC_MODEL,
  RECONSTRUCTION,
  ATTENUATION_CORRECTION,
  STRESSOR;

  /** The name in site.conf, as {@code kinetic-model}. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What a site says of all its patients. */
  static Map<AcquisitionItem, String> of(Settings acquisition) {
    Map<AcquisitionItem, String> items = new EnumMap<>(AcquisitionItem.class);
    for (AcquisitionItem item : values()) {
      if (acquisition.has(item.key())) {
        items.put(item, acquisition.text(item.key()));
      }
    }
    return items;
  }

  /** The acquisition of these items; the others are unknown. */
  static Acquisition acquisition(Map<AcquisitionItem, String> items) {
    return new Acquisition(
        items.getOrDefault(TRACER, Acquisition.UNKNOWN),
        items.getOrDefault(SCANNER, Acquisition.UNKNOWN),
        items.getOrDefault(SOFTWARE, Acquisition.UNKNOWN),
        items.getOrDefault(KINETIC_MODEL, Acquisition.UNKNOWN),
        items.getOrDefault(RECONSTRUCTION, Acquisition.UNKNOWN),
        items.getOrDefault(ATTENUATION_CORRECTION, Acquisition.UNKNOWN),
        items.getOrDefault(STRESSOR, Acquisition.UNKNOWN));
  }
}
