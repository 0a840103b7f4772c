package org.polarfold.export;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.polarfold.provenance.Digest;

/** A DICOM file under way (PS3.10, PS3.5): elements in ascending order of their tags. */
final class DicomBytes {

  private static final int PREAMBLE = 128;
  private static final int UNDEFINED = -1;
  private static final Set<String> WIDE = Set.of("OB", "OW", "OF", "SQ");

  /** Digits of a digest that make a UID of numbers under 2.25. */
  private static final int UID_DIGITS = 30;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  DicomBytes(String syntax, String sopClass, String sopInstance) {
    DicomBytes meta = new DicomBytes();
    meta.element(0x00020001, "OB", new byte[] {0, 1});
    meta.text(0x00020002, "UI", sopClass);
    meta.text(0x00020003, "UI", sopInstance);
    meta.text(0x00020010, "UI", syntax);
    meta.text(0x00020012, "UI", uid("polarfold", "simulator"));
    bytes.writeBytes(new byte[PREAMBLE]);
    bytes.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    head(0x00020000, "UL", Integer.BYTES);
    numbers(4, meta.bytes.size());
    bytes.writeBytes(meta.bytes());
  }

  private DicomBytes() {}

  /** A unique identifier that follows from what it is of. */
  static String uid(String of, String what) {
    String hex = Digest.sha256().add(of).add(what).hex().substring(0, UID_DIGITS);
    return "2.25." + new BigInteger(hex, 16);
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  void text(int tag, String vr, String text) {
    byte[] value = text.getBytes(StandardCharsets.ISO_8859_1);
    byte[] even = Arrays.copyOf(value, value.length + value.length % 2);
    if (even.length > value.length && !vr.equals("UI")) {
      even[value.length] = ' ';
    }
    element(tag, vr, even);
  }

  void whole(int tag, int value) {
    head(tag, "US", Short.BYTES);
    numbers(2, value);
  }

  /** An element whose value has an even number of bytes. */
  void element(int tag, String vr, byte[] value) {
    head(tag, vr, value.length);
    bytes.writeBytes(value);
  }

  /** Stored numbers are values in a unit of UCUM. */
  void realWorldMapping(String unit) {
    DicomBytes code = new DicomBytes();
    code.text(0x00080100, "SH", unit);
    code.text(0x00080102, "SH", "UCUM");
    code.text(0x00080104, "LO", unit);
    DicomBytes mapping = new DicomBytes();
    mapping.sequence(0x004008EA, code);
    mapping.real(0x00409224, 0);
    mapping.real(0x00409225, 1);
    sequence(0x00409096, mapping);
  }

  private void real(int tag, double value) {
    long bits = Double.doubleToLongBits(value);
    head(tag, "FD", Double.BYTES);
    numbers(4, (int) bits, (int) (bits >>> Integer.SIZE));
  }

  private void sequence(int tag, DicomBytes item) {
    byte[] inner = item.bytes();
    head(tag, "SQ", inner.length + 2 * Integer.BYTES);
    item(inner);
  }

  private void item(byte[] inner) {
    numbers(2, 0xFFFE, 0xE000);
    numbers(4, inner.length);
    bytes.writeBytes(inner);
  }

  /** Pixel data of encoded frames, a fragment each (PS3.5, annex A.4). */
  void frames(List<byte[]> frames) {
    head(0x7FE00010, "OB", UNDEFINED);
    item(new byte[0]);
    frames.forEach(this::item);
    numbers(2, 0xFFFE, 0xE0DD);
    numbers(4, 0);
  }

  private void head(int tag, String vr, int length) {
    numbers(2, tag >>> 16, tag);
    bytes.writeBytes(vr.getBytes(StandardCharsets.US_ASCII));
    if (WIDE.contains(vr)) {
      numbers(2, 0);
      numbers(4, length);
    } else {
      numbers(2, length);
    }
  }

  /** Whole numbers of so many bytes each. */
  private void numbers(int size, int... numbers) {
    for (int number : numbers) {
      for (int i = 0; i < size; i++) {
        bytes.write(number >>> (8 * i));
      }
    }
  }
}
