package org.polarfold.train;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.polarfold.backbone.PlaceMeans;
import org.polarfold.provenance.Seeds;
import org.polarfold.store.TrainingStudies;

/** Some of the studies that a model has learnt from, by their features and nothing else. */
public final class LearntSample {

  /** Enough for a share to a fifth of a percent, and a small file. */
  static final int MOST = 500;

  private LearntSample() {}

  private record Drawn(long place, float[] means) implements Serializable {}

  /** By the place drawn; the rest decides where two are the same. */
  private static final class ByPlace implements Comparator<Drawn>, Serializable {

    private static final long serialVersionUID = 1L;

    @Override
    public int compare(Drawn one, Drawn other) {
      int byPlace = Long.compare(one.place, other.place);
      return byPlace == 0 ? Arrays.compare(one.means, other.means) : byPlace;
    }
  }

  /**
   * Draws.
   *
   * @return features of at most 500 studies, without their places, in an order drawn by seed
   */
  public static List<float[]> fit(TrainingStudies studies, PlaceMeans means, Seeds seeds) {
    Seeds own = seeds.family("learnt sample");
    return studies
        .shares()
        .map(study -> new Drawn(own.seed(study.patient()), narrowed(means.of(study.features()))))
        .takeOrdered(MOST, new ByPlace())
        .stream()
        .map(Drawn::means)
        .toList();
  }

  private static float[] narrowed(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }
}
