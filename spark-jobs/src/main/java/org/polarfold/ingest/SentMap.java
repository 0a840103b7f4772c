package org.polarfold.ingest;

import java.util.OptionalDouble;
import org.polarfold.study.PolarMap;

/**
 * A map as a site sent it, brought to the canonical grid and the lake's unit.
 *
 * @param map canonical
 * @param colourResidual of a map read off a picture, as {@link
 *     org.polarfold.study.PerfusionStudy#colourResidual} says
 */
record SentMap(PolarMap map, OptionalDouble colourResidual) {

  static SentMap of(PolarMap map) {
    return new SentMap(map, OptionalDouble.empty());
  }
}
