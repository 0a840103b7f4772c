package org.polarfold.simulate;

import org.apache.commons.math3.util.FastMath;
import org.polarfold.study.PolarGrid;
import org.polarfold.study.PolarMap;

/** A site's measurement of flow: its knobs, applied to a patient's true flow. */
final class Camera {

  /**
   * What a site measured, on the canonical grid.
   *
   * @param rest mL/min/g
   * @param stress mL/min/g
   * @param artefactStrength this patient's change of log stress flow on the site's wall; 0 without
   *     an artefact
   */
  record Measured(PolarMap rest, PolarMap stress, double artefactStrength) {}

  // Programs do not report flow outside what the heart can do; wide of every simulated patient.
  private static final double LEAST = 0.15;
  private static final double MOST_REST = 4.5;
  private static final double MOST_STRESS = 9.5;

  private final AcquisitionKnobs knobs;
  private final Blur blur;

  /** Neighbouring values share their noise, as reconstruction makes them (assumed). */
  private final Blur grain = new Blur(4, 0.8);

  private final PolarGrid turned;
  private final double[] artefact;

  Camera(AcquisitionKnobs knobs) {
    this.knobs = knobs;
    blur = new Blur(knobs.blurDegrees(), knobs.blurRings());
    turned = new PolarGrid(PolarMap.RINGS, PolarMap.SECTORS, true, -knobs.rotationDegrees(), true);
    artefact =
        knobs.artefact().map(RegionalArtefact::pattern).orElseGet(() -> new double[PolarMap.SIZE]);
  }

  /**
   * Measures a patient. The artefact draws from a stream of its own, so that the same patient
   * without it has the same noise.
   */
  Measured measure(LatentFlow flow, Draws noise, Draws artefactDraws) {
    double strength = knobs.artefact().map(a -> a.strength(artefactDraws)).orElse(0.0);
    double[] rest = logs(flow.rest());
    double[] stress = logs(flow.stress());
    Disc.add(stress, strength, artefact);
    return new Measured(
        seen(rest, knobs.gainRest(), knobs.reproducibilityRest(), MOST_REST, noise),
        seen(stress, knobs.gainStress(), knobs.reproducibilityStress(), MOST_STRESS, noise),
        strength);
  }

  private PolarMap seen(double[] logs, double gain, double studySd, double most, Draws draws) {
    double level = FastMath.log(gain) + draws.normal(0, studySd);
    double[] white = new double[logs.length];
    for (int i = 0; i < white.length; i++) {
      white[i] = draws.normal(level, knobs.noise() / grain.whiteSd());
    }
    double[] flow = new double[logs.length];
    for (int i = 0; i < flow.length; i++) {
      flow[i] = FastMath.exp(logs[i]);
    }
    double[] blurred = blur.apply(flow);
    double[] noise = grain.apply(white);
    float[] seen = new float[flow.length];
    for (int i = 0; i < seen.length; i++) {
      double value = blurred[i] * FastMath.exp(noise[i]);
      seen[i] = (float) Math.min(Math.max(value, LEAST), most);
    }
    return knobs.rotationDegrees() == 0
        ? PolarMap.of(seen)
        : PolarMap.of(turned.fromCanonical(PolarMap.of(seen)));
  }

  private static double[] logs(PolarMap map) {
    float[] values = map.toArray();
    double[] logs = new double[values.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = FastMath.log(values[i]);
    }
    return logs;
  }
}
