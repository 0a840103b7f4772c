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
import org.polarfold.experiment.Selection;
import org.polarfold.experiment.Selection.Rule;
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
    if (!fitted.equals(Optional.of(expected))) {
      tell(Kind.FITTED_ON_HELD_OUT, cell, cut.get(), "fitted to", fitted, expected);
    } else {
      learning(cell, cut.get(), expected);
    }
  }

  /** Whom steps were taken on, and who was watched, by the rule of selection. */
  private void learning(CellRecord cell, Cut cut, PatientSum training) {
    Optional<PatientSum> learnt = cell.patients(CellRecord.LEARNT);
    Optional<PatientSum> watched = cell.patients(CellRecord.WATCHED);
    if (cell.selection().map(Selection::rule).equals(Optional.of(Rule.TRAINING_DOMAIN))) {
      Optional<PatientSum> both = learnt.flatMap(some -> watched.map(some::plus));
      if (!both.equals(Optional.of(training))) {
        tell(Kind.WATCHED_HELD_OUT, cell, cut, "learnt from and watched", both, training);
      }
      return;
    }
    if (!learnt.equals(Optional.of(training))) {
      tell(Kind.FITTED_ON_HELD_OUT, cell, cut, "learnt from", learnt, training);
    }
    Optional<PatientSum> toWatch =
        cell.selection().map(rule -> rule.rule() == Rule.ORACLE ? sum(cut.heldOut()) : training);
    if (!watched.equals(toWatch)) {
      tell(Kind.WATCHED_HELD_OUT, cell, cut, "watched", watched, toWatch.orElse(PatientSum.NOBODY));
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
            "the " + expected.count() + " patients of " + cut.shown() + " that its settings say"));
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
