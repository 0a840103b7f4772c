package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polarfold.UserException;
import org.polarfold.provenance.Seeds;
import org.polarfold.simulate.AcquisitionKnobs;
import org.polarfold.simulate.SimulatedStudies;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Quantity;
import org.polarfold.study.Segment17;

class PicturesTest {

  private static final double HIGH = 5;
  private static final String JET = "colours { named = jet, low = 0, high = 5 }";
  private static final String HOT_IRON = "colours { named = hot-iron, low = 0, high = 5 }";
  private static final PolarMap STRESS = stress();

  private final Path home;
  private final PictureFolder folder;

  PicturesTest(@TempDir Path home) {
    this.home = home;
    this.folder = new PictureFolder(home.resolve("birch"));
  }

  /** The stress flow of the first simulated patient in whom it lies within 2.4 to 4.3 mL/min/g. */
  private static PolarMap stress() {
    return SimulatedStudies.studies(new Seeds(7), 200, AcquisitionKnobs.REFERENCE)
        .map(study -> study.map(MapKind.STRESS).orElseThrow())
        .filter(map -> liesBetween(map, 2.4f, 4.3f))
        .findFirst()
        .orElseThrow();
  }

  private static boolean liesBetween(PolarMap map, float least, float most) {
    for (float value : map.toArray()) {
      if (value < least || value > most) {
        return false;
      }
    }
    return true;
  }

  private static DrawnMap drawn(int radius, DoubleFunction<Color> table) {
    return new DrawnMap(radius, table, HIGH).map(STRESS).bar();
  }

  private static String place(int radius) {
    return new DrawnMap(radius, DrawnMap::jet, HIGH).placeSettings() + "\n";
  }

  /**
   * Each of the site's colours, disc and coding; errors in mL/min/g, which the noise of the map
   * itself makes up for the most part: it differs from cell to cell.
   */
  @ParameterizedTest
  @CsvSource({
    "60, 0, false, 0.07, 0.025, 0.001",
    "60, 0.9, false, 0.09, 0.025, 0.02",
    "60, 0.75, false, 0.105, 0.025, 0.027",
    "120, 0, false, 0.06, 0.015, 0.001",
    "120, 0.9, false, 0.07, 0.015, 0.015",
    "120, 0.75, false, 0.08, 0.015, 0.02",
    "120, 0, true, 0.08, 0.03, 0.01",
    "120, 0.9, true, 0.09, 0.03, 0.03",
    "120, 0.75, true, 0.1, 0.03, 0.035",
    "240, 0.75, true, 0.08, 0.015, 0.025"
  })
  void aRealisticMapComesBackFromItsPicture(
      int radius, float jpegQuality, boolean overlaid, double rms, double segment, double residual)
      throws Exception {
    DrawnMap picture = drawn(radius, DrawnMap::jet);
    if (overlaid) {
      picture.bordersAndNumbers();
    }

    SentMap read =
        folder.read(
            place(radius) + JET, jpegQuality == 0 ? picture.png() : picture.jpeg(jpegQuality));

    assertThat(PictureFolder.rms(read.map(), STRESS)).isLessThan(rms);
    assertThat(PictureFolder.worstSegment(read.map(), STRESS)).isLessThan(segment);
    assertThat(read.colourResidual().orElseThrow()).isBetween(0.0, residual);
  }

  @ParameterizedTest
  @CsvSource({"0", "0.9", "0.75"})
  void thePicturesOwnBarDoesAsWellAsItsTable(float jpegQuality) throws Exception {
    DrawnMap picture = drawn(120, DrawnMap::jet).bordersAndNumbers();

    SentMap read =
        folder.read(
            place(120) + "colours { " + picture.barSettings() + " }",
            jpegQuality == 0 ? picture.png() : picture.jpeg(jpegQuality));

    assertThat(PictureFolder.rms(read.map(), STRESS)).isLessThan(0.1);
    assertThat(PictureFolder.worstSegment(read.map(), STRESS)).isLessThan(0.03);
  }

  @ParameterizedTest
  @CsvSource({"0", "0.9"})
  void aBarWithAPixelOfBackgroundAroundItDoesAsWell(float jpegQuality) throws Exception {
    DrawnMap picture = drawn(120, DrawnMap::jet);

    SentMap read =
        folder.read(
            place(120) + "colours { " + picture.tooLargeBarSettings() + " }",
            jpegQuality == 0 ? picture.png() : picture.jpeg(jpegQuality));

    assertThat(PictureFolder.worstSegment(read.map(), STRESS)).isLessThan(0.03);
    assertThat(read.colourResidual().orElseThrow()).isLessThan(jpegQuality == 0 ? 0.002 : 0.02);
  }

  @Test
  void bordersAndNumbersInColoursOfTheTableAreLeftOutWhereTheyAreDeclared() throws Exception {
    byte[] picture = drawn(120, DrawnMap::hotIron).bordersAndNumbers().png();
    String keys = place(120) + HOT_IRON;

    PolarMap blind = folder.read(keys, picture).map();
    PolarMap told = folder.read(keys + "\noverlays = [\"#000000\", \"#ffffff\"]", picture).map();

    assertThat(PictureFolder.worstSegment(blind, STRESS)).isGreaterThan(0.04);
    assertThat(PictureFolder.worstSegment(told, STRESS)).isLessThan(0.02);
  }

  @ParameterizedTest
  @CsvSource({
    "jet-rgb.png, named = jet",
    "jet-rgba.png, named = jet",
    "jet-palette.png, named = jet",
    "jet-progressive.jpg, named = jet",
    "grey-alpha.png, named = grey",
    "grey-16-bit.png, named = grey",
    "jet-rgb.png, bar",
    "jet-palette.png, bar",
    "jet-progressive.jpg, bar",
    "grey-16-bit.png, bar"
  })
  void everyKindOfPictureOfAnotherProgramIsRead(String name, String table) throws Exception {
    String colours =
        table.equals("bar")
            ? "bar { x0 = 111, y0 = 109, x1 = 114, y1 = 10, low = 0, high = 3.6 }"
            : table + ", low = 0, high = 3.6";

    SentMap read =
        folder.read(
            "picture-size { width = 120, height = 120 }\n"
                + "disc { centre-x = 54, centre-y = 60, radius = 50 }\ncolours { %s }"
                    .formatted(colours),
            PictureFileTest.fixture(name));

    double[] means = Segment17.means(read.map());
    for (int s = 1; s <= 17; s++) {
      // Where segments of 5 times the value meet, a pixel of the border is a fifth of a ring.
      assertThat(means[s - 1]).as("segment %d", s).isCloseTo(s / 5.0, within(0.1));
    }
  }

  @Test
  void aTableOfStopsAndOneOfTheReserveAloneAreRead() throws Exception {
    Pictures layout =
        folder.layout(
            place(60)
                + """
                colours { named = jet, low = 0, high = 1 }
                colours-stress {
                  stops = [{ value = 0, colour = "#000000" }, { value = 5, colour = "#FFFFFF" }]
                }
                """);

    SentMap read = folder.read(layout, drawn(60, DrawnMap::grey).png());

    assertThat(PictureFolder.worstSegment(read.map(), STRESS)).isLessThan(0.02);
  }

  @Test
  void aTurnedAndMirroredPictureIsReadAsItsDiscSays() throws Exception {
    double[] segments = new double[17];
    Arrays.setAll(segments, s -> (s + 1) / 5.0);
    PolarMap map = Segment17.spread(segments);
    BufferedImage straight = new DrawnMap(80, DrawnMap::jet, 4).cells(map).image();
    BufferedImage turned = new BufferedImage(240, 240, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = turned.createGraphics();
    // Mirrored at the vertical, then turned clockwise by a quarter: anterior to the right.
    AffineTransform how = AffineTransform.getQuadrantRotateInstance(1, 120, 120);
    how.concatenate(new AffineTransform(-1, 0, 0, 1, 240, 0));
    pen.drawImage(straight, how, null);
    pen.dispose();
    Path file = home.resolve("turned.png");
    javax.imageio.ImageIO.write(turned, "png", file.toFile());

    PolarMap read =
        folder
            .read(
                """
                picture-size { width = 240, height = 240 }
                disc {
                  centre-x = 120, centre-y = 120, radius = 80, anterior-degrees = 0, mirrored = true
                }
                colours { named = jet, low = 0, high = 4 }
                """,
                Files.readAllBytes(file))
            .map();

    assertThat(PictureFolder.worstSegment(read, map)).isLessThan(0.1);
  }

  @Test
  void aPictureInOtherColoursIsRejected() throws Exception {
    // From one end of the scale to the other: oranges alone would be those of both tables.
    double[] segments = new double[17];
    Arrays.setAll(segments, s -> (s + 1) * HIGH / 18);
    PolarMap map = Segment17.spread(segments);
    String expected =
        "COLOURS_DO_NOT_FIT: the picture: expected the colours of its table, and"
            + " (\\d+ % of its disc have none of them|the residual is 0\\.\\d{3})";
    Pictures jet = folder.layout(place(60) + JET);
    Pictures hotIron = folder.layout(place(60) + HOT_IRON);

    assertThat(folder.flaw(jet, new DrawnMap(60, DrawnMap::grey, HIGH).cells(map).png()))
        .matches(expected);
    assertThat(folder.flaw(jet, new DrawnMap(60, DrawnMap::hotIron, HIGH).cells(map).png()))
        .matches(expected);
    assertThat(folder.flaw(hotIron, new DrawnMap(60, DrawnMap::jet, HIGH).cells(map).png()))
        .matches(expected);
    assertThat(folder.flaw(jet, drawn(60, DrawnMap::grey).png())).matches(expected);
    assertThat(folder.flaw(hotIron, drawn(60, DrawnMap::grey).png())).matches(expected);
  }

  @Test
  void aPhotographIsRejected() throws Exception {
    DrawnMap photograph = new DrawnMap(60, DrawnMap::jet, HIGH);
    BufferedImage image = photograph.image();
    Random random = new Random(3);
    double[] phase = random.doubles(12, 0, 6).toArray();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
          double wave = Math.sin(x / 9.0 + phase[c]) + Math.cos(y / 13.0 + phase[3 + c]);
          int level = (int) (127 + 50 * wave + 10 * random.nextGaussian());
          rgb = rgb << 8 | Math.min(Math.max(level, 0), 255);
        }
        image.setRGB(x, y, rgb);
      }
    }

    assertThat(folder.flaw(folder.layout(place(60) + JET), photograph.jpeg(0.9f)))
        .startsWith("COLOURS_DO_NOT_FIT");
    assertThat(
            folder.flaw(
                folder.layout(place(60) + "colours { " + photograph.barSettings() + " }"),
                photograph.png()))
        .startsWith("COLOURS_DO_NOT_FIT");
  }

  @Test
  void aBarOfOneColourIsRejected() throws Exception {
    DrawnMap without = new DrawnMap(60, DrawnMap::jet, HIGH).map(STRESS);

    assertThat(
            folder.flaw(
                folder.layout(place(60) + "colours { " + without.barSettings() + " }"),
                without.png()))
        .isEqualTo(
            "COLOURS_DO_NOT_FIT: the colour bar: expected colours of their own for values far"
                + " apart");
  }

  @Test
  void aMapOfWhichMuchLiesBeyondTheScaleIsRejected() throws Exception {
    byte[] clipped = new DrawnMap(60, DrawnMap::jet, 3).map(STRESS).png();

    assertThat(
            folder.flaw(
                folder.layout(place(60) + "colours { named = jet, low = 0, high = 3 }"), clipped))
        .startsWith("COLOURS_DO_NOT_FIT: the picture: expected a scale that holds the map");
  }

  @Test
  void aPictureInAnotherUnitIsFound() throws Exception {
    assertThat(
            folder.flaw(
                folder.layout(place(60) + "colours { named = jet, low = 0, high = 500 }"),
                drawn(60, DrawnMap::jet).png()))
        .startsWith("UNIT_MISMATCH");
  }

  @Test
  void aPictureOfAnotherSizeIsRejectedBeforeItIsDecoded() throws Exception {
    Pictures layout = folder.layout(place(60) + JET);
    byte[] promising = drawn(60, DrawnMap::jet).png();
    ByteBuffer.wrap(promising).putInt(16, 60_000).putInt(20, 60_000);
    java.util.zip.CRC32 checksum = new java.util.zip.CRC32();
    checksum.update(promising, 12, 17);
    ByteBuffer.wrap(promising).putInt(29, (int) checksum.getValue());

    String expected = "WRONG_SHAPE: the picture: expected 200 x 200 pixels, as picture-size says";
    assertThat(folder.flaw(layout, promising)).isEqualTo(expected);
    assertThat(folder.flaw(layout, drawn(61, DrawnMap::jet).png())).isEqualTo(expected);
  }

  @Test
  void aTextIsNoPicture() throws Exception {
    assertThat(
            folder.flaw(folder.layout(place(60) + JET), "Mueller".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("UNREADABLE_FILE: the file: expected a PNG or JPEG picture");
  }

  @Test
  void aPictureTellsItsPlacePatientAndState() throws Exception {
    Pictures layout = folder.layout(place(60) + JET);
    Files.write(home.resolve("birch/maps/Mueller_S.png"), drawn(60, DrawnMap::jet).png());

    assertThat(layout.format()).isEqualTo("pictures");
    assertThat(layout.quantity()).isEqualTo(Quantity.FLOW);
    assertThat(layout.states()).containsExactly(MapKind.STRESS);
    try (SiteExportReader reader = layout.open()) {
      SentMaps sent = reader.next().orElseThrow();
      assertThat(sent.place()).isEqualTo(new RecordPlace("birch/maps/{patient}_{state}.png", 1));
      assertThat(sent.identifier()).isEqualTo("Mueller");
      assertThat(sent.kinds()).containsExactly(MapKind.STRESS);
      assertThat(reader.next()).isEmpty();
    }
  }

  @Test
  void whatIsLeftOutOfTheDescriptionIsAskedFor() {
    complains(JET, "Cannot find a key", "picture-size");
    complains("picture-size { width = 9, height = 9 }\n" + JET, "Cannot find a key", "disc");
    complains(place(60), "Cannot find a key", "colours");
    complains(place(60) + "colours { }", "Cannot find a key", "colours.named");
  }

  @Test
  void whatCannotBeIsRefused() {
    complains(
        "picture-size { width = 8192, height = 8192 }\n" + JET,
        "picture-size.height = 8192 (expected at most 33554432 pixels of a picture)");
    complains(
        "picture-size { width = 100, height = 100 }\n"
            + "disc { centre-x = 50, centre-y = 60, radius = 45 }\n"
            + JET,
        "(expected a disc that lies on a picture of picture-size)");
    complains(
        "picture-size { width = 100, height = 100 }\n"
            + "disc { centre-x = 40, centre-y = 60, radius = 45 }\n"
            + JET,
        "disc.radius = 45 (expected a disc that does not leave the picture)");
    complains(place(60) + "colours { named = jet, low = 1, high = 1 }", "(expected more than low)");
    complains(place(60) + "colours { named = plaid, low = 0, high = 1 }", "one of grey, hot-iron");
    complains(place(60) + JET + "\noverlays = [white]", "(expected \"#rrggbb\" each)");
    complains(
        place(60) + "colours { bar { x0 = 10, y0 = 10, x1 = 20, y1 = 20, low = 0, high = 1 } }",
        "(expected a bar longer than wide, of at least 16 pixels from low to high)");
    complains(
        place(60) + "colours { bar { x0 = 10, y0 = 10, x1 = 200, y1 = 20, low = 0, high = 1 } }",
        "bar.x1 = 200 (expected a whole number from 0 to 199)");
  }

  @Test
  void aTableThatDoesNotTellItsValuesApartIsRefusedWithTwoOfThem() {
    complains(
        place(60) + stops(stop(0, "0000ff"), stop(2, "red")),
        "colours.stops[1].colour = #red (expected \"#rrggbb\")");
    complains(
        place(60) + stops(stop(0, "0000ff"), stop(2, "ff0000"), stop(4, "0000ff")),
        "colours of their own for values far apart; 0.0 and 3.953125 have about the same");
    complains(
        place(60) + stops(stop(0, "0000ff"), stop(2, "ff0000"), stop(1, "00ff00")),
        "colours.stops[2].value = 1 (expected no less than that of the stop before)");
    complains(place(60) + stops(stop(0, "0000ff")), "expected 2 to 256 stops");
  }

  private static String stop(double value, String colour) {
    return "{ value = %s, colour = \"#%s\" }".formatted(value, colour);
  }

  private static String stops(String... stops) {
    return "colours { stops = [" + String.join(", ", stops) + "] }";
  }

  private void complains(String keys, String... parts) {
    assertThatThrownBy(() -> folder.layout(keys))
        .isInstanceOf(UserException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }
}
