package org.polarfold.ingest;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.polarfold.experiment.Settings;
import org.polarfold.simulate.SimulatedStudies;
import org.polarfold.study.MapKind;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.PolarMap;

/**
 * Draws {@code docs/simulator-presets.png}: a row a preset, rest, stress and reserve of the same
 * three patients of its site birch. To draw it anew, where there are fonts: {@code mvn test -pl
 * common,spark-jobs -Dtest=PresetsPictureTest -Dsurefire.failIfNoSpecifiedTests=false} with {@code
 * POLARFOLD_DRAW_DOCS=true} in the environment.
 */
final class PresetsPicture {

  static final Path FILE = Path.of("..", "docs", "simulator-presets.png");
  static final List<String> PRESETS =
      List.of(
          "no-shift",
          "gain",
          "prevalence",
          "scanner",
          "attenuation",
          "shortcut",
          "referral",
          "mixed",
          "rotation",
          "blur",
          "noise",
          "artefact");

  static final int RADIUS = 40;
  private static final int LEFT = 110;
  private static final int TOP = 70;
  private static final int CELL = 90;
  private static final int GAP = 24;
  private static final int BIRCH = 1;

  private PresetsPicture() {}

  /** A study of the site that the picture shows. */
  static PerfusionStudy study(String preset, int patient) {
    Settings settings =
        Settings.read(Path.of("..", "conf", "simulated", "presets", preset + ".conf"));
    return SimulatedStudies.ofSite(settings.block("simulate"), BIRCH, patient);
  }

  static BufferedImage draw(List<Integer> patients) {
    int width = LEFT + 3 * (3 * CELL + GAP);
    int height = TOP + PRESETS.size() * CELL + 10;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, width, height);
    for (int row = 0; row < PRESETS.size(); row++) {
      for (int column = 0; column < 3; column++) {
        PerfusionStudy study = study(PRESETS.get(row), patients.get(column));
        for (MapKind kind : MapKind.values()) {
          disc(image, study.map(kind).orElseThrow(), kind, centreX(column, kind), centreY(row));
        }
      }
    }
    words(pen);
    pen.dispose();
    return image;
  }

  static int centreX(int patient, MapKind kind) {
    return LEFT
        + patient * (3 * CELL + GAP)
        + List.of(MapKind.REST, MapKind.STRESS, MapKind.RESERVE).indexOf(kind) * CELL
        + CELL / 2;
  }

  static int centreY(int row) {
    return TOP + row * CELL + CELL / 2;
  }

  private static double high(MapKind kind) {
    return switch (kind) {
      case REST -> 1.8;
      case STRESS, RESERVE -> 4;
    };
  }

  private static void disc(BufferedImage image, PolarMap map, MapKind kind, int x0, int y0) {
    for (int y = -RADIUS; y < RADIUS; y++) {
      for (int x = -RADIUS; x < RADIUS; x++) {
        double right = x + 0.5;
        double up = -y - 0.5;
        int ring = (int) (Math.hypot(right, up) / RADIUS * PolarMap.RINGS);
        if (ring < PolarMap.RINGS) {
          int sector = (int) Math.floor(Math.toDegrees(Math.atan2(up, right)) / 5);
          double value = map.at(ring, Math.floorMod(sector, PolarMap.SECTORS));
          image.setRGB(x0 + x, y0 + y, DrawnMap.jet(value / high(kind)).getRGB());
        }
      }
    }
  }

  private static void words(Graphics2D pen) {
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    pen.setColor(Color.BLACK);
    pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
    for (int row = 0; row < PRESETS.size(); row++) {
      pen.drawString(PRESETS.get(row), 8, centreY(row) + 5);
    }
    String[] patients = {"no disease", "distal LAD, posterior descending", "proximal RCA"};
    for (int column = 0; column < 3; column++) {
      pen.drawString(patients[column], centreX(column, MapKind.REST) - RADIUS, 20);
      for (MapKind kind : MapKind.values()) {
        pen.drawString(kind.key(), centreX(column, kind) - 20, 42);
        pen.drawString("0 to " + high(kind), centreX(column, kind) - 28, 60);
      }
    }
  }

  static void write(BufferedImage image) throws IOException {
    ImageIO.write(image, "png", FILE.toFile());
  }
}
