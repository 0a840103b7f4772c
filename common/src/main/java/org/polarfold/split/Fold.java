package org.polarfold.split;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.polarfold.study.PatientId;

/**
 * One cut of a consortium: these patients are held out, those are set aside, all others train.
 *
 * @param name unique within its design; letters, digits and -
 * @param heldOut whom the network is judged on; sorted, at least one but in {@link #NOBODY_OUT}
 * @param setAside who neither trains nor is judged; sorted, nobody that is held out
 */
public record Fold(String name, List<PatientId> heldOut, List<PatientId> setAside) {

  /** The fold of a model that is handed on: everyone trains, nobody is held out. */
  public static final Fold NOBODY_OUT = new Fold("everyone", List.of(), List.of());

  public Fold {
    heldOut = heldOut.stream().sorted().toList();
    setAside = setAside.stream().sorted().toList();
    if (heldOut.isEmpty() && !name.equals("everyone")) {
      throw new IllegalArgumentException("Invalid fold: " + name + " holds nobody out");
    }
    if (!Collections.disjoint(heldOut, Set.copyOf(setAside))) {
      throw new IllegalArgumentException(
          "Invalid fold: " + name + " sets a patient aside whom it holds out");
    }
  }

  /** As this one, where these patients do not train either. */
  Fold settingAside(List<PatientId> patients) {
    if (patients.isEmpty()) {
      return this;
    }
    Set<PatientId> aside = new TreeSet<>(setAside);
    aside.addAll(patients);
    heldOut.forEach(aside::remove);
    return new Fold(name, heldOut, List.copyOf(aside));
  }

  /** A fold in which everyone trains who is not held out. */
  public Fold(String name, List<PatientId> heldOut) {
    this(name, heldOut, List.of());
  }
}
