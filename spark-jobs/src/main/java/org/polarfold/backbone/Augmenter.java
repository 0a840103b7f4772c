package org.polarfold.backbone;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.polarfold.experiment.Augmentation;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.Blur;
import org.polarfold.study.PolarMap;

/**
 * Varies a patient's maps as {@link Augmentation} says. The same patient, variant and settings give
 * the same maps, wherever and in whatever order they are computed.
 *
 * @param augmentation what is varied
 * @param seeds draw it, by patient and variant
 */
record Augmenter(Augmentation augmentation, Seeds seeds) implements Serializable {

  /**
   * A study's maps and its variants.
   *
   * @param maps of one patient: they are turned and blurred alike, as one examination is
   * @return 1 + variants entries, the maps themselves first
   */
  List<List<PolarMap>> varied(String patient, List<PolarMap> maps) {
    List<List<PolarMap>> all = new ArrayList<>(List.of(maps));
    for (int variant = 1; variant <= augmentation.variants(); variant++) {
      Random random = new Random(seeds.seed("variant", patient, variant));
      double degrees = within(random, augmentation.rotationDegrees());
      double blur = random.nextDouble() * augmentation.blurDegrees();
      double gain = Math.exp(within(random, Math.log1p(augmentation.gain())));
      all.add(maps.stream().map(map -> varied(map, degrees, blur, gain, random)).toList());
    }
    return all;
  }

  private static double within(Random random, double most) {
    return most * (2 * random.nextDouble() - 1);
  }

  private PolarMap varied(PolarMap map, double degrees, double blur, double gain, Random random) {
    float[] turned = map.rotated(degrees).toArray();
    double[] values = new double[turned.length];
    double mean = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = turned[i];
      mean += values[i] / values.length;
    }
    double[] blurred = Blur.even(blur).apply(values);
    for (int i = 0; i < turned.length; i++) {
      double noise = augmentation.noise() * mean * random.nextGaussian();
      turned[i] = (float) (gain * (blurred[i] + noise));
    }
    return PolarMap.of(turned);
  }
}
