package org.polarfold.notebook;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import javax.imageio.ImageIO;
import org.polarfold.report.ColourScale;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;

/**
 * Polar maps side by side in one colour scale, as clinicians see them: apex in the centre, anterior
 * wall at the top, septum at the left, borders of the 17 segments in white. Its text is SVG.
 */
public final class MapDrawing {

  private static final int SIDE = 150;
  private static final int GAP = 18;
  private static final int TITLE = 34;
  private static final int LEGEND = 44;

  /** Pixels of a disc's side, for screens that show two a point. */
  private static final int PIXELS = 2 * SIDE;

  private final List<Panel> panels = new ArrayList<>();
  private final String unit;
  private final double low;
  private final double high;
  private final DoubleFunction<String> colours;
  private int columns = 6;

  private record Panel(String title, BufferedImage picture, boolean polar) {}

  private MapDrawing(String unit, double low, double high, DoubleFunction<String> colours) {
    if (!(low < high)) {
      throw new IllegalArgumentException("Invalid colour scale: " + low + " to " + high);
    }
    this.unit = unit;
    this.low = low;
    this.high = high;
    this.colours = colours;
  }

  /**
   * Maps in a scale from dark to light.
   *
   * @param unit what stands under the legend
   * @param low the darkest colour's value
   * @param high the lightest colour's value, above low
   */
  public static MapDrawing of(String unit, double low, double high) {
    return new MapDrawing(unit, low, high, new ColourScale(low, high)::colour);
  }

  /**
   * Maps of differences: blue below 0, white at 0, orange above.
   *
   * @param most the value of the strongest colours, above 0
   */
  public static MapDrawing differences(String unit, double most) {
    return new MapDrawing(unit, -most, most, value -> diverging(value / most));
  }

  /** How many stand in a row; 6 unless told. */
  public MapDrawing columns(int number) {
    columns = Math.max(1, number);
    return this;
  }

  /** Adds a map. */
  public MapDrawing add(String title, PolarMap map) {
    double[] values = new double[PolarMap.SIZE];
    float[] of = map.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = of[i];
    }
    return add(title, values);
  }

  /**
   * Adds a map of figures, such as a mean.
   *
   * @param values 2,160, ring by ring from the apex
   */
  public MapDrawing add(String title, double[] values) {
    BufferedImage picture = new BufferedImage(PIXELS, PIXELS, BufferedImage.TYPE_INT_ARGB);
    double radius = PIXELS / 2.0;
    for (int row = 0; row < PIXELS; row++) {
      for (int column = 0; column < PIXELS; column++) {
        double x = (column + 0.5 - radius) / radius;
        double y = (radius - row - 0.5) / radius;
        int ring = (int) (Math.hypot(x, y) * PolarMap.RINGS);
        if (ring < PolarMap.RINGS) {
          int degrees = (int) Math.floor(Math.toDegrees(Math.atan2(y, x)));
          int sector = Math.floorMod(degrees, 360) * PolarMap.SECTORS / 360;
          picture.setRGB(column, row, argb(values[PolarMap.index(ring, sector)]));
        }
      }
    }
    panels.add(new Panel(title, picture, true));
    return this;
  }

  /** Adds a picture as it is, rows of pixels from the top. */
  public MapDrawing add(String title, float[][] rows) {
    BufferedImage picture =
        new BufferedImage(rows[0].length, rows.length, BufferedImage.TYPE_INT_ARGB);
    for (int row = 0; row < rows.length; row++) {
      for (int column = 0; column < rows[row].length; column++) {
        picture.setRGB(column, row, argb(rows[row][column]));
      }
    }
    panels.add(new Panel(title, picture, false));
    return this;
  }

  /** The mean of maps, 2,160 values. */
  public static double[] mean(List<PolarMap> maps) {
    double[] mean = new double[PolarMap.SIZE];
    for (PolarMap map : maps) {
      float[] values = map.toArray();
      for (int i = 0; i < mean.length; i++) {
        mean[i] += values[i] / (double) maps.size();
      }
    }
    return mean;
  }

  /** One map less another, place by place. */
  public static double[] less(double[] map, double[] other) {
    double[] difference = new double[map.length];
    for (int i = 0; i < map.length; i++) {
      difference[i] = map[i] - other[i];
    }
    return difference;
  }

  /** SVG: {@code display("text/html", drawing)} shows it. */
  @Override
  public String toString() {
    int across = Math.max(1, Math.min(columns, panels.size()));
    int down = (panels.size() + across - 1) / across;
    int width = across * (SIDE + GAP) + GAP;
    int height = down * (SIDE + TITLE) + LEGEND;
    Svg svg =
        new Svg(
            width,
            height,
            "Polar maps: " + String.join(", ", panels.stream().map(Panel::title).toList()));
    for (int i = 0; i < panels.size(); i++) {
      int x = GAP + i % across * (SIDE + GAP);
      int y = i / across * (SIDE + TITLE) + TITLE - 8;
      panel(svg, panels.get(i), x, y);
    }
    legend(svg, GAP, height - LEGEND + 14);
    return svg.end();
  }

  private static void panel(Svg svg, Panel panel, int x, int y) {
    svg.text(x + SIDE / 2.0, y - 8, "middle", panel.title());
    svg.element(
        "image",
        "x",
        x,
        "y",
        y,
        "width",
        SIDE,
        "height",
        SIDE,
        "preserveAspectRatio",
        "none",
        "style",
        panel.polar() ? "" : "image-rendering:pixelated",
        "href",
        "data:image/png;base64," + png(panel.picture()));
    if (panel.polar()) {
      borders(svg, x + SIDE / 2.0, y + SIDE / 2.0);
    }
  }

  /** Where one segment ends and the next begins. */
  private static void borders(Svg svg, double x, double y) {
    double width = SIDE / 2.0 / PolarMap.RINGS;
    for (int ring = 1; ring <= PolarMap.RINGS; ring++) {
      boolean rim = ring == PolarMap.RINGS;
      if (rim || Segment17.of(ring, 0) != Segment17.of(ring - 1, 0)) {
        svg.element(
            "circle",
            "cx",
            x,
            "cy",
            y,
            "r",
            ring * width,
            "fill",
            "none",
            "stroke",
            rim ? Svg.FAINT : "#ffffff",
            "stroke-width",
            0.8);
      }
    }
    for (int ring = 0; ring < PolarMap.RINGS; ring++) {
      for (int sector = 0; sector < PolarMap.SECTORS; sector++) {
        int next = (sector + 1) % PolarMap.SECTORS;
        if (Segment17.of(ring, sector) != Segment17.of(ring, next)) {
          double turn = Math.toRadians((sector + 1) * 360.0 / PolarMap.SECTORS);
          svg.line(
              x + ring * width * Math.cos(turn),
              y - ring * width * Math.sin(turn),
              x + (ring + 1) * width * Math.cos(turn),
              y - (ring + 1) * width * Math.sin(turn),
              "#ffffff",
              0.8);
        }
      }
    }
  }

  private void legend(Svg svg, int x, int y) {
    int steps = 50;
    double step = SIDE / (double) steps;
    for (int i = 0; i < steps; i++) {
      svg.element(
          "rect",
          "x",
          x + i * step,
          "y",
          y,
          "width",
          step + 0.5,
          "height",
          9,
          "fill",
          colours.apply(low + (i + 0.5) / steps * (high - low)));
    }
    svg.text(x, y + 22, "start", figure(low));
    svg.text(x + SIDE / 2.0, y + 22, "middle", unit);
    svg.text(x + SIDE, y + 22, "end", figure(high));
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2g" : "%.0f", value);
  }

  private int argb(double value) {
    return 0xFF000000 | Integer.parseInt(colours.apply(value).substring(1), 16);
  }

  /**
   * From blue over white to orange, ends of ColorBrewer's PuOr turned apart for the colour-blind.
   */
  private static String diverging(double share) {
    double size = Math.min(1, Math.abs(share));
    int[] end = share < 0 ? new int[] {33, 102, 172} : new int[] {179, 88, 6};
    return String.format(
        Locale.ROOT,
        "#%02x%02x%02x",
        Math.round(255 + size * (end[0] - 255)),
        Math.round(255 + size * (end[1] - 255)),
        Math.round(255 + size * (end[2] - 255)));
  }

  private static String png(BufferedImage picture) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
