package org.polarfold.simulate;

import java.util.Locale;
import java.util.Optional;
import org.polarfold.export.FileLayout;
import org.polarfold.export.Flaw;
import org.polarfold.study.MapKind;

/** What may be wrong with a planted record. Each makes exactly one record that cannot be used. */
public enum FaultKind {
  /** A value that is no number. */
  NON_NUMERIC(Flaw.NON_NUMERIC, "not-a-number"),
  /** A value that is not finite. */
  NON_FINITE(Flaw.NON_FINITE, "non-finite"),
  /** A flow value of 99 mL/min/g. */
  OUT_OF_RANGE(Flaw.OUT_OF_RANGE, "out-of-physiological-range"),
  /** A map a hundred times as large. */
  OTHER_UNIT(Flaw.OTHER_UNIT, "unit-mismatch"),
  /** A row or file of maps that is repeated; the first one is good and stays. */
  REPEATED(Flaw.REPEATED, "duplicate-record"),
  /** A map with too few values, or a picture of another size. */
  WRONG_SHAPE(Flaw.WRONG_SHAPE, "wrong-shape"),
  /** A further row that names no patient, or a file that ends too early. */
  UNREADABLE(Flaw.UNREADABLE, "unreadable-record"),
  /** A further file in an encoding that is not read. */
  UNSUPPORTED_ENCODING(Flaw.UNSUPPORTED_ENCODING, "unsupported-encoding"),
  /** A picture whose disc has other colours than its bar. */
  OTHER_COLOURS(Flaw.OTHER_COLOURS, "colours-do-not-fit"),
  /** No map of stress. */
  MISSING_STATE("missing-map"),
  /** A reserve half as large again as stress over rest. */
  OTHER_RESERVE("reserve-disagrees"),
  /** Segment means 40 % above those of the map. */
  OTHER_MEANS("segment-means-disagree"),
  /** Maps turned by 90 degrees against their segment means. */
  TURNED("implausible-orientation"),
  /** The maps of another patient of the site; one of the two is to be refused. */
  SAME_MAPS("duplicate-map"),
  /** The same, exported again with nine tenths of the flow. */
  NEARLY_SAME_MAPS("near-duplicate-map"),
  /** A patient whom the first site by name has examined as well. */
  SAME_PATIENT("duplicate-patient"),
  /** A label outside the site's own vocabulary. */
  UNKNOWN_LABEL("label-not-in-vocabulary"),
  /** A narrowed artery found by an angiography that was not done. */
  CONTRADICTORY_LABELS("contradictory-labels"),
  /** A row of the patient table and no maps. */
  PATIENT_WITHOUT_MAPS("no-maps"),
  /** Maps and no row of the patient table. */
  MAPS_WITHOUT_PATIENT("no-patient-row");

  private final Optional<Flaw> flaw;
  private final String reason;

  FaultKind(Flaw flaw, String reason) {
    this.flaw = Optional.of(flaw);
    this.reason = reason;
  }

  FaultKind(String reason) {
    this.flaw = Optional.empty();
    this.reason = reason;
  }

  /** The name used in configuration and truth, as {@code non-numeric}. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What is wrong with how the record is written; otherwise it is what is written. */
  Optional<Flaw> flaw() {
    return flaw;
  }

  /** The reason for which {@code docs/site-export.md} says such a record is rejected. */
  String reason(ExportFormat format) {
    return this == UNREADABLE && format.layout() instanceof FileLayout ? "unreadable-file" : reason;
  }

  /** Whether the record is that of another patient's maps. */
  boolean borrowsMaps() {
    return this == SAME_MAPS || this == NEARLY_SAME_MAPS;
  }

  /** Whether it can happen in a format. */
  boolean fits(ExportFormat format) {
    return switch (this) {
      case MISSING_STATE ->
          format.layout().kinds().contains(MapKind.STRESS)
              && format.layout().kinds().size() > 1
              && format.layout().mayLackAState();
      case OTHER_RESERVE -> format.layout().kinds().size() == MapKind.values().length;
      case OTHER_MEANS, TURNED -> format.segmentMeans().isPresent();
      case NEARLY_SAME_MAPS -> format.style().unit().isFlow();
      case CONTRADICTORY_LABELS -> format.clinical().angiography().isPresent();
      default -> flaw.isEmpty() || format.layout().flaws().contains(flaw.get());
    };
  }
}
