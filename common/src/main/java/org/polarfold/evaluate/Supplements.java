package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Blocks of results of a target, by the key under which the file has them. A block is an {@link
 * Estimate} or a record or list of such.
 *
 * @param arms by name of arm, then by key
 * @param drop by key
 * @param target by key
 */
public record Supplements(
    Map<String, Map<String, Serializable>> arms,
    Map<String, Serializable> drop,
    Map<String, Serializable> target)
    implements Serializable {

  static final Supplements NONE = new Supplements(Map.of(), Map.of(), Map.of());

  /** Several in one, in order. */
  static Supplements together(List<Supplements> some) {
    Supplements all =
        new Supplements(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    for (Supplements one : some) {
      one.arms.forEach(
          (arm, blocks) ->
              all.arms.computeIfAbsent(arm, name -> new LinkedHashMap<>()).putAll(blocks));
      all.drop.putAll(one.drop);
      all.target.putAll(one.target);
    }
    return all;
  }

  /** The blocks of an arm. */
  Map<String, Serializable> arm(Arm arm) {
    return arms.getOrDefault(arm.name(), Map.of());
  }
}
