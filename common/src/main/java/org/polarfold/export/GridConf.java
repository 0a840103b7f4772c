package org.polarfold.export;

import java.util.LinkedHashMap;
import java.util.Map;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarGrid;

/** Blocks of a site.conf that several forms share. */
final class GridConf {

  private GridConf() {}

  /** A text for each state, by the state's name. */
  static Map<String, Object> words(Map<MapKind, String> words) {
    Map<String, Object> block = new LinkedHashMap<>();
    words.forEach((kind, word) -> block.put(kind.key(), word));
    return block;
  }

  /** The block {@code grid}. */
  static Map<String, Object> of(PolarGrid grid) {
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("rings", grid.rings());
    block.put("sectors", grid.sectors());
    block.put("first-ring", grid.apexFirst() ? "apex" : "base");
    block.put("first-sector-degrees", grid.firstSectorDegrees());
    block.put("direction", grid.counterClockwise() ? "counter-clockwise" : "clockwise");
    return block;
  }
}
