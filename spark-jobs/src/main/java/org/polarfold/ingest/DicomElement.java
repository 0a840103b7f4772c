package org.polarfold.ingest;

/**
 * Where the value of a data element lies.
 *
 * @param tag group and element, as 0x00280010
 * @param vr the two letters of its value representation, 0 where they are implicit
 * @param from the first byte of the value
 * @param length in bytes, {@link #UNDEFINED} where a delimiter ends it
 * @param limit where the data set that holds it ends at the latest
 * @param inner how data sets in it are encoded, where it is a sequence
 */
record DicomElement(int tag, int vr, long from, long length, long limit, DicomSyntax inner) {

  static final long UNDEFINED = 0xFFFFFFFFL;

  /** 8-bit values in words of 16 bits. */
  static final int OTHER_WORD = 'O' << 8 | 'W';

  boolean isUndefined() {
    return length == UNDEFINED;
  }
}
