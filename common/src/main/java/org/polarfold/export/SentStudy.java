package org.polarfold.export;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarMap;

/**
 * What a site sends of one patient.
 *
 * @param number of the study at the site, at least 0
 * @param patient the hospital's number
 * @param maps flow in mL/min/g, reserve as a ratio
 * @param flaw what is wrong with the record
 * @param place of the flaw among the values, at least 0, counted around
 */
public record SentStudy(
    int number, String patient, Map<MapKind, PolarMap> maps, Optional<Flaw> flaw, int place) {

  private static final float ABSURD = 99;
  private static final float OTHER = 100;

  public SentStudy {
    Map<MapKind, PolarMap> ordered = new EnumMap<>(MapKind.class);
    ordered.putAll(maps);
    maps = Collections.unmodifiableMap(ordered);
  }

  boolean has(Flaw asked) {
    return flaw.filter(asked::equals).isPresent();
  }

  /** The values of every map in a unit, on a grid that a function knows, the flaw among them. */
  Map<MapKind, float[]> values(Unit unit, Function<PolarMap, float[]> onGrid) {
    Map<MapKind, float[]> flow = new EnumMap<>(MapKind.class);
    maps.forEach((kind, map) -> flow.put(kind, onGrid.apply(map)));
    Map<MapKind, float[]> values = unit.of(flow);
    if (flaw.isEmpty() || values.isEmpty()) {
      return values;
    }
    float[] flawed = values.getOrDefault(flawed(), new float[0]).clone();
    int at = place % flawed.length;
    switch (flaw.get()) {
      case NON_FINITE -> flawed[at] = Float.NaN;
      case OUT_OF_RANGE -> flawed[at] = (float) (ABSURD * unit.scale());
      case OTHER_UNIT -> {
        for (int i = 0; i < flawed.length; i++) {
          flawed[i] *= OTHER;
        }
      }
      default -> {
        return values;
      }
    }
    values.put(flawed(), flawed);
    return values;
  }

  /** The map that a flaw is in: stress, where it is sent. */
  MapKind flawed() {
    return maps.containsKey(MapKind.STRESS) ? MapKind.STRESS : maps.keySet().iterator().next();
  }
}
