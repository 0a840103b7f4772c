package org.polarfold.leakage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.polarfold.split.Fold;
import org.polarfold.split.SplitPlan;
import org.polarfold.split.SplitPlan.PlannedDesign;
import org.polarfold.study.PatientId;

/**
 * A plan as tasks can be sent it: who is on which side of which fold.
 *
 * @param patients all of the plan's
 * @param cuts every fold of every design, in order
 */
record Sides(Set<String> patients, List<Cut> cuts) implements Serializable {

  /** Where a patient is. */
  enum Side {
    HELD_OUT("held out"),
    SET_ASIDE("set aside"),
    LEARNT_FROM("learnt from"),
    UNKNOWN("not in the plan");

    private final String shown;

    Side(String shown) {
      this.shown = shown;
    }

    String shown() {
      return shown;
    }
  }

  /**
   * A fold.
   *
   * @param arm of the plan
   * @param repeat 0 for the first draw
   * @param fold its name
   */
  record Cut(String arm, int repeat, String fold, Set<String> heldOut, Set<String> setAside)
      implements Serializable {

    boolean isOfDesign(Cut other) {
      return arm.equals(other.arm) && repeat == other.repeat;
    }

    String shown() {
      return "arm " + arm + (repeat == 0 ? "" : ", repeat " + (repeat + 1)) + ", fold " + fold;
    }
  }

  static Sides of(SplitPlan plan) {
    List<Cut> cuts = new ArrayList<>();
    for (PlannedDesign design : plan.designs()) {
      for (Fold fold : design.folds()) {
        cuts.add(
            new Cut(
                design.arm(),
                design.repeat(),
                fold.name(),
                names(fold.heldOut()),
                names(fold.setAside())));
      }
    }
    return new Sides(names(plan.patients()), cuts);
  }

  private static Set<String> names(Collection<PatientId> patients) {
    Set<String> names = new HashSet<>();
    patients.forEach(patient -> names.add(patient.value()));
    return names;
  }

  Side side(Cut cut, String patient) {
    if (cut.heldOut.contains(patient)) {
      return Side.HELD_OUT;
    }
    if (cut.setAside.contains(patient)) {
      return Side.SET_ASIDE;
    }
    return patients.contains(patient) ? Side.LEARNT_FROM : Side.UNKNOWN;
  }

  /** Whom the network of a fold may learn from. */
  List<String> learntFrom(Cut cut) {
    return patients.stream().filter(patient -> side(cut, patient) == Side.LEARNT_FROM).toList();
  }

  /** The fold of an arm and repeat; empty where the plan has none of the name. */
  Optional<Cut> cut(String arm, int repeat, String fold) {
    return cuts.stream()
        .filter(cut -> cut.arm.equals(arm) && cut.repeat == repeat && cut.fold.equals(fold))
        .findFirst();
  }

  /**
   * Two who should be on one side and are not.
   *
   * @param cut the first fold of its design in which they are apart
   */
  record Apart(Cut cut, String learnt, String heldOut) {}

  /** For each design the first fold that parts some patients, with the first two on either side. */
  List<Apart> parted(List<String> together) {
    List<Apart> apart = new ArrayList<>();
    for (Cut cut : cuts) {
      if (apart.isEmpty() || !apart.get(apart.size() - 1).cut.isOfDesign(cut)) {
        Optional<String> learnt = first(together, cut, Side.LEARNT_FROM);
        Optional<String> heldOut = first(together, cut, Side.HELD_OUT);
        if (learnt.isPresent() && heldOut.isPresent()) {
          apart.add(new Apart(cut, learnt.get(), heldOut.get()));
        }
      }
    }
    return apart;
  }

  private Optional<String> first(List<String> some, Cut cut, Side side) {
    return some.stream().filter(patient -> side(cut, patient) == side).sorted().findFirst();
  }
}
