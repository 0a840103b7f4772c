package org.polarfold.simulate;

import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.math3.util.FastMath;
import org.polarfold.study.Blur;
import org.polarfold.study.PolarMap;

/** A site's measurement of flow: its knobs, applied to a patient's true flow. */
final class Camera {

  /**
   * What a site measured, on the canonical grid.
   *
   * @param rest mL/min/g
   * @param stress mL/min/g
   * @param distortion what the day and the knobs did to this patient's study
   */
  record Measured(PolarMap rest, PolarMap stress, Distortion distortion) {}

  /** What differs between the two states' acquisitions. */
  private record Exposure(double gain, double day, double most) {}

  // Programs do not report flow outside what the heart can do; wide of every simulated patient.
  private static final double LEAST = 0.15;
  private static final double MOST_REST = 4.5;
  private static final double MOST_STRESS = 9.5;

  private final AcquisitionKnobs knobs;
  private final Blur blur;

  /** Neighbouring values share their noise, as reconstruction makes them (assumed). */
  private final Blur grain = new Blur(4, 0.8);

  private final double whiteSd;
  private final Optional<double[]> artefact;
  private final Optional<double[]> mark;

  Camera(AcquisitionKnobs knobs) {
    this.knobs = knobs;
    blur = new Blur(knobs.resolution().blurDegrees(), knobs.resolution().blurRings());
    whiteSd = knobs.resolution().noise() / grain.whiteSd();
    artefact = knobs.artefact().map(RegionalArtefact::pattern);
    mark = knobs.mark().map(Mark::pattern);
  }

  /**
   * Measures a patient.
   *
   * @param draws a stream of the patient's own for each named use: every knob has one, so that the
   *     same patient with one knob turned has the same noise
   */
  Measured measure(Patient patient, Function<String, Draws> draws) {
    Distortion distortion = Distortion.draw(knobs, patient, draws);
    double[] rest = new double[PolarMap.SIZE];
    double[] stress = new double[PolarMap.SIZE];
    knobs
        .attenuation()
        .map(attenuation -> attenuation.pattern(patient.person()))
        .ifPresent(
            wall -> {
              Disc.add(rest, distortion.attenuation(), wall);
              Disc.add(stress, distortion.attenuation(), wall);
            });
    artefact.ifPresent(wall -> Disc.add(stress, distortion.artefact(), wall));
    Draws noise = draws.apply("noise");
    FlowResponse response = knobs.response();
    PolarMap seenRest =
        seen(
            new Exposure(response.rest(), distortion.dayRest(), MOST_REST),
            patient.flow().rest(),
            rest,
            distortion,
            noise);
    PolarMap seenStress =
        seen(
            new Exposure(response.stress(), distortion.dayStress(), MOST_STRESS),
            patient.flow().stress(),
            stress,
            distortion,
            noise);
    return displayed(seenRest, marked(seenStress, distortion), distortion);
  }

  private PolarMap seen(
      Exposure exposure, PolarMap flow, double[] weakened, Distortion distortion, Draws draws) {
    double day = FastMath.exp(exposure.day);
    double[] white = new double[PolarMap.SIZE];
    for (int i = 0; i < white.length; i++) {
      white[i] = draws.normal(0, whiteSd);
    }
    float[] truth = flow.toArray();
    double[] taken = new double[PolarMap.SIZE];
    for (int i = 0; i < taken.length; i++) {
      double left = weakened[i] == 0 ? 1 : FastMath.exp(weakened[i]);
      taken[i] = knobs.response().taken(truth[i] * day) * left;
    }
    double[] blurred = blur.apply(taken);
    double[] noise = grain.apply(white);
    float[] seen = new float[PolarMap.SIZE];
    for (int i = 0; i < seen.length; i++) {
      double value = exposure.gain * blurred[i] * FastMath.exp(noise[i]);
      seen[i] = (float) Math.min(Math.max(value, LEAST), exposure.most);
    }
    return PolarMap.of(seen).rotated(distortion.rotationDegrees());
  }

  /** The mark is put where the site puts it, however the heart lies. */
  private PolarMap marked(PolarMap stress, Distortion distortion) {
    if (mark.isEmpty() || !distortion.marked()) {
      return stress;
    }
    return mapped(stress, (i, flow) -> flow * FastMath.exp(mark.get()[i]), MOST_STRESS);
  }

  private Measured displayed(PolarMap rest, PolarMap stress, Distortion distortion) {
    return knobs
        .display()
        .map(
            display ->
                new Measured(
                    mapped(rest, (i, flow) -> display.rest(flow), MOST_REST),
                    mapped(stress, (i, flow) -> display.stress(flow), MOST_STRESS),
                    distortion))
        .orElse(new Measured(rest, stress, distortion));
  }

  /** A change of one value, by its place. */
  @FunctionalInterface
  private interface Change {
    double of(int place, double flow);
  }

  private static PolarMap mapped(PolarMap map, Change change, double most) {
    float[] values = map.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.min(Math.max(change.of(i, values[i]), LEAST), most);
    }
    return PolarMap.of(values);
  }
}
