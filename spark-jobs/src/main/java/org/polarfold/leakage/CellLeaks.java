package org.polarfold.leakage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.polarfold.experiment.Experiment;
import org.polarfold.leakage.Leak.Kind;
import org.polarfold.leakage.Sides.Cut;
import org.polarfold.split.PatientSum;
import org.polarfold.split.SplitPlan;
import org.polarfold.store.RunFolder;
import org.polarfold.validate.CellRecord;

/**
 * Finished cells that were made from something else than the plan says, by their own records of
 * what they have really read.
 */
final class CellLeaks {

  private final SplitPlan plan;
  private final Experiment experiment;
  private final Sides sides;
  private final Map<String, PatientSum> ofPatient = new HashMap<>();
  private final Map<Cut, PatientSum> ofTraining = new HashMap<>();
  private final List<Leak> leaks = new ArrayList<>();

  private CellLeaks(SplitPlan plan, Experiment experiment, Sides sides) {
    this.plan = plan;
    this.experiment = experiment;
    this.sides = sides;
    sides.patients().forEach(patient -> ofPatient.put(patient, PatientSum.of(patient)));
  }

  /** Looks. */
  static List<Leak> find(SplitPlan plan, Experiment experiment, Sides sides, RunFolder run) {
    CellLeaks cells = new CellLeaks(plan, experiment, sides);
    CellRecord.finished(experiment, plan, run).forEach(cells::look);
    return cells.leaks;
  }

  private void look(CellRecord cell) {
    Optional<Cut> cut = sides.cut(cell.arm(), cell.repeat(), cell.fold().name());
    if (cut.isEmpty() || !cell.isOf(plan, experiment)) {
      leaks.add(
          Leak.of(
              Kind.FOREIGN_CELL,
              cell.file(),
              "made for another plan, fold or experiment",
              List.of(cell.name()),
              "plan " + plan.digest().substring(0, 12) + "; train it again in a new run"));
      return;
    }
    PatientSum expected = ofTraining.computeIfAbsent(cut.get(), this::training);
    Optional<PatientSum> fitted = cell.patients(CellRecord.FITTED);
    Optional<PatientSum> learnt = cell.patients(CellRecord.LEARNT);
    boolean isWatched = cell.says(CellRecord.WATCHED);
    if (isWatched) {
      learnt =
          learnt.flatMap(
              some -> cell.patients(CellRecord.WATCHED).map(others -> some.plus(others)));
    }
    if (!fitted.equals(Optional.of(expected))) {
      tell(Kind.FITTED_ON_HELD_OUT, cell, cut.get(), "fitted to", fitted, expected);
    } else if (!learnt.equals(Optional.of(expected))) {
      tell(
          isWatched ? Kind.WATCHED_HELD_OUT : Kind.FITTED_ON_HELD_OUT,
          cell,
          cut.get(),
          isWatched ? "learnt from and watched" : "learnt from",
          learnt,
          expected);
    }
  }

  private PatientSum training(Cut cut) {
    return sum(sides.learntFrom(cut));
  }

  private PatientSum sum(Collection<String> patients) {
    return patients.stream()
        .map(patient -> Objects.requireNonNull(ofPatient.get(patient)))
        .reduce(PatientSum.NOBODY, PatientSum::plus);
  }

  private void tell(
      Kind kind,
      CellRecord cell,
      Cut cut,
      String what,
      Optional<PatientSum> found,
      PatientSum expected) {
    List<String> who = found.map(sum -> who(sum.minus(expected), cut)).orElse(List.of());
    leaks.add(
        Leak.of(
            kind,
            cell.file(),
            found
                    .map(sum -> what + " " + sum.count() + " patients")
                    .orElse(what + " nobody knows whom")
                + (who.isEmpty() ? "" : ", not those of the plan"),
            who.isEmpty() ? List.of("cell " + cell.name()) : who,
            "the " + expected.count() + " training patients of " + cut.shown()));
  }

  /**
   * Who makes a difference: one more, one less, one for another, or all that are held out; nobody
   * where it is none of these, which a sum does not tell.
   */
  private List<String> who(PatientSum difference, Cut cut) {
    if (difference.equals(sum(cut.heldOut()))) {
      return new TreeSet<>(cut.heldOut()).stream().toList();
    }
    Map<PatientSum, String> named = new HashMap<>();
    ofPatient.forEach((patient, sum) -> named.put(sum, patient));
    Optional<String> more = Optional.ofNullable(named.get(difference));
    if (more.isPresent()) {
      return List.of(shown(more.get(), cut));
    }
    if (difference.count() == -1 || difference.count() == 0) {
      for (String missing : sides.learntFrom(cut)) {
        PatientSum rest = difference.plus(Objects.requireNonNull(ofPatient.get(missing)));
        if (rest.equals(PatientSum.NOBODY)) {
          return List.of("without " + missing);
        }
        if (named.containsKey(rest)) {
          return List.of(shown(Objects.requireNonNull(named.get(rest)), cut), "without " + missing);
        }
      }
    }
    return List.of();
  }

  private String shown(String patient, Cut cut) {
    return patient + " (" + sides.side(cut, patient).shown() + ")";
  }
}
