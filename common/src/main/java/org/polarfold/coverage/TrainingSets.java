package org.polarfold.coverage;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.util.MathArrays;
import org.polarfold.provenance.Seeds;

/** Who is learnt from in each arm. */
final class TrainingSets {

  static final int FOLDS = 5;

  private final Cohort cohort;
  private final Seeds seeds;
  private final int[][] foldOf;
  private final int[] matchedSize;

  /**
   * Deals patients into folds.
   *
   * @param repeats how often, each time anew
   */
  TrainingSets(Cohort cohort, Seeds seeds, int repeats) {
    this.cohort = cohort;
    this.seeds = seeds;
    this.foldOf =
        IntStream.range(0, repeats)
            .mapToObj(repeat -> deal(cohort, seeds.seed("folds", repeat)))
            .toArray(int[][]::new);
    int internal =
        IntStream.range(0, FOLDS).map(fold -> internal(0, fold).length).min().orElseThrow();
    this.matchedSize =
        IntStream.range(0, cohort.sites().size())
            .map(site -> Math.min(internal, external(site).length))
            .toArray();
  }

  /** The fold that a patient is held out in. */
  int foldOf(int repeat, int patient) {
    return foldOf[repeat][patient];
  }

  int repeats() {
    return foldOf.length;
  }

  /** Everyone outside a fold. */
  int[] internal(int repeat, int fold) {
    return those(patient -> foldOf[repeat][patient] != fold);
  }

  /** Everyone outside a site. */
  int[] external(int site) {
    return those(patient -> cohort.site()[patient] != site);
  }

  /** As many patients as both matched arms of a site learn from. */
  int matchedSize(int site) {
    return matchedSize[site];
  }

  /** A part of the internal training set, the same for all sites of the same matched size. */
  int[] matchedInternal(int site, int fold) {
    int size = matchedSize[site];
    return part(internal(0, fold), size, seeds.seed("matched-internal", fold, size));
  }

  /** A part of the external training set. */
  int[] matchedExternal(int site) {
    return part(external(site), matchedSize[site], seeds.seed("matched-external", site));
  }

  private int[] those(IntPredicate wanted) {
    return IntStream.range(0, cohort.size()).filter(wanted).toArray();
  }

  /** Some of the patients, with the share of label 1 kept to one patient. */
  private int[] part(int[] all, int size, long seed) {
    if (size == all.length) {
      return all;
    }
    byte[] labels = cohort.labels();
    int[] events = Arrays.stream(all).filter(patient -> labels[patient] == 1).toArray();
    int[] others = Arrays.stream(all).filter(patient -> labels[patient] == 0).toArray();
    Well19937c random = new Well19937c(seed);
    MathArrays.shuffle(events, random);
    MathArrays.shuffle(others, random);
    int kept = (int) Math.round((double) size * events.length / all.length);
    int[] part =
        IntStream.concat(
                Arrays.stream(events).limit(kept), Arrays.stream(others).limit(size - kept))
            .toArray();
    Arrays.sort(part);
    return part;
  }

  /** Folds balanced over site and label, dealt without a new start at each stratum. */
  private static int[] deal(Cohort cohort, long seed) {
    Well19937c random = new Well19937c(seed);
    int[] folds = new int[cohort.size()];
    int next = 0;
    for (int stratum = 0; stratum < 2 * cohort.sites().size(); stratum++) {
      int wanted = stratum;
      int[] patients =
          IntStream.range(0, cohort.size())
              .filter(i -> 2 * cohort.site()[i] + cohort.labels()[i] == wanted)
              .toArray();
      MathArrays.shuffle(patients, random);
      for (int patient : patients) {
        folds[patient] = next++ % FOLDS;
      }
    }
    return folds;
  }
}
