package org.polarfold.simulate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polarfold.study.Target;

/**
 * Who a patient may be, before anything is seen: a {@link Stratum} of all races, with or without
 * microvascular disease, whose obstructive disease is known.
 *
 * @param weight prior probability, together with that obstructive disease
 * @param expected mean levels of such patients
 * @param microvascular whether small vessels are diseased
 * @param positive places in {@link #LABELS} of the labels that are 1; impaired reserve is not among
 *     them, since it is no cause
 */
record Hypothesis(
    double weight, FlowLevels expected, boolean microvascular, List<Integer> positive) {

  /** All labels, in the order in which they are counted. */
  static final List<Target> LABELS = List.of(Target.values());

  /** The place of impaired reserve. */
  static final int IMPAIRED = LABELS.indexOf(Target.IMPAIRED_MFR);

  /** All that are possible with obstructive disease, or without. */
  static List<Hypothesis> all(PatientModel model, Population population, boolean obstructive) {
    Map<List<Object>, Hypothesis> merged = new LinkedHashMap<>();
    for (Stratum stratum : population.strata()) {
      double disease = population.obstructive().probability(stratum);
      double small = population.microvascular().probability(stratum);
      double weight = stratum.weight() * (obstructive ? disease : 1 - disease);
      for (boolean microvascular : new boolean[] {false, true}) {
        Hypothesis one =
            new Hypothesis(
                weight * (microvascular ? small : 1 - small),
                expected(model, stratum, obstructive, microvascular),
                microvascular,
                positive(stratum));
        merged.merge(
            List.of(stratum.ageYears(), microvascular, one.positive), one, Hypothesis::either);
      }
    }
    List<Hypothesis> all = new ArrayList<>(merged.values());
    all.removeIf(hypothesis -> hypothesis.weight <= 0);
    return all;
  }

  /** Whether a label other than impaired reserve is 1. */
  boolean has(Target target) {
    return positive.contains(LABELS.indexOf(target));
  }

  private static Hypothesis either(Hypothesis a, Hypothesis b) {
    return new Hypothesis(a.weight + b.weight, a.expected, a.microvascular, a.positive);
  }

  private static FlowLevels expected(
      PatientModel model, Stratum stratum, boolean obstructive, boolean microvascular) {
    FlowLevels levels =
        FlowLevels.expected(model, stratum.male(), stratum.ageYears(), stratum.traits());
    double stress =
        levels.stress()
            + (obstructive ? model.obstructive().diffuse() : 0)
            - (microvascular ? model.microvascular().depth() : 0);
    return new FlowLevels(levels.rest(), stress, levels.pattern());
  }

  private static List<Integer> positive(Stratum stratum) {
    List<Integer> positive = new ArrayList<>();
    if (stratum.male()) {
      positive.add(LABELS.indexOf(Target.SEX));
    }
    for (Trait trait : Trait.values()) {
      if (stratum.traits().contains(trait)) {
        positive.add(LABELS.indexOf(trait.target));
      }
    }
    return List.copyOf(positive);
  }
}
