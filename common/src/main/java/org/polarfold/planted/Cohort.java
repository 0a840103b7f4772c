package org.polarfold.planted;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealVector;
import org.polarfold.provenance.Seeds;
import org.polarfold.simulate.Consortium;
import org.polarfold.simulate.SimulatedStudies;
import org.polarfold.split.Enrolled;
import org.polarfold.study.MapKind;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.Segment17;

/**
 * A simulated consortium as a split enrols it, with the segments of every map.
 *
 * @param patients site by site
 * @param segments by map, the 17 means of each patient in the same order
 */
record Cohort(List<Enrolled> patients, Map<MapKind, List<RealVector>> segments) {

  /**
   * Examines everyone.
   *
   * @param patients of every site
   */
  static Cohort of(Consortium consortium, Seeds seeds, int patients) {
    List<Enrolled> enrolled = new ArrayList<>();
    Map<MapKind, List<RealVector>> segments = new EnumMap<>(MapKind.class);
    SimulatedStudies.ofConsortium(consortium, seeds, patients)
        .forEach(
            study -> {
              enrolled.add(new Enrolled(study.patient(), study.site(), study.clinical().labels()));
              for (MapKind map : MapKind.values()) {
                segments.computeIfAbsent(map, kind -> new ArrayList<>()).add(means(study, map));
              }
            });
    return new Cohort(List.copyOf(enrolled), segments);
  }

  private static RealVector means(PerfusionStudy study, MapKind map) {
    return new ArrayRealVector(Segment17.means(study.map(map).orElseThrow()), false);
  }

  /** The segments of a map, a patient each. */
  List<RealVector> segments(MapKind map) {
    return segments.getOrDefault(map, List.of());
  }
}
