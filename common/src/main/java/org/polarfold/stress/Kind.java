package org.polarfold.stress;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A way in which maps are changed. At grade 0 each leaves them as they are. */
public enum Kind {
  /** Turned about the long axis. */
  ROTATION("degrees counter-clockwise", -180, 180, "5,10,20,40"),
  /** Seen less finely: a Gaussian point spread. */
  BLUR("rings, full width at half maximum", 0, 20, "2,4,8"),
  /** White noise, drawn for every place by itself. */
  NOISE("standard deviation over the map's mean", 0, 2, "0.05,0.1,0.2,0.4"),
  /** Every value multiplied by 1 plus the grade. */
  GAIN("change of every value, relative", -0.9, 9, "-0.3,-0.15,0.15,0.3"),
  /** Soft tissue before the anterior wall. */
  ATTENUATION_ANTERIOR("share lost in the middle of the wall", 0, 0.95, "0.1,0.2,0.4"),
  /** Soft tissue before the inferior wall. */
  ATTENUATION_INFERIOR("share lost in the middle of the wall", 0, 0.95, "0.1,0.2,0.4"),
  /**
   * A small change made against the network itself: every value is moved by the same amount, in the
   * direction that raises the loss (fast gradient sign method; Goodfellow, Shlens and Szegedy,
   * arXiv 1412.6572).
   */
  FGSM("standard deviations of the map", 0, 2, "0.01,0.02,0.05,0.1");

  private final String unit;
  private final double least;
  private final double most;
  private final String usual;

  Kind(String unit, double least, double most, String usual) {
    this.unit = unit;
    this.least = least;
    this.most = most;
    this.usual = usual;
  }

  /** The name used in files and commands. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The kind of a {@link #key}; empty where it is none. */
  static Optional<Kind> of(String key) {
    return Arrays.stream(values()).filter(kind -> kind.key().equals(key)).findFirst();
  }

  /** What a grade is measured in. */
  public String unit() {
    return unit;
  }

  /** The smallest grade that makes sense. */
  double least() {
    return least;
  }

  /** The largest. */
  double most() {
    return most;
  }

  /** The grades where none are named, as they would be named. */
  String usual() {
    return usual;
  }

  /** Whether the change depends on the network that is shown it, and on the patient's label. */
  public boolean isAdversarial() {
    return this == FGSM;
  }
}
