package org.polarfold.export;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarMap;

/**
 * Pictures of a disc in the standard display, with a colour bar beside it.
 *
 * @param encoding of the files
 * @param words for each state
 * @param scale the colours
 * @param high flow at the end of the bar of rest and stress, mL/min/g; 0 is at its beginning
 * @param highReserve the same of reserve
 * @param radius of the disc, 20 to 500 pixels
 */
public record Pictures(
    Encoding encoding,
    Map<MapKind, String> words,
    ColourScale scale,
    double high,
    double highReserve,
    int radius)
    implements FileLayout {

  /** How a picture is written. */
  public enum Encoding {
    /** Without loss. */
    PNG,
    /** With the usual loss. */
    JPEG
  }

  private static final int MARGIN = 40;
  private static final int BAR_GAP = 14;
  private static final int BAR_WIDTH = 12;
  private static final int OTHER_SIZE = 10;
  private static final float QUALITY = 0.92f;

  public Pictures {
    words = new EnumMap<>(words);
  }

  @Override
  public String format() {
    return "pictures";
  }

  @Override
  public Set<MapKind> kinds() {
    return words.keySet();
  }

  @Override
  public Set<Flaw> flaws() {
    return EnumSet.of(Flaw.WRONG_SHAPE, Flaw.UNREADABLE, Flaw.OTHER_COLOURS);
  }

  @Override
  public Map<String, Object> conf(ExportStyle style) {
    Map<String, Object> maps = new LinkedHashMap<>();
    maps.put("files", "maps/{patient}_{state}." + suffix());
    maps.put("unit", style.unit().symbol());
    maps.put("state", GridConf.words(words));
    maps.put("picture-size", Map.of("width", side(), "height", side()));
    maps.put("disc", Map.of("centre-x", centre(), "centre-y", centre(), "radius", radius));
    maps.put("colours", bar(high * style.unit().scale()));
    if (words.containsKey(MapKind.RESERVE)) {
      maps.put("colours-reserve", bar(highReserve));
    }
    return maps;
  }

  private Map<String, Object> bar(double end) {
    return Map.of(
        "bar",
        Map.of(
            "x0",
            barLeft(),
            "y0",
            centre() + radius - 1,
            "x1",
            barLeft() + BAR_WIDTH - 1,
            "y1",
            centre() - radius,
            "low",
            0,
            "high",
            end));
  }

  private String suffix() {
    return encoding == Encoding.PNG ? "png" : "jpg";
  }

  private int centre() {
    return radius + MARGIN;
  }

  private int side() {
    return 2 * centre();
  }

  private int barLeft() {
    return centre() + radius + BAR_GAP;
  }

  @Override
  public Map<String, byte[]> files(SentStudy study, ExportStyle style) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (Map.Entry<MapKind, PolarMap> map : study.maps().entrySet()) {
      MapKind kind = map.getKey();
      boolean flawed = kind == study.flawed();
      BufferedImage picture =
          picture(
              map.getValue(),
              end(map.getValue(), kind, style.unit()),
              flawed && study.has(Flaw.OTHER_COLOURS),
              flawed && study.has(Flaw.WRONG_SHAPE) ? OTHER_SIZE : 0);
      files.put(
          "maps/" + study.patient() + "_" + words.get(kind) + "." + suffix(), encoded(picture));
    }
    return files;
  }

  /** The value at the bar's end as the map counts. */
  private double end(PolarMap map, MapKind kind, Unit unit) {
    if (kind == MapKind.RESERVE) {
      return highReserve;
    }
    if (unit.isFlow()) {
      return high;
    }
    float largest = 0;
    for (float value : map.toArray()) {
      largest = Math.max(largest, value);
    }
    return high * largest;
  }

  private BufferedImage picture(PolarMap map, double end, boolean otherColours, int larger) {
    BufferedImage image =
        new BufferedImage(side() + larger, side() + larger, BufferedImage.TYPE_INT_RGB);
    ColourScale drawn =
        !otherColours ? scale : scale == ColourScale.GREY ? ColourScale.RAINBOW : ColourScale.GREY;
    Disc.draw(map, centre(), radius, (x, y, value) -> image.setRGB(x, y, drawn.rgb(value / end)));
    for (int i = 0; i < 2 * radius; i++) {
      int colour = scale.rgb((i + 0.5) / (2 * radius));
      for (int j = 0; j < BAR_WIDTH; j++) {
        image.setRGB(barLeft() + j, centre() + radius - 1 - i, colour);
      }
    }
    return image;
  }

  private byte[] encoded(BufferedImage image) throws IOException {
    String name = encoding.name().toLowerCase(Locale.ROOT);
    ImageWriter writer = ImageIO.getImageWritersByFormatName(name).next();
    ImageWriteParam how = writer.getDefaultWriteParam();
    if (encoding == Encoding.JPEG) {
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(QUALITY);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream to = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(to);
      writer.write(null, new IIOImage(image, null, null), how);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
