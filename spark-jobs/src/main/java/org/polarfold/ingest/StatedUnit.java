package org.polarfold.ingest;

import org.polarfold.study.MapKind;

/** A unit that a DICOM header states. */
enum StatedUnit {
  ML_MIN_G,
  ML_MIN_100G,
  PERCENT,
  ONE,
  COUNTS,
  OTHER;

  /**
   * The unit that a code of UCUM means, in the ways of writing that are met; litre may be l or L.
   */
  static StatedUnit ofUcum(String code) {
    return switch (code.replace("mL", "ml")) {
      case "ml/min/g", "ml/(min.g)", "ml/(g.min)", "ml/g/min", "ml.min-1.g-1" -> ML_MIN_G;
      case "ml/min/100g", "ml/min/(100.g)", "ml/(min.100.g)", "ml/100g/min", "ml/(100.g)/min" ->
          ML_MIN_100G;
      case "%" -> PERCENT;
      case "1", "{ratio}" -> ONE;
      case "{counts}", "{count}", "{propcounts}" -> COUNTS;
      default -> OTHER;
    };
  }

  /** The unit that a term of Units (0054,1001) means (PS3.3, C.8.9.1.1.3). */
  static StatedUnit ofUnits(String term) {
    return switch (term) {
      case "MLMING" -> ML_MIN_G;
      case "PCNT" -> PERCENT;
      case "NONE" -> ONE;
      case "CNTS", "PROPCNTS" -> COUNTS;
      default -> OTHER;
    };
  }

  /** Whether a map of a site's unit may state this. */
  boolean isThatOf(MapUnit unit, MapKind kind) {
    if (kind == MapKind.RESERVE) {
      return this == ONE;
    }
    return this
        == switch (unit) {
          case ML_MIN_G -> ML_MIN_G;
          case ML_MIN_100G -> ML_MIN_100G;
          case PERCENT -> PERCENT;
          case FRACTION -> ONE;
          case COUNTS -> COUNTS;
        };
  }
}
