package org.polarfold.evaluate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalInt;

/** A series while its rows arrive, in any order. */
final class SeriesBuilder {

  /** What a row holds. */
  enum Content {
    COMPLETE,
    LABEL_MISSING,
    /** A score without a label. */
    UNLABELLED,
    SCORE_MISSING
  }

  private final BitSet seen = new BitSet();
  private int[] patients = new int[16];
  private long[] rows = new long[16];
  private double[] scores = new double[16];
  private int[] folds = new int[16];
  private Content[] contents = new Content[16];
  private int size;

  boolean holds(int patient) {
    return seen.get(patient);
  }

  /** The row that the patient was first met in; the patient must have been met. */
  long rowOf(int patient) {
    int at = 0;
    while (patients[at] != patient) {
      at++;
    }
    return rows[at];
  }

  void add(int patient, long row, double score, int fold, Content content) {
    if (size == patients.length) {
      int larger = size * 2;
      patients = Arrays.copyOf(patients, larger);
      rows = Arrays.copyOf(rows, larger);
      scores = Arrays.copyOf(scores, larger);
      folds = Arrays.copyOf(folds, larger);
      contents = Arrays.copyOf(contents, larger);
    }
    seen.set(patient);
    patients[size] = patient;
    rows[size] = row;
    scores[size] = score;
    folds[size] = fold;
    contents[size++] = content;
  }

  int size() {
    return size;
  }

  long row(int place) {
    return rows[place];
  }

  double score(int place) {
    return scores[place];
  }

  /** The place of the earliest row whose score is no probability. */
  OptionalInt outsideUnitInterval() {
    int first = -1;
    for (int i = 0; i < size; i++) {
      boolean outside = !(scores[i] >= 0 && scores[i] <= 1);
      if (outside && (first < 0 || rows[i] < rows[first])) {
        first = i;
      }
    }
    return first < 0 ? OptionalInt.empty() : OptionalInt.of(first);
  }

  /** The series with new codes of patients and folds: {@code renamed[old] = new}. */
  Series build(int[] renamed, int[] renamedFolds) {
    Series unlabelled = part(Content.UNLABELLED, renamed, renamedFolds);
    Series complete = part(Content.COMPLETE, renamed, renamedFolds);
    return new Series(
        complete.patients(),
        complete.scores(),
        complete.folds(),
        count(Content.LABEL_MISSING) + count(Content.UNLABELLED),
        count(Content.SCORE_MISSING),
        Optional.of(unlabelled));
  }

  private Series part(Content content, int[] renamed, int[] renamedFolds) {
    int[] codes = new int[size];
    double[] values = new double[size];
    int[] models = new int[size];
    int used = 0;
    for (int i = 0; i < size; i++) {
      if (contents[i] == content) {
        codes[used] = renamed[patients[i]];
        models[used] = folds[i] == Series.NO_FOLD ? Series.NO_FOLD : renamedFolds[folds[i]];
        values[used++] = scores[i];
      }
    }
    codes = Arrays.copyOf(codes, used);
    int[] order = Codes.ascending(codes);
    return new Series(
        Codes.pick(codes, order),
        Codes.pick(values, order),
        Codes.pick(models, order),
        0,
        0,
        Optional.empty());
  }

  private long count(Content content) {
    long count = 0;
    for (int i = 0; i < size; i++) {
      if (contents[i] == content) {
        count++;
      }
    }
    return count;
  }
}
