package org.polarfold.harmonise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One factor a site, for all values: what brings the site's mean level to the reference's. Of maps
 * that is a gain; of what a network makes of them it is one only as far as the network is
 * homogeneous.
 */
public final class GainStandardisation implements Harmonisation {

  private static final long serialVersionUID = 1L;

  private final double target;
  private final List<Double> gains = new ArrayList<>();

  /**
   * Learns.
   *
   * @throws IllegalArgumentException where all values of a site, or of the reference, are 0
   */
  public GainStandardisation(Studies studies, Reference reference) {
    target = level(studies.target(reference));
    for (int site = 0; site < studies.siteCount(); site++) {
      gains.add(gain(IntStream.of(studies.of(site)).mapToObj(studies.values()::get).toList()));
    }
  }

  private static double level(List<double[]> studies) {
    double level =
        studies.stream()
            .mapToDouble(values -> Arrays.stream(values).map(Math::abs).average().orElseThrow())
            .average()
            .orElseThrow();
    if (!(level > 0)) {
      throw new IllegalArgumentException("Invalid values: all 0 (expected some that are not)");
    }
    return level;
  }

  private double gain(List<double[]> studies) {
    return target / level(studies);
  }

  private static SiteChange by(double gain) {
    return (values, covariates) -> Arrays.stream(values).map(value -> gain * value).toArray();
  }

  /** The factor of a site; 1 at the reference. */
  public double gainAt(int site) {
    return gains.get(site);
  }

  @Override
  public SiteChange at(int site) {
    return by(gains.get(site));
  }

  @Override
  public SiteChange adaptedTo(List<double[]> values, List<double[]> covariates) {
    return by(gain(values));
  }
}
