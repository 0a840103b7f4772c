package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Rectangle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFileTest {

  private static final Rectangle BOX = new Rectangle(4, 10, 100, 100);
  private static final int AFTER_HEADER = 8 + 12 + 13;

  private final Path file;

  PictureFileTest(@TempDir Path folder) {
    this.file = folder.resolve("Mueller.png");
  }

  private PixelBlock block(byte[] bytes) throws IOException, RecordFlaw {
    return PictureFile.read(Files.write(file, bytes)).block(BOX);
  }

  /** The reason why a file is none, or "none". */
  private String flaw(byte[] bytes) throws IOException {
    try {
      block(bytes);
    } catch (RecordFlaw flaw) {
      String told = flaw.at(new RecordPlace("birch", 1)).toString();
      assertThat(told).doesNotContain("Mueller");
      return told.replaceAll(".*reason=|\\]$", "");
    }
    return "none";
  }

  static byte[] fixture(String name) throws IOException {
    try (InputStream in = PictureFileTest.class.getResourceAsStream(name)) {
      return java.util.Objects.requireNonNull(in).readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jet-rgb.png",
        "jet-rgba.png",
        "jet-palette.png",
        "jet-progressive.jpg",
        "grey-alpha.png",
        "grey-16-bit.png"
      })
  void aPictureIsReadAndEveryTruncationOfItRefused(String name) throws Exception {
    byte[] whole = fixture(name);

    assertThat(PictureFile.read(Files.write(file, whole)).width()).isEqualTo(120);
    assertThat(block(whole).argb()).hasSize(100 * 100);
    for (int length = 0; length < whole.length; length += length < 100 ? 1 : 41) {
      assertThat(flaw(Arrays.copyOf(whole, length)))
          .as("%s to %d", name, length)
          .startsWith("UNREADABLE_FILE, detail=the file: expected ");
    }
  }

  @Test
  void aJpegPictureThatIsCutAndClosedAgainIsRefused() throws Exception {
    byte[] cut = Arrays.copyOf(fixture("jet-progressive.jpg"), 1000);
    cut[998] = (byte) 0xFF;
    cut[999] = (byte) 0xD9;

    assertThat(flaw(cut)).startsWith("UNREADABLE_FILE");
    byte[] baseline = new DrawnMap(40, DrawnMap::jet, 4).bar().jpeg(0.9f);
    byte[] half = Arrays.copyOf(baseline, baseline.length / 2);
    half[half.length - 2] = (byte) 0xFF;
    half[half.length - 1] = (byte) 0xD9;
    assertThat(flaw(half)).startsWith("UNREADABLE_FILE");
  }

  @ParameterizedTest
  @CsvSource({"jet-palette.png, 1", "jet-rgba.png, 2", "jet-progressive.jpg, 3"})
  void aDamagedFileIsAPictureOrAFlawAndNothingElse(String name, long seed) throws Exception {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      byte[] damaged = fixture(name);
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      if (name.endsWith("png")) {
        mendChecksums(damaged);
      }
      assertThat(flaw(damaged)).matches("none|(UNREADABLE_FILE|UNSUPPORTED_ENCODING), .*");
    }
  }

  @Test
  void aPngFileWhoseChecksumsAreWrongIsRefused() throws Exception {
    byte[] damaged = fixture("jet-palette.png");
    damaged[damaged.length - 40] ^= 1;

    assertThat(flaw(damaged)).contains("checksums");
  }

  @Test
  void aHeaderThatPromisesTooMuchCostsNothingUntilItIsDecoded() throws Exception {
    byte[] png = fixture("jet-rgb.png");
    ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);
    mendChecksums(png);

    PictureFile read = PictureFile.read(Files.write(file, png));

    assertThat(read.width()).isEqualTo(60_000);
    assertThat(read.height()).isEqualTo(60_000);
  }

  @Test
  void aTextThatInflatesWithoutEndIsNeverInflated() throws Exception {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.write("Comment\0\0".getBytes(StandardCharsets.ISO_8859_1));
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(text)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 400; i++) {
        deflater.write(zeros);
      }
    }
    byte[] png = fixture("jet-palette.png");
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(png, 0, AFTER_HEADER);
    for (int i = 0; i < 20; i++) {
      bomb.write(chunk("zTXt", text.toByteArray()));
    }
    bomb.write(png, AFTER_HEADER, png.length - AFTER_HEADER);

    // 8 GB of text; the picture is read as if there were none.
    assertThat(block(bomb.toByteArray()).argb()).isEqualTo(block(png).argb());
  }

  @Test
  void aJpegPictureOfThousandsOfScansIsRefused() throws Exception {
    byte[] jpeg = fixture("jet-progressive.jpg");
    int last = jpeg.length - 2;
    while (!((jpeg[last] & 0xFF) == 0xFF && (jpeg[last + 1] & 0xFF) == 0xDA)) {
      last--;
    }
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    many.write(jpeg, 0, last);
    for (int i = 0; i < 5_000; i++) {
      many.write(jpeg, last, jpeg.length - 2 - last);
    }
    many.write(jpeg, jpeg.length - 2, 2);

    assertThat(flaw(many.toByteArray()))
        .isEqualTo("UNREADABLE_FILE, detail=the file: expected a JPEG picture of at most 64 scans");
  }

  @Test
  void aJpegPictureInCmykIsRefusedByName() throws Exception {
    assertThat(flaw(fixture("jet-cmyk.jpg"))).startsWith("UNSUPPORTED_ENCODING").contains("CMYK");
  }

  @Test
  void anotherFileIsNoPictureWhateverItsName() throws Exception {
    for (String text : new String[] {"", "Mueller, Erika;1950-01-01", "GIF89a", "\u00ff\u00d8"}) {
      assertThat(flaw(text.getBytes(StandardCharsets.ISO_8859_1)))
          .isEqualTo("UNREADABLE_FILE, detail=the file: expected a PNG or JPEG picture");
    }
  }

  @Test
  void aFileOfMoreThan64MebibytesIsRefused() throws Exception {
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength((64L << 20) + 1);
    }

    assertThatThrownBy(() -> PictureFile.read(file))
        .isInstanceOf(RecordFlaw.class)
        .hasMessage("the file: expected at most 64 MiB");
  }

  @Test
  void greyIsTakenAsTheNumberThatItIs() throws Exception {
    // The bar of the fixture at half its height, where 0.505 of the scale stands.
    for (String name : new String[] {"grey-16-bit.png", "grey-alpha.png"}) {
      PixelBlock bar = PictureFile.read(Files.write(file, fixture(name))).block(bar());
      assertThat(bar.rgb(112, 59) & 0xFF).as(name).isEqualTo(Math.round(255 * 0.505f));
      assertThat(bar.isOpaque(112, 59)).isTrue();
    }
  }

  @Test
  void whatShinesThroughIsSeen() throws Exception {
    assertThat(block(fixture("grey-alpha.png")).isOpaque(4, 10)).isFalse();
    assertThat(block(fixture("jet-rgba.png")).isOpaque(4, 10)).isFalse();
    assertThat(block(fixture("jet-rgba.png")).isOpaque(54, 60)).isTrue();
  }

  private static Rectangle bar() {
    return new Rectangle(110, 10, 6, 100);
  }

  private static byte[] chunk(String type, byte[] data) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + data.length);
    chunk.putInt(data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
    CRC32 checksum = new CRC32();
    checksum.update(chunk.array(), 4, 4 + data.length);
    return chunk.putInt((int) checksum.getValue()).array();
  }

  /** Writes the checksums anew as far as the chunks can be followed. */
  private static void mendChecksums(byte[] png) {
    ByteBuffer file = ByteBuffer.wrap(png);
    int at = 8;
    while (at + 12 <= png.length) {
      int length = file.getInt(at);
      if (length < 0 || length > png.length - at - 12) {
        return;
      }
      CRC32 checksum = new CRC32();
      checksum.update(png, at + 4, 4 + length);
      file.putInt(at + 8 + length, (int) checksum.getValue());
      at += 12 + length;
    }
  }
}
