package org.polarfold.simulate;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.apache.commons.math3.util.FastMath;

/**
 * Who reaches angiography after the test.
 *
 * @param normal probability for a white man whose result is normal, more than 0 and less than 1
 * @param abnormal the same where the result is abnormal
 * @param women log odds ratio of women against men
 * @param races log odds ratio of each race against {@link Race#WHITE}; absent is 0
 */
record Referral(double normal, double abnormal, double women, Map<Race, Double> races) {

  /**
   * 8.8 % of those tested in one large study, women and minorities less (Hagio and Murthy, J Nucl
   * Cardiol 2022;29:3311). The size of the differences, and by how much a result moves it, are
   * assumed.
   */
  static final Referral REFERENCE =
      new Referral(0.03, 0.25, -0.3, Map.of(Race.BLACK, -0.3, Race.OTHER, -0.2));

  Referral {
    Map<Race, Double> ordered = new EnumMap<>(Race.class);
    ordered.putAll(races);
    races = Collections.unmodifiableMap(ordered);
  }

  /** The probability that this person is sent. */
  double probability(Person person, boolean result) {
    double base = result ? abnormal : normal;
    double logit = FastMath.log(base / (1 - base)) + (person.male() ? 0 : women);
    return Disc.step(logit + races.getOrDefault(person.race(), 0.0), 1);
  }
}
