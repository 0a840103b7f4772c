package org.polarfold.simulate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which patients of a site get a fault: as many as configured of each kind, one a patient. */
final class FaultPlan {

  private final Map<Integer, FaultKind> kindByPatient = new HashMap<>();

  FaultPlan(Map<FaultKind, Integer> counts, int patients, Draws draws) {
    List<Integer> free = new ArrayList<>(IntStream.range(0, patients).boxed().toList());
    for (FaultKind kind : FaultKind.values()) {
      for (int i = 0; i < counts.getOrDefault(kind, 0); i++) {
        Collections.swap(free, draws.below(free.size()), free.size() - 1);
        kindByPatient.put(free.remove(free.size() - 1), kind);
      }
    }
  }

  Optional<FaultKind> of(int patient) {
    return Optional.ofNullable(kindByPatient.get(patient));
  }
}
