package org.polarfold.ingest;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.polarfold.experiment.Settings;
import org.polarfold.study.MapKind;
import org.polarfold.study.Quantity;
import org.polarfold.study.Segment17;

/**
 * The 17 columns that hold a state's segments, by a prefix that the AHA numbers follow or each by
 * its name.
 *
 * @param prefix empty where names are given
 * @param names of segments 1 to 17; empty where a prefix is given
 */
record SegmentColumns(String prefix, List<String> names) {

  /** Reads {@code rest}, {@code stress} and {@code reserve} of a block; any may be left out. */
  static Map<MapKind, SegmentColumns> of(Settings block, Quantity quantity) {
    Map<MapKind, SegmentColumns> columns = new EnumMap<>(MapKind.class);
    Set<String> taken = new HashSet<>();
    for (MapKind kind : MapKind.values()) {
      String key = kind.key();
      if (block.has(key)) {
        if (kind == MapKind.RESERVE && quantity != Quantity.FLOW) {
          throw block.invalid(key, "no reserve of relative uptake");
        }
        SegmentColumns of = of(block, key);
        List<String> names = of.prefix.isEmpty() ? of.names : List.of(of.prefix);
        if (!names.stream().allMatch(taken::add)) {
          throw block.invalid(key, "other columns than those of any other state, none twice");
        }
        columns.put(kind, of);
      }
    }
    if (columns.isEmpty()) {
      throw block.invalid(MapKind.REST.key(), "at least one of rest, stress and reserve");
    }
    return Collections.unmodifiableMap(columns);
  }

  private static SegmentColumns of(Settings block, String key) {
    if (!block.isList(key)) {
      return new SegmentColumns(block.text(key), List.of());
    }
    List<String> names = block.texts(key);
    if (names.size() != Segment17.COUNT) {
      throw block.invalid(key, "what columns begin with, or the names of 17 columns");
    }
    return new SegmentColumns("", names);
  }

  /**
   * The columns in an open table.
   *
   * @param named the key of site.conf that names them
   */
  FlowColumns in(Table table, String named) {
    return prefix.isEmpty()
        ? FlowColumns.named(table, names.toArray(String[]::new), named)
        : FlowColumns.numbered(table, prefix, 1, Segment17.COUNT, named);
  }
}
