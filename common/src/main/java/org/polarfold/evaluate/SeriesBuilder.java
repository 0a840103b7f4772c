package org.polarfold.evaluate;

import java.util.Arrays;
import java.util.BitSet;

/** A series while its rows arrive, in any order. */
final class SeriesBuilder {

  /** What a row holds. */
  enum Content {
    COMPLETE,
    LABEL_MISSING,
    SCORE_MISSING
  }

  private final BitSet seen = new BitSet();
  private int[] patients = new int[16];
  private long[] rows = new long[16];
  private double[] scores = new double[16];
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

  void add(int patient, long row, double score, Content content) {
    if (size == patients.length) {
      int larger = size * 2;
      patients = Arrays.copyOf(patients, larger);
      rows = Arrays.copyOf(rows, larger);
      scores = Arrays.copyOf(scores, larger);
      contents = Arrays.copyOf(contents, larger);
    }
    seen.set(patient);
    patients[size] = patient;
    rows[size] = row;
    scores[size] = score;
    contents[size++] = content;
  }

  /** The series with new codes of patients: {@code renamed[old] = new}. */
  Series build(int[] renamed) {
    int[] codes = new int[size];
    double[] values = new double[size];
    int used = 0;
    for (int i = 0; i < size; i++) {
      if (contents[i] == Content.COMPLETE) {
        codes[used] = renamed[patients[i]];
        values[used++] = scores[i];
      }
    }
    codes = Arrays.copyOf(codes, used);
    int[] order = Codes.ascending(codes);
    return new Series(
        Codes.pick(codes, order),
        Codes.pick(values, order),
        count(Content.LABEL_MISSING),
        count(Content.SCORE_MISSING));
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
