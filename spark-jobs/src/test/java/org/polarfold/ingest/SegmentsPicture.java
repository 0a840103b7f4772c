package org.polarfold.ingest;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Arc2D;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Draws {@code docs/segments.png}: the standard display with segment s at the value s / 5, its
 * number on it, walls and angles beside it, and a colour bar from 0 to 3.6. To draw it anew, where
 * there are fonts: {@code mvn test -pl common,spark-jobs -Dtest=SegmentsPictureTest
 * -Dsurefire.failIfNoSpecifiedTests=false} with {@code POLARFOLD_DRAW_DOCS=true} in the
 * environment.
 */
final class SegmentsPicture {

  static final Path FILE = Path.of("..", "docs", "segments.png");

  /** What site.conf says of it. */
  static final String SETTINGS =
      """
      picture-size { width = 720, height = 600 }
      disc { centre-x = 320, centre-y = 300, radius = 220 }
      colours { bar { x0 = 652, y0 = 519, x1 = 667, y1 = 80, low = 0, high = 3.6 } }
      """;

  private static final int X = 320;
  private static final int Y = 300;
  private static final int RADIUS = 220;
  private static final double HIGH = 3.6;

  private final BufferedImage image = new BufferedImage(720, 600, BufferedImage.TYPE_INT_RGB);
  private final Graphics2D pen = image.createGraphics();

  static void write() throws IOException {
    SegmentsPicture picture = new SegmentsPicture();
    picture.draw();
    ImageIO.write(picture.image, "png", FILE.toFile());
  }

  private void draw() {
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, 720, 600);
    for (int k = 0; k < 6; k++) {
      segment(1 + k, 60 + 60 * k, 60, 22, 30);
      segment(7 + k, 60 + 60 * k, 60, 14, 22);
    }
    for (int k = 0; k < 4; k++) {
      segment(13 + k, 45 + 90 * k, 90, 6, 14);
    }
    segment(17, 0, 360, 0, 6);
    walls();
    bar();
    pen.dispose();
  }

  private void segment(int number, double from, double extent, int inner, int outer) {
    Area area = new Area(sector(from, extent, outer));
    area.subtract(new Area(sector(0, 360, inner)));
    Color fill = DrawnMap.jet(number / 5.0 / HIGH);
    pen.setColor(fill);
    pen.fill(area);
    pen.setColor(Color.BLACK);
    pen.setStroke(new BasicStroke(1.5f));
    pen.draw(area);
    boolean bright = 0.3 * fill.getRed() + 0.6 * fill.getGreen() + 0.1 * fill.getBlue() > 100;
    pen.setColor(bright ? Color.BLACK : Color.WHITE);
    pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 18));
    double middle = number == 17 ? 0 : RADIUS * (inner + outer) / 60.0;
    double turn = Math.toRadians(from + extent / 2);
    centred(String.valueOf(number), X + middle * Math.cos(turn), Y - middle * Math.sin(turn));
  }

  private static Shape sector(double from, double extent, int ring) {
    double r = RADIUS * ring / 30.0;
    return extent == 360
        ? new Ellipse2D.Double(X - r, Y - r, 2 * r, 2 * r)
        : new Arc2D.Double(X - r, Y - r, 2 * r, 2 * r, from, extent, Arc2D.PIE);
  }

  private void walls() {
    pen.setColor(Color.BLACK);
    pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
    centred("anterior", X, 34);
    centred("90\u00b0", X, 60);
    centred("inferior", X, 566);
    centred("270\u00b0", X, 540);
    centred("septal", 50, Y - 12);
    centred("180\u00b0", 50, Y + 12);
    centred("lateral", 590, Y - 12);
    centred("0\u00b0", 590, Y + 12);
  }

  private void bar() {
    for (int i = 0; i < 440; i++) {
      pen.setColor(DrawnMap.jet((i + 0.5) / 440));
      pen.fill(new Rectangle2D.Double(650, 519 - i, 20, 1));
    }
    pen.setColor(Color.BLACK);
    for (int tick = 0; tick <= 18; tick += 3) {
      double y = 520 - 440 * tick / 18.0;
      centred(String.format(Locale.ROOT, "%.1f", tick / 5.0), 692, y);
    }
  }

  private void centred(String text, double x, double y) {
    FontMetrics metrics = pen.getFontMetrics();
    pen.drawString(
        text,
        (float) (x - metrics.stringWidth(text) / 2.0),
        (float) (y + (metrics.getAscent() - metrics.getDescent()) / 2.0));
  }
}
