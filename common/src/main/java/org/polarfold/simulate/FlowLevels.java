package org.polarfold.simulate;

import org.apache.commons.math3.util.FastMath;

/**
 * Three numbers that carry what a patient's traits and sex do to flow.
 *
 * @param rest log of rest flow before any regional pattern
 * @param stress the same under stress, what is diffuse of disease included
 * @param pattern log flow of the anterior against the inferior wall, alike at rest and stress
 */
record FlowLevels(double rest, double stress, double pattern) {

  /** Mean levels of a patient without disease. */
  static FlowLevels expected(PatientModel model, Person person) {
    return expected(model, person.male(), person.ageYears(), person.traits());
  }

  /** Mean levels by sex, age and traits, without disease. */
  static FlowLevels expected(
      PatientModel model, boolean male, double ageYears, Iterable<Trait> traits) {
    FlowModel flow = model.flow();
    double rest = FastMath.log(flow.rest()) + (male ? 0 : flow.womenRest());
    double stress =
        FastMath.log(flow.stress())
            + (male ? 0 : flow.womenStress())
            + flow.stressPerYear() * (ageYears - 63);
    for (Trait trait : traits) {
      rest += model.of(trait).onRest();
      stress += model.of(trait).onStress();
    }
    return new FlowLevels(rest, stress, male ? flow.sexPattern() : -flow.sexPattern());
  }

  static FlowLevels draw(Person person, CoronaryDisease disease, PatientModel model, Draws draws) {
    FlowModel flow = model.flow();
    double first = draws.normal(0, 1);
    double second =
        flow.correlation() * first
            + Math.sqrt(1 - flow.correlation() * flow.correlation()) * draws.normal(0, 1);
    FlowLevels expected = expected(model, person);
    return new FlowLevels(
        expected.rest + flow.restSd() * first,
        expected.stress
            + flow.stressSd() * second
            + (disease.obstructive() ? model.obstructive().diffuse() : 0)
            - disease.microvascular(),
        draws.normal(expected.pattern, flow.sexPatternSd()));
  }
}
