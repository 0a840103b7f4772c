package org.polarfold.ingest;

import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A PNG or JPEG file in memory, without anything but its picture. Colours are taken as the numbers
 * that they are; profiles and gamma are not applied, for a colour table knows none.
 */
final class PictureFile implements DrawnPicture {

  /** Bytes of a file at most. */
  static final int MOST_BYTES = 64 << 20;

  private final String format;
  private final byte[] bytes;
  private final int length;
  private final int width;
  private final int height;

  /**
   * @param format its name for ImageIO
   * @param bytes begins with the file
   * @param length of the file
   * @param width as its header says, pixels
   * @param height likewise
   */
  PictureFile(String format, byte[] bytes, int length, int width, int height) {
    this.format = format;
    this.bytes = bytes;
    this.length = length;
    this.width = width;
    this.height = height;
  }

  /** Reads a file, which is a PNG or JPEG by its content, whatever its name; decodes nothing. */
  static PictureFile read(Path path) throws RecordFlaw {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      throw unreadable("a readable file");
    }
    if (bytes.length > MOST_BYTES) {
      throw unreadable("at most 64 MiB");
    }
    if (PngChunks.isPng(bytes)) {
      return PngChunks.picture(bytes);
    }
    if (JpegSegments.isJpeg(bytes)) {
      return JpegSegments.picture(bytes);
    }
    throw unreadable("a PNG or JPEG picture");
  }

  static RecordFlaw unreadable(String expected) {
    return new RecordFlaw(RejectionReason.UNREADABLE_FILE, "the file: expected " + expected);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Decodes a rectangle that lies on the picture, and keeps no pixel beside it. */
  @Override
  public PixelBlock block(Rectangle box) throws RecordFlaw {
    ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
    // A stream of our own, since ImageIO would put one into a file on disk.
    try (ImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes, 0, length))) {
      reader.setInput(in, true, true);
      if (!isSupported(reader)) {
        throw new RecordFlaw(
            RejectionReason.UNSUPPORTED_ENCODING,
            "the file: expected a picture in grey or red, green and blue");
      }
      boolean[] damaged = {false};
      reader.addIIOReadWarningListener((source, warning) -> damaged[0] = true);
      ImageReadParam region = reader.getDefaultReadParam();
      region.setSourceRegion(box);
      BufferedImage image = reader.read(0, region);
      if (damaged[0] || image.getWidth() != box.width || image.getHeight() != box.height) {
        throw unreadable("a picture that can be decoded");
      }
      return new PixelBlock(box.x, box.y, box.width, box.height, colours(image));
    } catch (IOException | RuntimeException e) {
      // Decoders of Java end in either where a file is broken.
      throw unreadable("a picture that can be decoded");
    } finally {
      reader.dispose();
    }
  }

  private static boolean isSupported(ImageReader reader) throws IOException {
    Iterator<javax.imageio.ImageTypeSpecifier> types = reader.getImageTypes(0);
    if (!types.hasNext()) {
      return false;
    }
    int space = types.next().getColorModel().getColorSpace().getType();
    return space == ColorSpace.TYPE_GRAY || space == ColorSpace.TYPE_RGB;
  }

  private static int[] colours(BufferedImage image) {
    int columns = image.getWidth();
    int rows = image.getHeight();
    ColorModel model = image.getColorModel();
    if (model instanceof IndexColorModel
        || model.getColorSpace().getType() != ColorSpace.TYPE_GRAY) {
      return image.getRGB(0, 0, columns, rows, null, 0, columns);
    }
    // Java takes grey numbers for linear light and would lighten them.
    Raster raster = image.getRaster();
    int[] grey = levels(raster, model, 0);
    int[] alpha = model.hasAlpha() ? levels(raster, model, 1) : new int[0];
    int[] argb = new int[grey.length];
    for (int i = 0; i < argb.length; i++) {
      int opacity = alpha.length == 0 ? 0xFF : alpha[i];
      argb[i] = opacity << 24 | grey[i] << 16 | grey[i] << 8 | grey[i];
    }
    return argb;
  }

  /** The samples of a band, brought to 0 to 255. */
  private static int[] levels(Raster raster, ColorModel model, int band) {
    int[] samples =
        raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), band, (int[]) null);
    int most = (1 << model.getComponentSize(band)) - 1;
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Math.round(samples[i] * 255f / most);
    }
    return samples;
  }
}
