package org.polarfold.ingest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Texts of a DICOM file in its Specific Character Set (PS3.5, chapter 6.1; PS3.3, C.12.1.1.2). A
 * text of ASCII needs none; code extensions (ISO 2022) beyond ASCII are not read.
 */
final class DicomText {

  private static final Map<String, String> CHARSETS =
      Map.ofEntries(
          Map.entry("", "US-ASCII"),
          Map.entry("ISO_IR 6", "US-ASCII"),
          Map.entry("ISO 2022 IR 6", "US-ASCII"),
          Map.entry("ISO_IR 100", "ISO-8859-1"),
          Map.entry("ISO_IR 101", "ISO-8859-2"),
          Map.entry("ISO_IR 109", "ISO-8859-3"),
          Map.entry("ISO_IR 110", "ISO-8859-4"),
          Map.entry("ISO_IR 144", "ISO-8859-5"),
          Map.entry("ISO_IR 127", "ISO-8859-6"),
          Map.entry("ISO_IR 126", "ISO-8859-7"),
          Map.entry("ISO_IR 138", "ISO-8859-8"),
          Map.entry("ISO_IR 148", "ISO-8859-9"),
          Map.entry("ISO_IR 192", "UTF-8"),
          Map.entry("GB18030", "GB18030"));

  private static final int ESCAPE = 0x1B;

  private DicomText() {}

  /**
   * A text without the padding at its ends; empty where it cannot be read.
   *
   * @param characterSet the value of (0008,0005), empty where there is none
   */
  static Optional<String> text(byte[] value, String characterSet) {
    Charset charset = StandardCharsets.US_ASCII;
    for (byte b : value) {
      if (b == ESCAPE) {
        return Optional.empty();
      }
      if (b < 0) {
        String name = CHARSETS.get(characterSet);
        if (name == null || !Charset.isSupported(name)) {
          return Optional.empty();
        }
        charset = Charset.forName(name);
        break;
      }
    }
    try {
      return Optional.of(unpadded(charset.newDecoder().decode(ByteBuffer.wrap(value)).toString()));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** What stands in codes and numbers, which are ASCII whatever the character set. */
  static List<String> codes(byte[] value) {
    String text = new String(value, StandardCharsets.US_ASCII);
    return List.of(text.split("\\\\", -1)).stream().map(DicomText::unpadded).toList();
  }

  /** Texts are padded with spaces and UIDs with zeros; some programs do it the other way round. */
  private static String unpadded(String text) {
    int to = text.length();
    while (to > 0 && (text.charAt(to - 1) == 0 || text.charAt(to - 1) == ' ')) {
      to--;
    }
    return text.substring(0, to).strip();
  }
}
