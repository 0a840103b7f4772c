package org.polarfold.ingest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.polarfold.ingest.DicomElements.Span;

/**
 * The pixel data of a DICOM file (PS3.3, C.7.6.3 and C.7.6.24; PS3.5, chapter 8): whole numbers of
 * 8 or 16 bits, signed or not, in grey or red, green and blue, and floats of 32 or 64 bits.
 *
 * @param header the file's
 * @param data the element
 * @param rows 1 to {@value #LARGEST_SIDE}
 * @param columns likewise
 * @param frames 1 to {@value DicomElements#MOST_ITEMS}
 * @param samples of a pixel: 1, or 3 for colours
 * @param planar whether all of one sample comes before the next
 * @param bits how its numbers lie in their bytes
 */
record DicomImage(
    DicomHeader header,
    DicomElement data,
    int rows,
    int columns,
    int frames,
    int samples,
    boolean planar,
    DicomBits bits) {

  static final int LARGEST_SIDE = 8192;

  private static final int MOST_FRAME_BYTES = 64 << 20;

  /** A frame of RLE may lie in several, though none does that was seen. */
  private static final int MOST_FRAGMENTS = 1 << 16;

  /** The image in an open file; no pixel is read. */
  static DicomImage of(DicomHeader header) throws RecordFlaw {
    List<DicomElement> data =
        List.of(DicomHeader.FLOAT_PIXELS, DicomHeader.DOUBLE_PIXELS, DicomHeader.PIXELS).stream()
            .map(header::element)
            .flatMap(Optional::stream)
            .toList();
    if (data.isEmpty()) {
      throw DicomBytes.unreadable("pixel data");
    }
    int samples = header.whole(DicomHeader.SAMPLES_PER_PIXEL, "SamplesPerPixel (0028,0002)", 1);
    DicomBits bits = DicomBits.of(header, data.get(0).tag());
    String meaning = header.code(DicomHeader.PHOTOMETRIC_INTERPRETATION).orElse("");
    boolean grey = samples == 1 && List.of("MONOCHROME1", "MONOCHROME2").contains(meaning);
    boolean colour = samples == 3 && meaning.equals("RGB") && bits.isByte();
    if (!grey && !colour) {
      throw new RecordFlaw(
          RejectionReason.UNSUPPORTED_ENCODING,
          "the file: expected MONOCHROME1, MONOCHROME2 or RGB of 8 bits");
    }
    DicomImage image =
        new DicomImage(
            header,
            data.get(0),
            side(header, DicomHeader.ROWS, "Rows (0028,0010)"),
            side(header, DicomHeader.COLUMNS, "Columns (0028,0011)"),
            header.frames(),
            samples,
            colour
                && header.whole(
                        DicomHeader.PLANAR_CONFIGURATION, "PlanarConfiguration (0028,0006)", 0)
                    == 1,
            bits);
    image.checkLength();
    return image;
  }

  private static int side(DicomHeader header, int tag, String name) throws RecordFlaw {
    int side = header.whole(tag, name);
    if (side < 1 || side > LARGEST_SIDE) {
      throw DicomHeader.expected(name, "of 1 to " + LARGEST_SIDE);
    }
    return side;
  }

  private void checkLength() throws RecordFlaw {
    if (frameBytes() > MOST_FRAME_BYTES) {
      throw new RecordFlaw(
          RejectionReason.WRONG_SHAPE, "the image: expected at most 64 MiB a frame");
    }
    boolean runs = header.syntax() == DicomSyntax.RUN_LENGTH;
    if (runs && !bits.isWhole()) {
      throw new RecordFlaw(
          RejectionReason.UNSUPPORTED_ENCODING,
          "the file: expected numbers with a point that floats to be uncompressed");
    }
    if (runs != data.isUndefined()) {
      throw DicomBytes.unreadable("pixel data as the transfer syntax says");
    }
    // An odd number of bytes is padded.
    long expected = frames * frameBytes();
    if (!runs && data.length() != expected + expected % 2) {
      throw DicomBytes.unreadable("as many bytes of pixel data as rows, columns and frames make");
    }
  }

  private long frameBytes() {
    return (long) rows * columns * samples * bits.bytes();
  }

  /**
   * Reads a frame and no other.
   *
   * @param number the first is 1
   */
  DicomFrame frame(int number) throws RecordFlaw {
    int length = (int) frameBytes();
    if (header.syntax() == DicomSyntax.RUN_LENGTH) {
      byte[] decoded = RunLengths.decoded(encoded(number), rows * columns, samples, bits.bytes());
      return new DicomFrame(this, true, ByteBuffer.wrap(decoded).order(ByteOrder.BIG_ENDIAN));
    }
    long from = (number - 1L) * length;
    ByteOrder order = header.syntax().order();
    // Bytes in words of 16 bits change places with the words' order (PS3.5, 8.1.1 and annex D).
    boolean swapped =
        bits.isByte() && order == ByteOrder.BIG_ENDIAN && data.vr() == DicomElement.OTHER_WORD;
    int before = swapped ? (int) (from % 2) : 0;
    int behind = swapped ? (before + length) % 2 : 0;
    byte[] read = header.bytes().copy(data.from() + from - before, before + length + behind);
    for (int i = 0; swapped && i < read.length; i += 2) {
      byte first = read[i];
      read[i] = read[i + 1];
      read[i + 1] = first;
    }
    return new DicomFrame(this, planar, ByteBuffer.wrap(read, before, length).slice().order(order));
  }

  /** The fragments of a frame, joined. */
  private byte[] encoded(int number) throws RecordFlaw {
    List<Span> items = header.elements().items(data, MOST_FRAGMENTS);
    if (items.size() < 2) {
      throw DicomBytes.unreadable("RLE in fragments");
    }
    List<Span> fragments = of(number, items.get(0), items.subList(1, items.size()));
    long length = fragments.stream().mapToLong(f -> f.to() - f.from()).sum();
    if (length > RunLengths.mostEncoded((long) rows * columns, samples * bits.bytes())) {
      throw DicomBytes.unreadable("RLE that is not longer than it can be");
    }
    ByteArrayOutputStream joined = new ByteArrayOutputStream((int) length);
    for (Span fragment : fragments) {
      joined.writeBytes(
          header.bytes().copy(fragment.from(), (int) (fragment.to() - fragment.from())));
    }
    return joined.toByteArray();
  }

  /**
   * Which fragments a frame has: those that the table of offsets says, and where it is empty one of
   * its own, or all of a single frame (PS3.5, annex A.4).
   */
  private List<Span> of(int number, Span table, List<Span> fragments) throws RecordFlaw {
    if (frames == 1) {
      return fragments;
    }
    if (fragments.size() == frames) {
      return fragments.subList(number - 1, number);
    }
    if (table.to() - table.from() != 4L * frames) {
      throw DicomBytes.unreadable("a fragment a frame, or a table of their offsets");
    }
    long zero = fragments.get(0).from();
    long from = offset(table, number);
    long to = number < frames ? offset(table, number + 1) : Long.MAX_VALUE;
    List<Span> of =
        fragments.stream().filter(f -> f.from() - zero >= from && f.from() - zero < to).toList();
    if (of.isEmpty() || of.get(0).from() - zero != from) {
      throw DicomBytes.unreadable("a table of offsets that fits the fragments");
    }
    return of;
  }

  private long offset(Span table, int number) throws RecordFlaw {
    return header.bytes().unsigned32(table.from() + 4L * (number - 1), ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public String toString() {
    return "DicomImage";
  }
}
