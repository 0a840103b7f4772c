package org.polarfold.coverage;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.polarfold.provenance.Seeds;

/**
 * The population of one site. Features are normal with unit variance within a class, so that the
 * truth is linear-logistic and the area of any linear score has a closed form.
 *
 * @param name of the site
 * @param patients drawn for a consortium
 * @param prevalence of label 1
 * @param difference mean of the features in label 1 minus that in label 0, one a feature
 * @param artefact added to every patient's features, one a feature
 */
record SiteTruth(
    String name, int patients, double prevalence, double[] difference, double[] artefact) {

  static final int FEATURES = 40;

  /** The area of the best score that there is, where nothing is shifted, is 0.80. */
  private static final double LENGTH = 1.19;

  private static final double DECAY = 0.9;
  private static final double SD_OF_DIFFERENCE = 0.12;
  private static final double SD_OF_ARTEFACT = 0.2;

  // Patients and events of the golden consortium.
  private static final List<Size> SIZES =
      List.of(
          new Size("alkmaar", 420, 158),
          new Size("boston", 310, 76),
          new Size("cairo", 140, 79),
          new Size("delhi", 95, 32),
          new Size("espoo", 230, 46),
          new Size("fukuoka", 36, 8));

  private record Size(String name, int patients, int events) {}

  /** The sites of one consortium. */
  static List<SiteTruth> consortium(Scenario scenario, Seeds seeds, int consortium) {
    return SIZES.stream()
        .map(
            size ->
                switch (scenario) {
                  case NO_SHIFT -> of(size, common(), new double[FEATURES]);
                  case SHIFT -> shifted(size, seeds.seed("site", size.name));
                  case NEW_SITES -> shifted(size, seeds.seed("site", size.name, consortium));
                })
        .toList();
  }

  private static SiteTruth of(Size size, double[] difference, double[] artefact) {
    double prevalence = (double) size.events / size.patients;
    return new SiteTruth(size.name, size.patients, prevalence, difference, artefact);
  }

  private static SiteTruth shifted(Size size, long seed) {
    RandomGenerator random = new Well19937c(seed);
    double[] difference = common();
    double[] artefact = new double[FEATURES];
    for (int j = 0; j < FEATURES; j++) {
      difference[j] += SD_OF_DIFFERENCE * random.nextGaussian();
      artefact[j] = SD_OF_ARTEFACT * random.nextGaussian();
    }
    return of(size, difference, artefact);
  }

  private static double[] common() {
    double[] shape = IntStream.range(0, FEATURES).mapToDouble(j -> Math.pow(DECAY, j)).toArray();
    double norm =
        Math.sqrt(IntStream.range(0, FEATURES).mapToDouble(j -> shape[j] * shape[j]).sum());
    return IntStream.range(0, FEATURES).mapToDouble(j -> LENGTH * shape[j] / norm).toArray();
  }
}
