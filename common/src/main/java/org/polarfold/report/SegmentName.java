package org.polarfold.report;

/** The names of the 17 segments (Cerqueira et al., Circulation 2002;105:539). */
final class SegmentName {

  private static final String[] NAMES = {
    "basal anterior",
    "basal anteroseptal",
    "basal inferoseptal",
    "basal inferior",
    "basal inferolateral",
    "basal anterolateral",
    "mid anterior",
    "mid anteroseptal",
    "mid inferoseptal",
    "mid inferior",
    "mid inferolateral",
    "mid anterolateral",
    "apical anterior",
    "apical septal",
    "apical inferior",
    "apical lateral",
    "apex"
  };

  private SegmentName() {}

  /** The name of a segment, 1 to 17. */
  static String of(int number) {
    return NAMES[number - 1];
  }
}
