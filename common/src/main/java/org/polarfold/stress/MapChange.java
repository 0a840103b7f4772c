package org.polarfold.stress;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.polarfold.provenance.Seeds;
import org.polarfold.simulate.Attenuation;
import org.polarfold.simulate.Attenuation.Wall;
import org.polarfold.study.Blur;
import org.polarfold.study.InputMaps;
import org.polarfold.study.PolarMap;

/**
 * A change of one kind and grade. All maps of a study are changed alike, as one examination is;
 * noise alone is drawn for each of them.
 *
 * @param kind of change
 * @param grade how far, in the kind's unit; 0 for not at all
 */
public record MapChange(Kind kind, double grade) implements Serializable {

  /** A Gaussian's full width at half maximum in standard deviations. */
  private static final double FULL_WIDTH = 2 * Math.sqrt(2 * Math.log(2));

  /** Whether nothing is changed. */
  public boolean isNone() {
    return grade == 0;
  }

  /**
   * A study's maps, changed. The same patient, grade and seeds give the same maps, wherever and in
   * whatever order they are made; the noise of a larger grade is that of a smaller one, only more.
   *
   * @param study a map a kind
   * @param maps which kinds they are
   * @param seeds draw the noise, by patient and map
   * @throws IllegalStateException where the change is one against a network
   */
  public List<PolarMap> of(String patient, List<PolarMap> study, InputMaps maps, Seeds seeds) {
    if (isNone()) {
      return study;
    }
    List<PolarMap> changed = new ArrayList<>();
    for (int k = 0; k < study.size(); k++) {
      PolarMap map = study.get(k);
      changed.add(
          switch (kind) {
            case ROTATION -> map.rotated(grade);
            case BLUR -> blurred(map);
            case NOISE -> noisy(map, seeds.seed("noise", patient, maps.kinds().get(k).key()));
            case GAIN -> gained(map);
            case ATTENUATION_ANTERIOR -> attenuated(map, Attenuation.depth(Wall.ANTERIOR));
            case ATTENUATION_INFERIOR -> attenuated(map, Attenuation.depth(Wall.INFERIOR));
            case FGSM -> throw new IllegalStateException("FGSM takes a network's gradient");
          });
    }
    return changed;
  }

  /**
   * A study's maps, each value moved by the grade times its map's standard deviation over places.
   *
   * @param gradient by map, what the loss rises by per unit of each value; only its sign is used,
   *     and a value that it does not depend on stays
   */
  public List<PolarMap> against(List<PolarMap> study, float[][] gradient) {
    List<PolarMap> changed = new ArrayList<>();
    for (int k = 0; k < study.size(); k++) {
      float[] values = study.get(k).toArray();
      double step = grade * standardDeviation(values);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (values[i] + step * Math.signum(gradient[k][i]));
      }
      changed.add(PolarMap.of(values));
    }
    return changed;
  }

  private PolarMap blurred(PolarMap map) {
    float[] values = map.toArray();
    double[] fine = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      fine[i] = values[i];
    }
    double[] blurred = Blur.evenRings(grade / FULL_WIDTH).apply(fine);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) blurred[i];
    }
    return PolarMap.of(values);
  }

  private PolarMap noisy(PolarMap map, long seed) {
    Random random = new Random(seed);
    float[] values = map.toArray();
    double sd = grade * mean(values);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] + sd * random.nextGaussian());
    }
    return PolarMap.of(values);
  }

  private PolarMap gained(PolarMap map) {
    float[] values = map.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] * (1 + grade));
    }
    return PolarMap.of(values);
  }

  private PolarMap attenuated(PolarMap map, double[] depth) {
    float[] values = map.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] * (1 - grade * depth[i]));
    }
    return PolarMap.of(values);
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double standardDeviation(float[] values) {
    double mean = mean(values);
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / values.length);
  }
}
