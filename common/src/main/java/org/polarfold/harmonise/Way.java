package org.polarfold.harmonise;

/** The ways there are. */
public enum Way {
  /** With means and variances. */
  COMBAT,
  GAIN,
  HISTOGRAM;

  /**
   * Learns.
   *
   * @throws IllegalArgumentException where these studies cannot be made alike so
   */
  public Harmonisation learn(Studies studies, Reference reference) {
    return switch (this) {
      case COMBAT -> new ComBat(studies, reference, ComBat.Moments.MEAN_AND_VARIANCE);
      case GAIN -> new GainStandardisation(studies, reference);
      case HISTOGRAM -> new HistogramStandardisation(studies, reference);
    };
  }
}
