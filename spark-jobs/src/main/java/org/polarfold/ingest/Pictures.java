package org.polarfold.ingest;

import java.awt.Rectangle;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.polarfold.experiment.Settings;
import org.polarfold.ingest.ColourReading.Limits;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarDisc;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Quantity;

/**
 * Pictures (PNG or JPEG), one a patient and state, whose colours are turned back into values.
 * Nothing but the disc and the colour bar is decoded, for a patient's name may stand beside them.
 *
 * @param files the pictures
 * @param unit of rest and stress
 * @param words the words of the states
 * @param width of every picture, pixels
 * @param height likewise
 * @param disc where the map lies
 * @param colours what they stand for, by state
 * @param limits how far they may lie from their table
 */
record Pictures(
    StudyFiles files,
    MapUnit unit,
    StateWords words,
    int width,
    int height,
    PolarDisc disc,
    Map<MapKind, PictureColours> colours,
    Limits limits)
    implements MapLayout {

  private static final int LARGEST_SIDE = 8192;
  private static final int MOST_PIXELS = 1 << 25;

  static Pictures of(Settings maps, ExportFolder folder) {
    MapUnit unit = MapUnit.of(maps);
    StateWords words = StateWords.of(maps.block("state"), unit.quantity());
    StudyFiles files = StudyFiles.of(maps, folder, Optional.of(words));
    if (files instanceof PatternedFiles patterned && !patterned.pattern().namesPatient()) {
      throw maps.invalid("files", "{patient} in it");
    }
    Settings size = maps.block("picture-size");
    int width = size.whole("width", 1, LARGEST_SIDE);
    int height = size.whole("height", 1, LARGEST_SIDE);
    if ((long) width * height > MOST_PIXELS) {
      throw size.invalid("height", "at most " + MOST_PIXELS + " pixels of a picture");
    }
    PolarDisc disc = DiscSettings.of(maps.block("disc"));
    if (!disc.fits(width, height)) {
      throw maps.invalid("disc", "a disc that lies on a picture of picture-size");
    }
    return new Pictures(
        files,
        unit,
        words,
        width,
        height,
        disc,
        colours(maps, words.states(), width, height),
        Limits.of(maps));
  }

  /** Of each state {@code colours-<state>} where that is there, and {@code colours} otherwise. */
  static Map<MapKind, PictureColours> colours(
      Settings maps, Set<MapKind> states, int width, int height) {
    Map<MapKind, PictureColours> colours = new EnumMap<>(MapKind.class);
    Optional<PictureColours> common =
        maps.optionalBlock("colours").map(block -> PictureColours.of(block, width, height));
    for (MapKind kind : states) {
      Optional<PictureColours> own =
          maps.optionalBlock("colours-" + kind.key())
              .map(block -> PictureColours.of(block, width, height));
      colours.put(
          kind,
          own.or(() -> common)
              .orElseThrow(() -> maps.invalid("colours", "the colours of " + kind.key())));
    }
    return colours;
  }

  @Override
  public String format() {
    return "pictures";
  }

  @Override
  public Quantity quantity() {
    return unit.quantity();
  }

  @Override
  public Set<MapKind> states() {
    return words.states();
  }

  @Override
  public SiteExportReader open() {
    return files.reader(SentPicture::new);
  }

  private final class SentPicture implements SentMaps {

    private final StudyFile file;

    SentPicture(StudyFile file) {
      this.file = file;
    }

    @Override
    public RecordPlace place() {
      return file.place();
    }

    @Override
    public String identifier() throws RecordFlaw {
      return file.identifier().orElseThrow();
    }

    @Override
    public Set<MapKind> kinds() throws RecordFlaw {
      return Set.of(file.state().orElseThrow());
    }

    @Override
    public SentMap map(MapKind kind) throws RecordFlaw {
      PictureFile picture = PictureFile.read(file.path());
      if (picture.width() != width || picture.height() != height) {
        throw new RecordFlaw(
            RejectionReason.WRONG_SHAPE,
            "the picture: expected " + width + " x " + height + " pixels, as picture-size says");
      }
      ColourTable table = Objects.requireNonNull(colours.get(kind)).table(picture);
      PixelBlock pixels =
          picture.block(new Rectangle(disc.left(), disc.top(), disc.columns(), disc.rows()));
      ColourReading reading = ColourReading.of(disc, pixels, table, limits);
      float[] values = unit.checked(reading.values(), kind, Pictures::cell);
      return new SentMap(PolarMap.of(values), OptionalDouble.of(reading.residual()));
    }
  }

  /** What a value of a canonical map is called in messages. */
  static String cell(int i) {
    return "ring " + i / PolarMap.SECTORS + ", sector " + i % PolarMap.SECTORS + " of the map";
  }
}
