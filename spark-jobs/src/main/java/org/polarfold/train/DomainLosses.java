package org.polarfold.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The losses of left-out domains over epochs: a curve a trial. Trials go through all domains at the
 * first learning rate, then at the next.
 *
 * @param curves by trial, then by epoch from the first; the last one may still grow
 */
record DomainLosses(List<List<Double>> curves) {

  static final DomainLosses NONE = new DomainLosses(List.of());

  DomainLosses {
    curves = curves.stream().map(List::copyOf).toList();
  }

  /** With the loss after another epoch of a trial, which is the last one or one more. */
  DomainLosses with(int trial, double loss) {
    List<List<Double>> more = new ArrayList<>(curves);
    List<Double> curve = new ArrayList<>(trial < more.size() ? more.remove(trial) : List.of());
    curve.add(loss);
    more.add(curve);
    return new DomainLosses(more);
  }

  /** Epochs of a trial so far. */
  int epochs(int trial) {
    return trial < curves.size() ? curves.get(trial).size() : 0;
  }

  /**
   * The learning rate and epoch with the least mean over domains, each of the same weight; of equal
   * ones the first.
   *
   * @param learningRates that were tried
   */
  Chosen least(List<Double> learningRates) {
    int domains = curves.size() / learningRates.size();
    Chosen least = new Chosen(learningRates.get(0), 1, Double.POSITIVE_INFINITY);
    for (int rate = 0; rate < learningRates.size(); rate++) {
      List<List<Double>> ofRate = curves.subList(rate * domains, (rate + 1) * domains);
      int epochs = ofRate.stream().mapToInt(List::size).min().orElse(0);
      for (int epoch = 1; epoch <= epochs; epoch++) {
        int at = epoch - 1;
        double mean = ofRate.stream().mapToDouble(curve -> curve.get(at)).average().orElseThrow();
        if (mean < least.loss()) {
          least = new Chosen(learningRates.get(rate), epoch, mean);
        }
      }
    }
    return least;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(curves.size());
    for (List<Double> curve : curves) {
      out.writeInt(curve.size());
      for (double loss : curve) {
        out.writeDouble(loss);
      }
    }
  }

  static DomainLosses read(DataInput in) throws IOException {
    List<List<Double>> curves = new ArrayList<>();
    for (int trials = in.readInt(); trials > 0; trials--) {
      List<Double> curve = new ArrayList<>();
      for (int epochs = in.readInt(); epochs > 0; epochs--) {
        curve.add(in.readDouble());
      }
      curves.add(curve);
    }
    return new DomainLosses(curves);
  }
}
