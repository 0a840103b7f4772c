package org.polarfold.coverage;

import java.util.ArrayList;
import java.util.List;

/**
 * A share of intervals with its Monte-Carlo standard error. Intervals of one consortium share its
 * models, so the error is that of a ratio over consortia; with one interval a consortium it is
 * {@code sqrt(c(1-c)/N)}.
 */
final class Share {

  private final List<long[]> consortia = new ArrayList<>();
  private long covering;
  private long count;
  private long coveringHere;
  private long countHere;

  void add(boolean covers) {
    coveringHere += covers ? 1 : 0;
    countHere++;
    covering += covers ? 1 : 0;
    count++;
  }

  void endOfConsortium() {
    if (countHere > 0) {
      consortia.add(new long[] {coveringHere, countHere});
    }
    coveringHere = 0;
    countHere = 0;
  }

  long count() {
    return count;
  }

  double value() {
    return (double) covering / count;
  }

  double se() {
    double share = value();
    double squares = 0;
    for (long[] consortium : consortia) {
      double residual = consortium[0] - share * consortium[1];
      squares += residual * residual;
    }
    return Math.sqrt(squares) / count;
  }
}
