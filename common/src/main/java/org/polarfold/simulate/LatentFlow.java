package org.polarfold.simulate;

import java.util.Arrays;
import org.apache.commons.math3.util.FastMath;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;

/**
 * A patient's true flow, which no site measures exactly.
 *
 * <p>Patients without territory disease follow N-13 ammonia without coronary disease (Opstal 2017,
 * PMC5994394): rest 1.02 +- 0.22, stress 2.54 +- 0.41 mL/min/g, reserve 2.60 +- 0.61; women higher
 * at rest and stress and lower in reserve, age lowers stress. Levels are log-normal between
 * patients. Regional norms are half of what nine volunteers showed by territory (Kiso et al.).
 *
 * <p>Assumed: the size of the effects of sex and age, the effects of traits ({@link Trait}), the
 * anatomical sex pattern (women less in front, men less below, the same at rest and stress, as soft
 * tissue would leave it), the texture, and disease: a defect of 0 to 50 % of stress flow a
 * territory, a fifth of its logarithm at rest, with 12 % less stress flow everywhere in patients
 * who have any (diffuse atherosclerosis).
 *
 * @param rest blood flow at rest, mL/min/g
 * @param stress blood flow under stress, mL/min/g
 */
record LatentFlow(PolarMap rest, PolarMap stress) {

  /** Reserve below this is impaired. */
  static final double IMPAIRED_BELOW = 2.0;

  private static final double LOG_REST = FastMath.log(0.874);
  private static final double LOG_STRESS = FastMath.log(2.580);
  private static final double WOMEN_REST = 0.18;
  private static final double WOMEN_STRESS = 0.10;
  private static final double STRESS_PER_YEAR = -0.004;
  private static final double REST_SD = 0.172;
  private static final double STRESS_SD = 0.137;
  private static final double CORRELATION = 0.30;
  private static final double TEXTURE_SD = 0.035;
  private static final double SEX_PATTERN = 0.015;
  private static final double SEX_PATTERN_SD = 0.030;
  private static final double DIFFUSE = -0.13;
  private static final double DEEPEST = 0.70;
  private static final double REST_SHARE_OF_DEFECT = 0.2;

  private static final double[] NORM_REST = Disc.of((r, a) -> -0.02 * Disc.cos(a - 30));
  private static final double[] NORM_STRESS = Disc.of((r, a) -> 0.05 * Disc.cos(a) * reach(r));
  private static final double[] FRONT_TO_BELOW = Disc.of((r, a) -> Disc.cos(a - 90) * reach(r));

  static LatentFlow draw(Person person, Draws draws) {
    double first = draws.normal(0, 1);
    double second =
        CORRELATION * first + Math.sqrt(1 - CORRELATION * CORRELATION) * draws.normal(0, 1);
    double restLevel = LOG_REST + REST_SD * first;
    double stressLevel =
        LOG_STRESS + STRESS_SD * second + STRESS_PER_YEAR * (person.ageYears() - 63);
    if (!person.male()) {
      restLevel += WOMEN_REST;
      stressLevel += WOMEN_STRESS;
    }
    for (Trait trait : person.traits()) {
      restLevel += trait.onRest;
      stressLevel += trait.onStress;
    }
    double[] rest = field(restLevel, NORM_REST, draws);
    double[] stress = field(stressLevel, NORM_STRESS, draws);
    double pattern = draws.normal(person.male() ? SEX_PATTERN : -SEX_PATTERN, SEX_PATTERN_SD);
    Disc.add(rest, pattern, FRONT_TO_BELOW);
    Disc.add(stress, pattern, FRONT_TO_BELOW);
    if (person.diseased()) {
      narrow(rest, stress, draws);
    }
    return new LatentFlow(Disc.exp(rest), Disc.exp(stress));
  }

  /** Mean reserve over the 17 segments, dimensionless. */
  double meanReserve() {
    return Arrays.stream(Segment17.means(stress.over(rest))).average().orElseThrow();
  }

  /** The label: mean reserve below 2.0. */
  boolean impaired() {
    return meanReserve() < IMPAIRED_BELOW;
  }

  private static double[] field(double level, double[] norm, Draws draws) {
    double[] field = Texture.draw(TEXTURE_SD, draws);
    Disc.add(field, 1, norm);
    Arrays.setAll(field, i -> field[i] + level);
    return field;
  }

  private static void narrow(double[] rest, double[] stress, Draws draws) {
    Territory[] all = Territory.values();
    // One territory is certain: a patient with disease has disease somewhere.
    Territory certain = all[draws.below(all.length)];
    for (Territory territory : all) {
      // Drawn before asked, so that every patient takes as many numbers from the stream.
      boolean also = draws.chance(territory.share);
      double depth = DEEPEST * draws.beta(2, 2.2);
      double shift = draws.normal(0, 8);
      double halfWidth = draws.uniform(30, 60);
      double firstRing = draws.uniform(16, 34);
      if (also || territory == certain) {
        double[] defect = territory.defect(shift, halfWidth, firstRing);
        Disc.add(stress, -depth, defect);
        Disc.add(rest, -depth * REST_SHARE_OF_DEFECT, defect);
      }
    }
    Arrays.setAll(stress, i -> stress[i] + DIFFUSE);
  }

  /** How much of a pattern around the axis is left near the apex, where all angles meet. */
  private static double reach(int ring) {
    return Math.min(1, (ring + 0.5) / 12);
  }
}
