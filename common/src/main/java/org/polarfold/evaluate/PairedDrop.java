package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The area under the ROC curve in one arm minus that in another, on identical patients.
 *
 * @param n patients in both arms
 * @param events those of them with label 1
 * @param internalOnly patients left out because the external arm lacks them
 * @param externalOnly patients left out because the internal arm lacks them
 * @param internal area of the first arm, on the patients in both
 * @param external area of the second
 * @param drop internal minus external, never cut
 * @param se DeLong's standard error of the paired difference
 * @param lower 95 % interval, {@code drop - z se}
 * @param upper its other end
 * @param z {@code drop / se}; 0 where the arms are identical
 * @param p two-sided, normal; 1 where the arms are identical
 * @param method always {@code paired DeLong}
 */
public record PairedDrop(
    int n,
    int events,
    int internalOnly,
    int externalOnly,
    Estimate<Double> internal,
    Estimate<Double> external,
    Estimate<Double> drop,
    Estimate<Double> se,
    Estimate<Double> lower,
    Estimate<Double> upper,
    Estimate<Double> z,
    Estimate<Double> p,
    String method)
    implements Serializable {

  static final String METHOD = "paired DeLong";

  /** Compares two samples on the patients that are in both. */
  public static PairedDrop of(Sample internal, Sample external) {
    int[] both = Codes.common(internal.patients(), external.patients());
    Sample first = internal.only(both);
    Sample second = external.only(both);
    int events = first.events();
    Patients patients =
        new Patients(
            both.length, events, internal.size() - both.length, external.size() - both.length);
    if (events == 0 || events == both.length) {
      return none(patients, both.length == 0 ? "no patient is in both arms" : Auroc.missing(first));
    }
    return of(patients, first, second);
  }

  private static PairedDrop of(Patients patients, Sample first, Sample second) {
    DeLong internal = DeLong.of(first);
    DeLong external = DeLong.of(second);
    boolean sameRepeats = first.repeats().equals(second.repeats());
    boolean identical = sameRepeats && Arrays.deepEquals(first.scores(), second.scores());
    double drop = internal.area() - external.area();
    double variance = internal.varianceOfDifference(external, sameRepeats);
    Estimate<Double> se = error(patients, identical, internal, drop, variance);
    return new PairedDrop(
        patients.n,
        patients.events,
        patients.internalOnly,
        patients.externalOnly,
        Estimate.of(internal.area()),
        Estimate.of(external.area()),
        Estimate.of(drop),
        se,
        se.map(error -> drop - Distributions.Z * error),
        se.map(error -> drop + Distributions.Z * error),
        se.map(error -> z(drop, error)),
        se.map(error -> Distributions.twoSided(z(drop, error))),
        METHOD);
  }

  private static Estimate<Double> error(
      Patients patients, boolean identical, DeLong internal, double drop, double variance) {
    if (identical) {
      return Estimate.of(0.0);
    }
    if (patients.events == 1 || patients.n - patients.events == 1) {
      return Estimate.none("only one patient in a class");
    }
    if (variance > 0) {
      return Estimate.of(Math.sqrt(variance));
    }
    // The same ranks are the same arm; two ways of separating the classes wholly are not.
    return drop == 0 && internal.area() > 0 && internal.area() < 1
        ? Estimate.of(0.0)
        : Estimate.none("no variance between patients");
  }

  private static double z(double drop, double error) {
    return error == 0 ? 0 : drop / error;
  }

  private static PairedDrop none(Patients patients, String why) {
    Estimate<Double> none = Estimate.none(why);
    return new PairedDrop(
        patients.n,
        patients.events,
        patients.internalOnly,
        patients.externalOnly,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        METHOD);
  }

  private record Patients(int n, int events, int internalOnly, int externalOnly) {}
}
