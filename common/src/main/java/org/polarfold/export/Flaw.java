package org.polarfold.export;

/** What may be wrong with the way in which a record is written. Its maps themselves are good. */
public enum Flaw {
  /** A value that is no number. */
  NON_NUMERIC,
  /** A value that is not finite. */
  NON_FINITE,
  /** A value that no heart has. */
  OUT_OF_RANGE,
  /** Values a hundred times as large as the site's unit makes them. */
  OTHER_UNIT,
  /** The last row or file once more; the first one is good. */
  REPEATED,
  /** Fewer values than a map has, or a picture of another size. */
  WRONG_SHAPE,
  /** A further row that names no patient, or a file that ends too early. */
  UNREADABLE,
  /** A further file in an encoding that hardly anybody reads. */
  UNSUPPORTED_ENCODING,
  /** A picture whose disc has other colours than its bar. */
  OTHER_COLOURS
}
