package org.polarfold.ingest;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The transfer syntaxes that are read (DICOM PS3.5, chapter 10 and annex A), and those known. */
enum DicomSyntax {
  IMPLICIT_LITTLE("1.2.840.10008.1.2"),
  EXPLICIT_LITTLE("1.2.840.10008.1.2.1"),
  EXPLICIT_BIG("1.2.840.10008.1.2.2"),
  /** Explicit, little endian, each frame in runs of bytes (annex G). */
  RUN_LENGTH("1.2.840.10008.1.2.5");

  private static final String ROOT = "1.2.840.10008.1.2.";

  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("1.98", "Encapsulated Uncompressed Explicit VR Little Endian"),
          Map.entry("1.99", "Deflated Explicit VR Little Endian"),
          Map.entry("4.50", "JPEG Baseline"),
          Map.entry("4.51", "JPEG Extended"),
          Map.entry("4.57", "JPEG Lossless"),
          Map.entry("4.70", "JPEG Lossless SV1"),
          Map.entry("4.80", "JPEG-LS Lossless"),
          Map.entry("4.81", "JPEG-LS Near-lossless"),
          Map.entry("4.90", "JPEG 2000 Lossless"),
          Map.entry("4.91", "JPEG 2000"),
          Map.entry("4.92", "JPEG 2000 Multi-component Lossless"),
          Map.entry("4.93", "JPEG 2000 Multi-component"),
          Map.entry("4.94", "JPIP Referenced"),
          Map.entry("4.95", "JPIP Referenced Deflate"),
          Map.entry("4.100", "MPEG2 Main Profile / Main Level"),
          Map.entry("4.101", "MPEG2 Main Profile / High Level"),
          Map.entry("4.102", "MPEG-4 AVC/H.264 High Profile"),
          Map.entry("4.103", "MPEG-4 AVC/H.264 BD-compatible"),
          Map.entry("4.107", "HEVC/H.265 Main Profile"),
          Map.entry("4.108", "HEVC/H.265 Main 10 Profile"),
          Map.entry("4.110", "JPEG XL Lossless"),
          Map.entry("4.111", "JPEG XL JPEG Recompression"),
          Map.entry("4.112", "JPEG XL"),
          Map.entry("4.201", "High-Throughput JPEG 2000 Lossless"),
          Map.entry("4.202", "High-Throughput JPEG 2000 RPCL Lossless"),
          Map.entry("4.203", "High-Throughput JPEG 2000"));

  private final String uid;

  DicomSyntax(String uid) {
    this.uid = uid;
  }

  /** The syntax that a header names; a known one that is not read is refused by its name. */
  static DicomSyntax of(String uid) throws RecordFlaw {
    Optional<DicomSyntax> known =
        Arrays.stream(values()).filter(syntax -> syntax.uid.equals(uid)).findFirst();
    if (known.isPresent()) {
      return known.get();
    }
    // Only what is known is shown: anything may stand in place of a UID.
    String tail = uid.startsWith(ROOT) ? uid.substring(ROOT.length()) : "";
    String refused = REFUSED.get(tail);
    throw new RecordFlaw(
        RejectionReason.UNSUPPORTED_ENCODING,
        "the file: expected DICOM that is uncompressed or RLE, and it is "
            + (refused == null
                ? "in a transfer syntax that is not known"
                : refused + " (" + ROOT + tail + ")"));
  }

  boolean isExplicit() {
    return this != IMPLICIT_LITTLE;
  }

  ByteOrder order() {
    return this == EXPLICIT_BIG ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }
}
