package org.polarfold.ingest;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.polarfold.ingest.DicomElements.Span;

/**
 * What is read of a DICOM file's header: the tags below and no other, none of them before it is
 * asked for. No value of it is shown anywhere, and so it has no text of its own.
 */
final class DicomHeader {

  /** The group of the file's own header. */
  static final int FILE_GROUP = 0x0002;

  static final int NUMBER_OF_FRAMES = 0x00280008;
  static final int ROWS = 0x00280010;
  static final int COLUMNS = 0x00280011;
  static final int SAMPLES_PER_PIXEL = 0x00280002;
  static final int PHOTOMETRIC_INTERPRETATION = 0x00280004;
  static final int PLANAR_CONFIGURATION = 0x00280006;
  static final int BITS_ALLOCATED = 0x00280100;
  static final int BITS_STORED = 0x00280101;
  static final int HIGH_BIT = 0x00280102;
  static final int PIXEL_REPRESENTATION = 0x00280103;
  static final int FLOAT_PIXELS = 0x7FE00008;
  static final int DOUBLE_PIXELS = 0x7FE00009;
  static final int PIXELS = 0x7FE00010;

  static final int UNITS = 0x00541001;
  static final int SLOPE = 0x00281053;
  static final int INTERCEPT = 0x00281052;
  static final int REAL_WORLD_MAPPINGS = 0x00409096;
  static final int SHARED_GROUPS = 0x52009229;
  static final int FRAME_GROUPS = 0x52009230;

  private static final int TRANSFER_SYNTAX = 0x00020010;
  private static final int CHARACTER_SET = 0x00080005;
  private static final int IMAGE_TYPE = 0x00080008;
  private static final int SOP_CLASS = 0x00080016;
  private static final int SERIES_DESCRIPTION = 0x0008103E;
  private static final int PATIENT_ID = 0x00100020;

  private static final Set<Integer> PIXEL_DATA = Set.of(FLOAT_PIXELS, DOUBLE_PIXELS, PIXELS);

  private static final Set<Integer> READ =
      Set.of(
          CHARACTER_SET,
          IMAGE_TYPE,
          SOP_CLASS,
          SERIES_DESCRIPTION,
          PATIENT_ID,
          SAMPLES_PER_PIXEL,
          PHOTOMETRIC_INTERPRETATION,
          PLANAR_CONFIGURATION,
          NUMBER_OF_FRAMES,
          ROWS,
          COLUMNS,
          BITS_ALLOCATED,
          BITS_STORED,
          HIGH_BIT,
          PIXEL_REPRESENTATION,
          INTERCEPT,
          SLOPE,
          REAL_WORLD_MAPPINGS,
          UNITS,
          SHARED_GROUPS,
          FRAME_GROUPS,
          FLOAT_PIXELS,
          DOUBLE_PIXELS,
          PIXELS);

  /** Kinds of DICOM objects that hold polar maps. */
  private static final Set<String> KINDS =
      Set.of(
          "1.2.840.10008.5.1.4.1.1.20", // nuclear medicine
          "1.2.840.10008.5.1.4.1.1.128", // PET
          "1.2.840.10008.5.1.4.1.1.128.1", // legacy converted enhanced PET
          "1.2.840.10008.5.1.4.1.1.130", // enhanced PET
          "1.2.840.10008.5.1.4.1.1.30", // parametric map
          "1.2.840.10008.5.1.4.1.1.7", // secondary capture
          "1.2.840.10008.5.1.4.1.1.7.2", // multi-frame grayscale byte secondary capture
          "1.2.840.10008.5.1.4.1.1.7.3", // multi-frame grayscale word secondary capture
          "1.2.840.10008.5.1.4.1.1.7.4"); // multi-frame true colour secondary capture

  private static final int PREAMBLE = 128;
  private static final byte[] PREFIX = {'D', 'I', 'C', 'M'};
  private static final int LONGEST_VALUE = 1024;
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?([0-9]{1,16}\\.?[0-9]{0,16}|\\.[0-9]{1,16})([eE][+-]?[0-9]{1,3})?");
  private static final Pattern WHOLE = Pattern.compile("\\+?[0-9]{1,9}");

  private final DicomBytes bytes;
  private final DicomElements elements;
  private final DicomSyntax syntax;
  private final Map<Integer, DicomElement> found;

  private DicomHeader(
      DicomBytes bytes,
      DicomElements elements,
      DicomSyntax syntax,
      Map<Integer, DicomElement> found) {
    this.bytes = bytes;
    this.elements = elements;
    this.syntax = syntax;
    this.found = found;
  }

  /** The header of an open file; what lies behind the pixel data is not looked at. */
  static DicomHeader of(DicomBytes bytes) throws RecordFlaw {
    if (bytes.length() < PREAMBLE + PREFIX.length
        || !Arrays.equals(bytes.copy(PREAMBLE, PREFIX.length), PREFIX)) {
      throw DicomBytes.unreadable("a DICOM file, which has DICM behind 128 bytes");
    }
    DicomElements elements = new DicomElements(bytes);
    Map<Integer, DicomElement> own = new HashMap<>();
    long dataSet = elements.find(PREAMBLE + PREFIX.length, Set.of(TRANSFER_SYNTAX), own);
    DicomHeader fileHeader = new DicomHeader(bytes, elements, DicomSyntax.EXPLICIT_LITTLE, own);
    Optional<String> uid = fileHeader.code(TRANSFER_SYNTAX);
    if (uid.isEmpty()) {
      throw DicomBytes.unreadable("a DICOM file that names its transfer syntax");
    }
    DicomSyntax syntax = DicomSyntax.of(uid.get());
    DicomSyntax ofElements =
        syntax == DicomSyntax.RUN_LENGTH ? DicomSyntax.EXPLICIT_LITTLE : syntax;
    DicomHeader header =
        new DicomHeader(
            bytes,
            elements,
            syntax,
            elements.find(new Span(dataSet, bytes.length(), ofElements), READ, PIXEL_DATA));
    if (!KINDS.contains(header.code(SOP_CLASS).orElse(""))) {
      throw new RecordFlaw(
          RejectionReason.UNSUPPORTED_ENCODING,
          "the file: expected nuclear medicine, PET, a parametric map or a secondary capture");
    }
    return header;
  }

  DicomBytes bytes() {
    return bytes;
  }

  DicomElements elements() {
    return elements;
  }

  DicomSyntax syntax() {
    return syntax;
  }

  /** An element of the data set, if it is there. */
  Optional<DicomElement> element(int tag) {
    return Optional.ofNullable(found.get(tag));
  }

  /** The text that names the patient. */
  String patientId() throws RecordFlaw {
    Optional<String> text = text(PATIENT_ID);
    if (text.isEmpty() || !TableRow.isIdentifier(text.get())) {
      throw new RecordFlaw(
          RejectionReason.UNREADABLE_RECORD,
          "PatientID (0010,0020): expected 1 to "
              + TableRow.LONGEST_IDENTIFIER
              + " characters, none of control, in the file's character set");
    }
    return text.get();
  }

  Optional<String> seriesDescription() throws RecordFlaw {
    return text(SERIES_DESCRIPTION);
  }

  List<String> imageType() throws RecordFlaw {
    Optional<DicomElement> element = element(IMAGE_TYPE);
    return element.isPresent() ? DicomText.codes(value(element.get())) : List.of();
  }

  private Optional<String> text(int tag) throws RecordFlaw {
    Optional<DicomElement> element = element(tag);
    return element.isPresent()
        ? DicomText.text(value(element.get()), code(CHARACTER_SET).orElse(""))
        : Optional.empty();
  }

  /** The first value of a code. */
  Optional<String> code(int tag) throws RecordFlaw {
    Optional<DicomElement> element = element(tag);
    return element.isPresent() ? Optional.of(code(element.get())) : Optional.empty();
  }

  String code(DicomElement element) throws RecordFlaw {
    return DicomText.codes(value(element)).get(0);
  }

  /** A number of 16 bits, or a default where it is not there. */
  int whole(int tag, String name, int absent) throws RecordFlaw {
    Optional<DicomElement> element = element(tag);
    return element.isPresent() ? whole(element.get(), name) : absent;
  }

  /** A number of 16 bits that must be there. */
  int whole(int tag, String name) throws RecordFlaw {
    return whole(element(tag).orElseThrow(() -> expected(name, "to be there")), name);
  }

  private int whole(DicomElement element, String name) throws RecordFlaw {
    if (element.length() != 2) {
      throw expected(name, "one number of 16 bits");
    }
    return bytes.unsigned16(element.from(), element.inner().order());
  }

  /** How many frames there are, 1 where the header does not say. */
  int frames() throws RecordFlaw {
    String text = code(NUMBER_OF_FRAMES).orElse("");
    int frames = text.isEmpty() ? 1 : WHOLE.matcher(text).matches() ? Integer.parseInt(text) : 0;
    if (frames < 1 || frames > DicomElements.MOST_ITEMS) {
      throw expected("NumberOfFrames (0028,0008)", "1 to " + DicomElements.MOST_ITEMS);
    }
    return frames;
  }

  /** A number that is written in digits. */
  double decimal(DicomElement element, String name) throws RecordFlaw {
    String text = code(element);
    if (!DECIMAL.matcher(text).matches() || !Double.isFinite(Double.parseDouble(text))) {
      throw expected(name, "a number");
    }
    return Double.parseDouble(text);
  }

  /** A number of 64 bits with a point that floats. */
  double real(DicomElement element, String name) throws RecordFlaw {
    if (element.length() != Double.BYTES) {
      throw expected(name, "one number of 64 bits");
    }
    double value = ByteBuffer.wrap(value(element)).order(element.inner().order()).getDouble();
    if (!Double.isFinite(value)) {
      throw expected(name, "a finite number");
    }
    return value;
  }

  static RecordFlaw expected(String name, String what) {
    return DicomBytes.unreadable(name + " " + what);
  }

  private byte[] value(DicomElement element) throws RecordFlaw {
    if (element.length() > LONGEST_VALUE) {
      throw DicomBytes.unreadable("values of a header of at most " + LONGEST_VALUE + " bytes");
    }
    return bytes.copy(element.from(), (int) element.length());
  }
}
