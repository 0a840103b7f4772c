package org.polarfold.ingest;

import java.awt.Rectangle;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.polarfold.experiment.Settings;
import org.polarfold.ingest.ColourReading.Limits;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarDisc;
import org.polarfold.study.PolarGrid;
import org.polarfold.study.PolarMap;

/** How a polar map lies in a frame of a DICOM file. */
sealed interface DicomGeometry
    permits DicomGeometry.Disc, DicomGeometry.ColouredDisc, DicomGeometry.Unrolled {

  /** Columns of the image. */
  int columns();

  /** Rows of the image. */
  int rows();

  /** Samples of a pixel: 1, or 3 for colours. */
  int samples();

  /**
   * The map in a frame of this size.
   *
   * @param number of the frame; the first is 1
   */
  SentMap map(DicomImage image, int number, MapUnit unit, MapKind kind) throws RecordFlaw;

  /**
   * Reads the block {@code grid}, or the blocks {@code disc} and {@code picture-size} with those of
   * {@link PictureColours} where pixels have colours.
   */
  static DicomGeometry of(Settings maps, Set<MapKind> states) {
    Optional<Settings> grid = maps.optionalBlock("grid");
    if (grid.isPresent()) {
      if (maps.has("disc")) {
        throw maps.invalid("disc", "either this or a block grid, not both");
      }
      return Unrolled.of(grid.get());
    }
    Settings size = maps.block("picture-size");
    int columns = size.whole("width", 1, DicomImage.LARGEST_SIDE);
    int rows = size.whole("height", 1, DicomImage.LARGEST_SIDE);
    PolarDisc disc = DiscSettings.of(maps.block("disc"));
    if (!disc.fits(columns, rows)) {
      throw maps.invalid("disc", "a disc that lies on a picture of picture-size");
    }
    boolean coloured =
        maps.has("colours") || states.stream().anyMatch(s -> maps.has("colours-" + s.key()));
    return coloured
        ? new ColouredDisc(
            columns, rows, disc, Pictures.colours(maps, states, columns, rows), Limits.of(maps))
        : new Disc(columns, rows, disc);
  }

  private static RecordFlaw notFinite() {
    return new RecordFlaw(
        RejectionReason.NON_FINITE, "the pixels of the map: expected finite numbers");
  }

  /** A disc whose pixels are values. */
  record Disc(int columns, int rows, PolarDisc disc) implements DicomGeometry {
    @Override
    public int samples() {
      return 1;
    }

    @Override
    public SentMap map(DicomImage image, int number, MapUnit unit, MapKind kind) throws RecordFlaw {
      DicomScale scale = DicomScale.of(image.header(), number, unit, kind);
      DicomFrame frame = image.frame(number);
      for (int y = disc.top(); y < disc.top() + disc.rows(); y++) {
        for (int x = disc.left(); x < disc.left() + disc.columns(); x++) {
          // One that is not a number would be taken for a pixel that cannot be used.
          if (disc.holds(x, y) && !Double.isFinite(scale.value(frame.stored(x, y)))) {
            throw notFinite();
          }
        }
      }
      double[] values = disc.toCanonical((x, y) -> scale.value(frame.stored(x, y))).filled();
      return SentMap.of(PolarMap.of(unit.checked(values, kind, Pictures::cell)));
    }
  }

  /** A disc whose colours stand for values; nothing but it and a colour bar is looked at. */
  record ColouredDisc(
      int columns, int rows, PolarDisc disc, Map<MapKind, PictureColours> colours, Limits limits)
      implements DicomGeometry {
    @Override
    public int samples() {
      return 3;
    }

    @Override
    public SentMap map(DicomImage image, int number, MapUnit unit, MapKind kind) throws RecordFlaw {
      DicomFrame frame = image.frame(number);
      ColourTable table = Objects.requireNonNull(colours.get(kind)).table(frame);
      PixelBlock pixels =
          frame.block(new Rectangle(disc.left(), disc.top(), disc.columns(), disc.rows()));
      ColourReading reading = ColourReading.of(disc, pixels, table, limits);
      float[] values = unit.checked(reading.values(), kind, Pictures::cell);
      return new SentMap(PolarMap.of(values), OptionalDouble.of(reading.residual()));
    }
  }

  /**
   * Rings by sectors, a pixel a cell.
   *
   * @param grid the site's
   * @param ringsAreRows whether a row of pixels is a ring; otherwise a column is
   */
  record Unrolled(PolarGrid grid, boolean ringsAreRows) implements DicomGeometry {

    private enum Rows {
      RINGS,
      SECTORS
    }

    static Unrolled of(Settings grid) {
      return new Unrolled(GridSettings.of(grid), grid.choice("rows", Rows.class) == Rows.RINGS);
    }

    @Override
    public int columns() {
      return ringsAreRows ? grid.sectors() : grid.rings();
    }

    @Override
    public int rows() {
      return ringsAreRows ? grid.rings() : grid.sectors();
    }

    @Override
    public int samples() {
      return 1;
    }

    @Override
    public SentMap map(DicomImage image, int number, MapUnit unit, MapKind kind) throws RecordFlaw {
      DicomScale scale = DicomScale.of(image.header(), number, unit, kind);
      DicomFrame frame = image.frame(number);
      double[] values = new double[grid.size()];
      for (int i = 0; i < values.length; i++) {
        int ring = i / grid.sectors();
        int sector = i % grid.sectors();
        values[i] =
            scale.value(ringsAreRows ? frame.stored(sector, ring) : frame.stored(ring, sector));
      }
      if (!Arrays.stream(values).allMatch(Double::isFinite)) {
        throw notFinite();
      }
      return SentMap.of(grid.toCanonical(unit.checked(values, kind, this::cell)));
    }

    private String cell(int i) {
      return "ring "
          + i / grid.sectors()
          + ", sector "
          + i % grid.sectors()
          + " of the site's grid";
    }
  }
}
