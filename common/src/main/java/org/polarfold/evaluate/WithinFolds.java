package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The drop on pairs of patients whose internal scores come from the same network.
 *
 * <p>The internal scores of a site come from as many networks as there are folds, and comparing the
 * score of one network with that of another costs area that is no property of either. Here a
 * patient with label 1 is compared only with those of label 0 in the same internal fold, and the
 * same pairs are taken in both arms. With w = m n pairs in a fold, the area is the mean of the
 * folds' areas weighted by w, and its variance the sum of w^2 times DeLong's, over the square of
 * the sum of w (DeLong, DeLong and Clarke-Pearson, Biometrics 1988;44:837, within strata).
 *
 * @param n patients in both arms that are in a fold with both classes
 * @param folds such folds, over all repeats
 * @param withoutPairs patients in both arms whose score names no fold or whose fold has one class,
 *     in some repeat
 * @param internal area over the pairs, internal scores
 * @param external the same pairs, external scores
 * @param drop internal minus external
 * @param se its standard error
 * @param lower 95 % interval, never cut
 * @param upper its other end
 * @param z {@code drop / se}; 0 where the arms are identical
 * @param p two-sided, normal
 */
public record WithinFolds(
    int n,
    int folds,
    int withoutPairs,
    double internal,
    double external,
    double drop,
    Estimate<Double> se,
    Estimate<Double> lower,
    Estimate<Double> upper,
    Estimate<Double> z,
    Estimate<Double> p)
    implements Serializable {

  static final String NO_FOLDS = "the internal scores name no folds";

  /** Whether no score of a sample says by which fold's network it was made. */
  static boolean withoutFolds(Sample sample) {
    return Arrays.stream(sample.folds()).flatMapToInt(Arrays::stream).allMatch(fold -> fold < 0);
  }

  /** Compares two samples on the patients that are in both. */
  static Estimate<WithinFolds> of(Sample internal, Sample external) {
    int[] both = Codes.common(internal.patients(), external.patients());
    if (both.length == 0) {
      return Estimate.none("no patient is in both arms");
    }
    Sample first = internal.only(both);
    if (withoutFolds(first)) {
      return Estimate.none(NO_FOLDS);
    }
    return new Pairs(first, external.only(both)).compared();
  }

  /** The pairs of all repeats. */
  private static final class Pairs {

    private final Sample internal;
    private final Sample external;
    private final boolean sameRepeats;
    private final double[] areas;
    private final double[] otherAreas;
    // What a patient adds to the drop's error, a mean over repeats.
    private final double[] parts;
    private final BitSet unpaired = new BitSet();
    private int folds;
    private boolean singles;

    Pairs(Sample internal, Sample external) {
      this.internal = internal;
      this.external = external;
      this.sameRepeats = internal.repeats().equals(external.repeats());
      this.areas = new double[internal.repeats().size()];
      this.otherAreas = new double[areas.length];
      this.parts = new double[internal.size()];
    }

    Estimate<WithinFolds> compared() {
      for (int r = 0; r < areas.length; r++) {
        if (!add(r)) {
          return Estimate.none("no fold has patients of both classes");
        }
      }
      double area = StatUtils.mean(areas);
      double other = StatUtils.mean(otherAreas);
      double drop = area - other;
      double variance =
          StatUtils.sumSq(parts) + DeLong.varianceOfMean(DeLong.minus(areas, otherAreas));
      Estimate<Double> se = error(drop, variance);
      return Estimate.of(
          new WithinFolds(
              internal.size() - unpaired.cardinality(),
              folds,
              unpaired.cardinality(),
              area,
              other,
              drop,
              se,
              se.map(error -> drop - Distributions.Z * error),
              se.map(error -> drop + Distributions.Z * error),
              se.map(error -> error == 0 ? 0 : drop / error),
              se.map(error -> error == 0 ? 1 : Distributions.twoSided(drop / error))));
    }

    private Estimate<Double> error(double drop, double variance) {
      if (sameRepeats && Arrays.deepEquals(internal.scores(), external.scores())) {
        return Estimate.of(0.0);
      }
      if (singles) {
        return Estimate.none("a fold has only one patient in a class");
      }
      return variance > 0 || drop == 0
          ? Estimate.of(Math.sqrt(variance))
          : Estimate.none("no variance between patients");
    }

    private boolean add(int repeat) {
      Sample mine = internal.repeat(repeat);
      Sample theirs = sameRepeats ? external.repeat(repeat) : external;
      int[] fold = mine.folds()[0];
      int most = Arrays.stream(fold).max().orElse(-1);
      long pairs = 0;
      int[][] members = new int[most + 1][];
      for (int f = 0; f <= most; f++) {
        members[f] = places(fold, f);
        int events = mine.at(members[f]).events();
        pairs += (long) events * (members[f].length - events);
      }
      noteUnpaired(fold);
      if (pairs == 0) {
        return false;
      }
      for (int[] places : members) {
        add(repeat, places, mine.at(places), theirs.at(places), pairs);
      }
      return true;
    }

    private void noteUnpaired(int[] fold) {
      for (int i = 0; i < fold.length; i++) {
        if (fold[i] < 0) {
          unpaired.set(i);
        }
      }
    }

    private void add(int repeat, int[] places, Sample mine, Sample theirs, long pairs) {
      int events = mine.events();
      int others = mine.size() - events;
      if (events == 0 || others == 0) {
        Arrays.stream(places).forEach(unpaired::set);
        return;
      }
      folds++;
      singles |= events == 1 || others == 1;
      DeLong first = DeLong.of(mine);
      DeLong second = DeLong.of(theirs);
      double share = (double) events * others / pairs;
      areas[repeat] += share * first.area();
      otherAreas[repeat] += share * second.area();
      double[] positives = scaled(DeLong.minus(first.positives(), second.positives()), share);
      double[] negatives = scaled(DeLong.minus(first.negatives(), second.negatives()), share);
      int positive = 0;
      int negative = 0;
      for (int i = 0; i < places.length; i++) {
        parts[places[i]] += mine.labels()[i] == 1 ? positives[positive++] : negatives[negative++];
      }
    }

    /** Distances from the mean, so that the sum of their squares is the variance of the mean. */
    private double[] scaled(double[] components, double share) {
      double mean = StatUtils.mean(components);
      double scale =
          components.length < 2
              ? 0
              : share / Math.sqrt((double) components.length * (components.length - 1));
      return Arrays.stream(components)
          .map(component -> scale * (component - mean) / areas.length)
          .toArray();
    }

    private static int[] places(int[] fold, int wanted) {
      int[] places = new int[fold.length];
      int size = 0;
      for (int i = 0; i < fold.length; i++) {
        if (fold[i] == wanted) {
          places[size++] = i;
        }
      }
      return Arrays.copyOf(places, size);
    }
  }
}
