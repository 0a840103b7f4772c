package org.polarfold.simulate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which patients of a site get a fault: as many as configured of each kind, one a patient. Whose
 * maps another patient borrows is sound otherwise. What it holds grows with the faults, not with
 * the site.
 */
final class FaultPlan {

  private final int patients;
  private final Map<Integer, FaultKind> kindByPatient = new HashMap<>();
  private final Map<Integer, Integer> lenders = new HashMap<>();
  private final Set<Integer> taken = new HashSet<>();

  /**
   * Draws.
   *
   * @param counts which need no more than half of the patients ({@link #needed})
   */
  FaultPlan(Map<FaultKind, Integer> counts, int patients, Draws draws) {
    this.patients = patients;
    for (FaultKind kind : FaultKind.values()) {
      for (int i = 0; i < counts.getOrDefault(kind, 0); i++) {
        int patient = free(draws);
        kindByPatient.put(patient, kind);
        if (kind.borrowsMaps()) {
          lenders.put(patient, free(draws));
        }
      }
    }
  }

  /** How many patients have a part in so many faults. */
  static long needed(Map<FaultKind, Integer> counts) {
    return counts.entrySet().stream()
        .mapToLong(entry -> (entry.getKey().borrowsMaps() ? 2L : 1L) * entry.getValue())
        .sum();
  }

  Optional<FaultKind> of(int patient) {
    return Optional.ofNullable(kindByPatient.get(patient));
  }

  /** All who have a fault, in ascending order. */
  List<Integer> patients(FaultKind kind) {
    return kindByPatient.entrySet().stream()
        .filter(entry -> entry.getValue() == kind)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** Whose maps a patient borrows. */
  int lender(int borrower) {
    return lenders.getOrDefault(borrower, borrower);
  }

  /** Some patient who has no part in any fault; there is one. */
  int sound(Draws draws) {
    int patient;
    do {
      patient = draws.below(patients);
    } while (taken.contains(patient));
    return patient;
  }

  private int free(Draws draws) {
    int patient = sound(draws);
    taken.add(patient);
    return patient;
  }
}
