package org.polarfold.ingest;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleFunction;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.polarfold.export.ColourScale;
import org.polarfold.study.PolarMap;

/**
 * A polar map drawn with Java2D as a vendor's program would: a disc in the standard display, at
 * will with borders and numbers over it, and a colour bar. Nothing here knows how pictures are
 * read. Numbers are strokes, since not every machine that tests has fonts.
 */
final class DrawnMap {

  /** Pixels beside the disc, where the bar stands at the right. */
  static final int MARGIN = 40;

  private static final int BAR = 10;

  private final double radius;
  private final double centre;
  private final BufferedImage image;
  private final DoubleFunction<Color> table;
  private final double high;

  /**
   * An empty picture.
   *
   * @param radius of the disc, pixels
   * @param table from a share of the scale to its colour
   * @param high the value at the scale's end; 0 is its beginning
   */
  DrawnMap(int radius, DoubleFunction<Color> table, double high) {
    this.radius = radius;
    this.centre = radius + MARGIN;
    int side = 2 * (radius + MARGIN);
    this.image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    this.table = table;
    this.high = high;
  }

  /** Blue over green and yellow to red, of 256 colours. */
  static Color jet(double share) {
    return new Color(ColourScale.RAINBOW.rgb(share));
  }

  static Color grey(double share) {
    return new Color(ColourScale.GREY.rgb(share));
  }

  static Color hotIron(double share) {
    return new Color(ColourScale.HOT_IRON.rgb(share));
  }

  /** The map, each pixel interpolated between the cells around it. */
  DrawnMap map(PolarMap map) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        double right = x + 0.5 - centre;
        double up = centre - y - 0.5;
        double ring = Math.hypot(right, up) / radius * 30;
        if (ring < 30) {
          double sector = Math.toDegrees(Math.atan2(up, right)) / 5;
          paint(x, y, smooth(map, ring - 0.5, sector - 0.5));
        }
      }
    }
    return this;
  }

  /** The map, each pixel in the colour of its cell. */
  DrawnMap cells(PolarMap map) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        double right = x + 0.5 - centre;
        double up = centre - y - 0.5;
        int ring = (int) (Math.hypot(right, up) / radius * 30);
        if (ring < 30) {
          int sector = (int) Math.floor(Math.toDegrees(Math.atan2(up, right)) / 5);
          paint(x, y, map.at(ring, Math.floorMod(sector, 72)));
        }
      }
    }
    return this;
  }

  private void paint(int x, int y, double value) {
    image.setRGB(x, y, table.apply(value / high).getRGB());
  }

  private static double smooth(PolarMap map, double ring, double sector) {
    double bounded = Math.min(Math.max(ring, 0), 29);
    int inner = Math.min((int) bounded, 28);
    int first = (int) Math.floor(sector);
    double out = bounded - inner;
    double on = sector - first;
    return (1 - out) * around(map, inner, first, on) + out * around(map, inner + 1, first, on);
  }

  private static double around(PolarMap map, int ring, int first, double on) {
    return (1 - on) * map.at(ring, Math.floorMod(first, 72))
        + on * map.at(ring, Math.floorMod(first + 1, 72));
  }

  /** A bar at the right, as high as the disc, low at the bottom. */
  DrawnMap bar() {
    for (int i = 0; i < 2 * radius; i++) {
      for (int j = 0; j < BAR; j++) {
        int y = (int) (centre + radius) - 1 - i;
        image.setRGB(barLeft() + j, y, table.apply((i + 0.5) / (2 * radius)).getRGB());
      }
    }
    return this;
  }

  private int barLeft() {
    return (int) (centre + radius) + 15;
  }

  /** The block {@code bar} of site.conf, a little narrower than the bar. */
  String barSettings() {
    return barSettings(-2, 0);
  }

  /** The block with a pixel of the background at both sides and below the low end. */
  String tooLargeBarSettings() {
    return barSettings(1, 1);
  }

  private String barSettings(int wider, int lower) {
    return "bar { x0 = %d, y0 = %d, x1 = %d, y1 = %d, low = 0, high = %s }"
        .formatted(
            barLeft() - wider,
            (int) (centre + radius) - 1 + lower,
            barLeft() + BAR - 1 + wider,
            (int) (centre - radius),
            high);
  }

  /** The blocks {@code disc} and {@code picture-size} of site.conf. */
  String placeSettings() {
    return "disc { centre-x = %s, centre-y = %s, radius = %s }\npicture-size { width = %d, height = %d }"
        .formatted(centre, centre, radius, image.getWidth(), image.getHeight());
  }

  /** Thin black borders of the 17 segments, and a white number of two digits in each. */
  DrawnMap bordersAndNumbers() {
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setColor(Color.BLACK);
    pen.setStroke(new BasicStroke(1.5f));
    for (int ring : new int[] {6, 14, 22}) {
      double r = radius * ring / 30;
      pen.draw(new Ellipse2D.Double(centre - r, centre - r, 2 * r, 2 * r));
    }
    for (int k = 0; k < 6; k++) {
      ray(pen, 60 * k, 14, 30);
    }
    for (int k = 0; k < 4; k++) {
      ray(pen, 45 + 90 * k, 6, 14);
    }
    pen.setColor(Color.WHITE);
    pen.setStroke(new BasicStroke((float) radius / 60));
    number(pen, 0, 0);
    for (int k = 0; k < 6; k++) {
      number(pen, 90 + 60 * k, 26);
      number(pen, 90 + 60 * k, 18);
    }
    for (int k = 0; k < 4; k++) {
      number(pen, 90 + 90 * k, 10);
    }
    pen.dispose();
    return this;
  }

  private void ray(Graphics2D pen, double degrees, double from, double to) {
    double turn = Math.toRadians(degrees);
    pen.draw(
        new Line2D.Double(
            centre + radius * from / 30 * Math.cos(turn),
            centre - radius * from / 30 * Math.sin(turn),
            centre + radius * to / 30 * Math.cos(turn),
            centre - radius * to / 30 * Math.sin(turn)));
  }

  /** The strokes of 17, a tenth of the radius high. */
  private void number(Graphics2D pen, double degrees, double ring) {
    double x = centre + radius * ring / 30 * Math.cos(Math.toRadians(degrees));
    double y = centre - radius * ring / 30 * Math.sin(Math.toRadians(degrees));
    double unit = radius / 20;
    pen.draw(new Line2D.Double(x - unit, y - unit, x - unit, y + unit));
    pen.draw(new Line2D.Double(x, y - unit, x + unit, y - unit));
    pen.draw(new Line2D.Double(x + unit, y - unit, x, y + unit));
  }

  BufferedImage image() {
    return image;
  }

  void png(Path file) throws IOException {
    Files.write(file, png());
  }

  byte[] png() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  /** As JPEG of a quality from 0 to 1, colours at half the resolution as is usual. */
  byte[] jpeg(float quality) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam how = writer.getDefaultWriteParam();
    how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    how.setCompressionQuality(quality);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream to = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(to);
      writer.write(null, new IIOImage(image, null, null), how);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }
}
