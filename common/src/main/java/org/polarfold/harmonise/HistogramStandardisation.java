package org.polarfold.harmonise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Brings the distribution of each value at a site to that of the reference: its quantiles (type 7,
 * in twentieths) go to theirs, linearly between (Nyul, Udupa and Zhang, IEEE Transactions on
 * Medical Imaging 2000;19:143). Beyond the outermost it moves values as far as those. What differs
 * between the sites' patients is taken away as well.
 */
public final class HistogramStandardisation implements Harmonisation {

  private static final long serialVersionUID = 1L;

  private static final int STEPS = 20;

  private final double[][] target;
  private final List<SiteChange> changes = new ArrayList<>();

  /** Learns. */
  public HistogramStandardisation(Studies studies, Reference reference) {
    target = quantiles(studies.target(reference));
    for (int site = 0; site < studies.siteCount(); site++) {
      changes.add(change(IntStream.of(studies.of(site)).mapToObj(studies.values()::get).toList()));
    }
  }

  /** A row a value, ascending. */
  private static double[][] quantiles(List<double[]> studies) {
    double[][] quantiles = new double[studies.get(0).length][];
    for (int j = 0; j < quantiles.length; j++) {
      int value = j;
      double[] sorted = studies.stream().mapToDouble(study -> study[value]).sorted().toArray();
      quantiles[j] =
          IntStream.rangeClosed(0, STEPS)
              .mapToDouble(
                  step -> {
                    double place = (sorted.length - 1) * (double) step / STEPS;
                    int below = (int) place;
                    int above = Math.min(below + 1, sorted.length - 1);
                    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
                  })
              .toArray();
    }
    return quantiles;
  }

  private SiteChange change(List<double[]> studies) {
    double[][] from = quantiles(studies);
    double[][] to = target;
    return (values, covariates) ->
        IntStream.range(0, values.length)
            .mapToDouble(j -> moved(values[j], from[j], to[j]))
            .toArray();
  }

  private static double moved(double value, double[] from, double[] to) {
    if (value < from[0]) {
      return value + to[0] - from[0];
    }
    if (value > from[STEPS]) {
      return value + to[STEPS] - from[STEPS];
    }
    int found = Arrays.binarySearch(from, value);
    if (found < 0) {
      int above = -found - 1;
      double share = (value - from[above - 1]) / (from[above] - from[above - 1]);
      return to[above - 1] + share * (to[above] - to[above - 1]);
    }
    // A value that many share goes to the middle of what their quantiles go to.
    int first = found;
    int last = found;
    while (first > 0 && from[first - 1] == value) {
      first--;
    }
    while (last < STEPS && from[last + 1] == value) {
      last++;
    }
    return IntStream.rangeClosed(first, last).mapToDouble(step -> to[step]).average().orElseThrow();
  }

  @Override
  public SiteChange at(int site) {
    return changes.get(site);
  }

  @Override
  public SiteChange adaptedTo(List<double[]> values, List<double[]> covariates) {
    return change(values);
  }
}
