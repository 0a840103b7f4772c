package org.polarfold.ingest;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.polarfold.experiment.Settings;
import org.polarfold.ingest.ColourTable.Ambiguity;
import org.polarfold.ingest.ColourTable.Stop;

/** Where the colour table of a picture stands: in site.conf, or in the picture itself. */
sealed interface PictureColours permits PictureColours.Fixed, PictureColours.Bar {

  /** The table of a picture. */
  ColourTable table(DrawnPicture picture) throws RecordFlaw;

  /**
   * Reads a block with one of {@code bar { x0, y0, x1, y1, low, high }}, {@code stops = [{ value,
   * colour }, ...]} and {@code named} with {@code low} and {@code high}.
   *
   * @param colours the block
   * @param width of every picture, pixels
   * @param height likewise
   */
  static PictureColours of(Settings colours, int width, int height) {
    Optional<Settings> bar = colours.optionalBlock("bar");
    if (bar.isPresent()) {
      return Bar.of(bar.get(), width, height);
    }
    String key = colours.has("stops") ? "stops" : "named";
    ColourTable table;
    if (colours.has("stops")) {
      table = Fixed.table(colours);
    } else {
      NamedColours named = colours.choice("named", NamedColours.class);
      Range range = Range.of(colours);
      table = named.table(range.low(), range.high());
    }
    Optional<Ambiguity> ambiguity = table.ambiguity();
    if (ambiguity.isPresent()) {
      throw colours.invalid(
          key,
          "colours of their own for values far apart; "
              + ambiguity.get().first()
              + " and "
              + ambiguity.get().second()
              + " have about the same");
    }
    return new Fixed(table);
  }

  /** The colour that a text {@code #rrggbb} names, as 0xRRGGBB. */
  static Optional<Integer> rgb(String text) {
    return Pattern.matches("#[0-9a-fA-F]{6}", text)
        ? Optional.of(Integer.parseInt(text.substring(1), 16))
        : Optional.empty();
  }

  /**
   * The values at a scale's ends, in the site's unit.
   *
   * @param low of the first colour
   * @param high of the last
   */
  record Range(double low, double high) {

    private static final double MOST = 1e6;

    static Range of(Settings block) {
      double low = block.real("low", -MOST, MOST);
      double high = block.real("high", -MOST, MOST);
      if (!(high > low)) {
        throw block.invalid("high", "more than low");
      }
      return new Range(low, high);
    }
  }

  /**
   * The same table for every picture.
   *
   * @param table what site.conf says
   */
  record Fixed(ColourTable table) implements PictureColours {

    private static final double MOST = 1e6;

    @Override
    public ColourTable table(DrawnPicture picture) {
      return table;
    }

    private static ColourTable table(Settings colours) {
      List<Stop> stops = new ArrayList<>();
      for (Settings block : colours.blocks("stops")) {
        double value = block.real("value", -MOST, MOST);
        int rgb =
            rgb(block.text("colour")).orElseThrow(() -> block.invalid("colour", "\"#rrggbb\""));
        if (!stops.isEmpty() && value < stops.get(stops.size() - 1).value()) {
          throw block.invalid("value", "no less than that of the stop before");
        }
        stops.add(NamedColours.stop(value, rgb));
      }
      if (stops.size() < 2
          || stops.size() > ColourTable.MOST_STOPS
          || !(stops.get(stops.size() - 1).value() > stops.get(0).value())) {
        throw colours.invalid(
            "stops", "2 to " + ColourTable.MOST_STOPS + " stops from a lower to a higher value");
      }
      return new ColourTable(stops);
    }
  }

  /**
   * The picture's own colour bar, a rectangle of pixels. The low value is that of its outer edge at
   * one end and the high one that at the other, so that the colours of n pixels stand for the
   * middles of n equal parts. Across its width it is the median of each channel that counts, so
   * that a frame or a column of background in the rectangle changes nothing.
   *
   * @param box its pixels
   * @param vertical whether values follow one another from row to row
   * @param falling whether they do so upwards, or to the left
   * @param range the values at its ends
   */
  record Bar(Rectangle box, boolean vertical, boolean falling, Range range)
      implements PictureColours {

    private static final int SHORTEST = 16;

    static Bar of(Settings bar, int width, int height) {
      int x0 = bar.whole("x0", 0, width - 1);
      int y0 = bar.whole("y0", 0, height - 1);
      int x1 = bar.whole("x1", 0, width - 1);
      int y1 = bar.whole("y1", 0, height - 1);
      int columns = Math.abs(x1 - x0) + 1;
      int rows = Math.abs(y1 - y0) + 1;
      boolean vertical = rows > columns;
      if (Math.max(rows, columns) < SHORTEST || rows == columns) {
        throw bar.invalid(
            vertical ? "y1" : "x1",
            "a bar longer than wide, of at least " + SHORTEST + " pixels from low to high");
      }
      return new Bar(
          new Rectangle(Math.min(x0, x1), Math.min(y0, y1), columns, rows),
          vertical,
          vertical ? y1 < y0 : x1 < x0,
          Range.of(bar));
    }

    @Override
    public ColourTable table(DrawnPicture picture) throws RecordFlaw {
      PixelBlock pixels = picture.block(box);
      int length = vertical ? box.height : box.width;
      int across = vertical ? box.width : box.height;
      int count = Math.min(length, ColourTable.MOST_STOPS);
      List<Stop> stops = new ArrayList<>();
      for (int stop = 0; stop < count; stop++) {
        int from = (int) (((long) stop * length + count - 1) / count);
        int to = (int) (((stop + 1L) * length + count - 1) / count);
        int[][] channels = new int[3][(to - from) * across];
        int at = 0;
        for (int i = from; i < to; i++) {
          int along = falling ? length - 1 - i : i;
          for (int j = 0; j < across; j++) {
            int rgb = pixels.rgb(box.x + (vertical ? j : along), box.y + (vertical ? along : j));
            channels[0][at] = rgb >> 16 & 0xFF;
            channels[1][at] = rgb >> 8 & 0xFF;
            channels[2][at++] = rgb & 0xFF;
          }
        }
        double place = (from + to) / 2.0 / length;
        stops.add(
            new Stop(
                range.low() + (range.high() - range.low()) * place,
                median(channels[0]),
                median(channels[1]),
                median(channels[2])));
      }
      ColourTable table = new ColourTable(stops);
      if (table.ambiguity().isPresent()) {
        throw new RecordFlaw(
            RejectionReason.COLOURS_DO_NOT_FIT,
            "the colour bar: expected colours of their own for values far apart");
      }
      return table;
    }

    private static double median(int[] values) {
      Arrays.sort(values);
      return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2.0;
    }
  }
}
