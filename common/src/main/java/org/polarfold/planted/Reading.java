package org.polarfold.planted;

import org.polarfold.study.MapKind;
import org.polarfold.study.Target;

/**
 * What is told from which map's 17 segments.
 *
 * @param target the label
 * @param map the map
 */
public record Reading(Target target, MapKind map) {

  @Override
  public String toString() {
    return target.key() + " from " + map.key();
  }
}
