package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.polarfold.ingest.DicomFolder.DISC;
import static org.polarfold.ingest.DicomFolder.PLANTED;
import static org.polarfold.ingest.DicomFolder.fixture;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that are broken on purpose: each gives a map or the flaw of this file, and costs little.
 */
class HostileDicomTest {

  private static final int FLIPPED = 100;

  /** Bytes within which the fixtures' headers end. */
  private static final int HEADER = 2400;

  /** One with sequences and mappings, one with fragments; of the others one prefix in seven. */
  private static final Set<String> EVERY_PREFIX =
      Set.of("enhanced-pet.dcm", "nm-rle-fragments.dcm");

  /** What a file of 64 x 64 pixels may cost, whatever it says; three questions are asked. */
  private static final long MOST_ALLOCATED = 4 << 20;

  private static final String ANY =
      """
      files = "maps/*.dcm", patient-from = header, unit = "mL/min/g", frame = 1
      state { from = series-description, stress = "STRESS MBF" }
      """;

  @TempDir Path folder;

  private DicomFolder site() {
    return new DicomFolder(folder.resolve("birch"));
  }

  private static DicomMaps layout(DicomFolder site, String name) throws IOException {
    return site.layout(
        ANY
            + (name.contains("rgb")
                ? DISC + "colours { named = hot-iron, low = 0, high = 2.55 }"
                : DISC));
  }

  /** Asks everything of the file that is there. */
  private static String outcome(DicomMaps layout) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (SiteExportReader reader = layout.open()) {
      SentMaps sent = reader.next().orElseThrow();
      long before = threads.getCurrentThreadAllocatedBytes();
      String outcome = DicomFolder.outcome(sent);
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as("allocated bytes")
          .isLessThan(MOST_ALLOCATED);
      assertThat(outcome + sent.place()).doesNotContain(PLANTED);
      return outcome;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "enhanced-pet.dcm",
        "id-utf-8.dcm",
        "nm-big-endian.dcm",
        "nm-deflated.dcm",
        "nm-implicit.dcm",
        "nm-rle.dcm",
        "nm-rle-fragments.dcm",
        "nm-undefined-lengths.dcm",
        "parametric-double.dcm",
        "parametric-float.dcm",
        "pet-12-bit-high.dcm",
        "pet-signed.dcm",
        "pet-signed-rle.dcm",
        "sc-8-bit-big-endian.dcm",
        "sc-8-bit-rle.dcm",
        "sc-rgb.dcm",
        "sc-rgb-rle.dcm",
        "sc-rgb-jpeg.dcm"
      })
  void aPrefixOrAFileWithChangedBytesGivesAMapOrAFlaw(String name) throws Exception {
    DicomFolder site = site();
    DicomMaps layout = layout(site, name);
    byte[] whole = fixture(name);
    Files.write(site.file(), whole);
    int maps = 0;
    try (FileChannel file = FileChannel.open(site.file(), StandardOpenOption.WRITE)) {
      int step = EVERY_PREFIX.contains(name) ? 1 : 7;
      for (int length = whole.length; length >= 0; length -= length > HEADER ? 251 : step) {
        file.truncate(length);
        maps += outcome(layout).equals("none") ? 1 : 0;
      }
    }
    assertThat(maps).as("maps out of prefixes").isLessThanOrEqualTo(1);

    Random random = new Random(name.hashCode());
    for (int i = 0; i < FLIPPED; i++) {
      byte[] changed = whole.clone();
      for (int j = 0; j <= i % 3; j++) {
        // Mostly in the header, where there is more to break.
        int from = random.nextInt(4) == 0 ? whole.length : Math.min(whole.length, 2600);
        changed[random.nextInt(from)] = (byte) random.nextInt(256);
      }
      Files.write(site.file(), changed);
      assertThat(outcome(layout)).isNotEmpty();
    }
  }

  /** A file with this data set, in implicit little endian. */
  private static byte[] implicit(byte[]... dataSet) {
    return file("1.2.840.10008.1.2", dataSet);
  }

  private static byte[] file(String syntax, byte[]... dataSet) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[128]);
    file.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    byte[] uid =
        Arrays.copyOf(syntax.getBytes(StandardCharsets.US_ASCII), syntax.length() + 1 & ~1);
    ByteBuffer element = ByteBuffer.allocate(8 + uid.length).order(ByteOrder.LITTLE_ENDIAN);
    element
        .putInt(0x00100002)
        .put((byte) 'U')
        .put((byte) 'I')
        .putShort((short) uid.length)
        .put(uid);
    file.writeBytes(element.array());
    for (byte[] part : dataSet) {
      file.writeBytes(part);
    }
    return file.toByteArray();
  }

  private static byte[] element(int group, int element, long length, byte... value) {
    return ByteBuffer.allocate(8 + value.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) group)
        .putShort((short) element)
        .putInt((int) length)
        .put(value)
        .array();
  }

  private String flaw(byte[] file) throws IOException {
    DicomFolder site = site();
    DicomMaps layout = layout(site, "grey");
    Files.write(site.file(), file);
    return outcome(layout);
  }

  @Test
  void aLengthBeyondTheFileIsRefusedBeforeAnythingIsAllocated() throws Exception {
    assertThat(flaw(implicit(element(0x0010, 0x0020, 0xFFFFFFF0L, (byte) 'x'))))
        .isEqualTo("UNREADABLE_FILE: the file: expected DICOM whole to its end");
    assertThat(flaw(implicit(element(0x7FE0, 0x0010, 0x7FFFFFFEL))))
        .isEqualTo("UNREADABLE_FILE: the file: expected DICOM whole to its end");
  }

  @Test
  void sequencesMayNestSixteenDeepAndNoDeeper() throws Exception {
    byte[] sequence = element(0x0008, 0x1140, 0xFFFFFFFFL);
    byte[] item = element(0xFFFE, 0xE000, 0xFFFFFFFFL);
    byte[] itemEnd = element(0xFFFE, 0xE00D, 0);
    byte[] sequenceEnd = element(0xFFFE, 0xE0DD, 0);
    for (int depth : new int[] {16, 17, 200_000}) {
      ByteArrayOutputStream nested = new ByteArrayOutputStream();
      for (int i = 0; i < depth; i++) {
        nested.writeBytes(sequence);
        nested.writeBytes(item);
      }
      for (int i = 0; i < depth; i++) {
        nested.writeBytes(itemEnd);
        nested.writeBytes(sequenceEnd);
      }
      assertThat(flaw(implicit(nested.toByteArray())))
          .as("%s deep", depth)
          .isEqualTo(
              depth > 16
                  ? "UNREADABLE_FILE: the file: expected sequences at most 16 deep"
                  : "UNSUPPORTED_ENCODING: the file: expected nuclear medicine, PET, a parametric"
                      + " map or a secondary capture");
    }
  }

  @Test
  void aTagTwiceIsRefused() throws Exception {
    byte[] rows = element(0x0028, 0x0010, 2, (byte) 64, (byte) 0);
    assertThat(flaw(implicit(rows, rows)))
        .isEqualTo("UNREADABLE_FILE: the file: expected no data element twice");
  }

  @Test
  void aTransferSyntaxThatIsNotKnownIsNotShown() throws Exception {
    assertThat(flaw(file("Mueller MRN-4711")))
        .isEqualTo(
            "UNSUPPORTED_ENCODING: the file: expected DICOM that is uncompressed or RLE, and it is"
                + " in a transfer syntax that is not known");
  }

  @Test
  void aFileOfMoreThan256MiBIsNotRead() throws Exception {
    DicomFolder site = site();
    DicomMaps layout = layout(site, "grey");
    Files.write(site.file(), fixture("pet-signed.dcm"));
    try (RandomAccessFile file = new RandomAccessFile(site.file().toFile(), "rw")) {
      file.setLength((256L << 20) + 1);
    }
    assertThat(outcome(layout)).isEqualTo("UNREADABLE_FILE: the file: expected at most 256 MiB");
  }

  @Test
  void aFileThatChangesBetweenTwoQuestionsIsRefused() throws Exception {
    DicomFolder site = site();
    SentMaps sent = site.sent(layout(site, "grey"), fixture("pet-signed.dcm"));
    assertThat(sent.identifier()).isEqualTo("MRN-4711");
    Files.setLastModifiedTime(site.file(), FileTime.fromMillis(1));

    assertThat(DicomFolder.outcome(sent))
        .isEqualTo(
            "UNREADABLE_FILE: the file: expected a file that does not change while it is read");
  }

  @Test
  void runsThatDoNotFillASegmentOrOverfillItAreRefused() throws RecordFlaw {
    byte[] frame = new byte[70];
    frame[0] = 1;
    frame[4] = 64;
    frame[64] = 1; // two bytes as they are
    frame[65] = 7;
    frame[66] = 8;
    frame[67] = (byte) -128; // nothing
    frame[68] = (byte) -2; // one byte three times
    frame[69] = 9;

    assertThat(RunLengths.decoded(frame, 5, 1, 1)).containsExactly(7, 8, 9, 9, 9);
    assertThat(refused(frame, 6, 1)).isTrue();
    assertThat(refused(frame, 4, 1)).isTrue();
    assertThat(refused(frame, 5, 2)).isTrue();
    frame[4] = 63;
    assertThat(refused(frame, 5, 1)).isTrue();
    frame[4] = 71;
    assertThat(refused(frame, 5, 1)).isTrue();
  }

  private static boolean refused(byte[] frame, int pixels, int width) {
    try {
      RunLengths.decoded(frame, pixels, 1, width);
      return false;
    } catch (RecordFlaw flaw) {
      return true;
    }
  }
}
