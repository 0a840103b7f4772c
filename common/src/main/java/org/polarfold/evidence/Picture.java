package org.polarfold.evidence;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.DocumentLimits;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.parser.resources.ResourcePolicy;
import com.github.weisj.jsvg.renderer.NullPlatformSupport;
import com.github.weisj.jsvg.view.FloatSize;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/** A drawing as points: PNG of 300 to the inch, where a pixel of the drawing is a 96th of one. */
final class Picture {

  private static final double DPI = 300;
  private static final double PIXELS_PER_INCH = 96;
  private static final double INCH_MILLIMETRES = 25.4;
  private static final int LONGEST = 12_000;

  /** A matrix of 60 sites has 3,817 elements, more than the 2,000 that are usual. */
  private static final DocumentLimits LIMITS = new DocumentLimits(30, 15, 200_000);

  private Picture() {}

  /** Why this machine cannot draw; empty where it can. */
  static Optional<String> impossible() {
    try {
      new Font(Font.SANS_SERIF, Font.PLAIN, 12)
          .getStringBounds("0", new FontRenderContext(null, true, true));
      return Optional.empty();
    } catch (RuntimeException | LinkageError | InternalError e) {
      // What Java throws without fontconfig, a font or libfreetype differs between its versions.
      return Optional.of(
          "Figures are SVG only: Java finds no font on this machine (expected fontconfig and one"
              + " font, for instance fonts-dejavu-core)");
    }
  }

  /**
   * Draws; asks neither disk nor network for anything.
   *
   * @param svg a text of {@link StandaloneFigure}
   * @throws IllegalArgumentException where it is no drawing
   */
  static byte[] png(String svg) {
    SVGDocument drawing =
        new SVGLoader()
            .load(
                new ByteArrayInputStream(
                    svg.replace(StandaloneFigure.FONTS, Font.SANS_SERIF)
                        .getBytes(StandardCharsets.UTF_8)),
                null,
                LoaderContext.builder()
                    .externalResourcePolicy(ResourcePolicy.DENY_ALL)
                    .documentLimits(LIMITS)
                    .build());
    if (drawing == null) {
      throw new IllegalArgumentException("Invalid drawing");
    }
    FloatSize size = drawing.size();
    double scale = Math.min(DPI / PIXELS_PER_INCH, LONGEST / Math.max(size.width, size.height));
    int width = Math.max(1, (int) Math.ceil(size.width * scale));
    int height = Math.max(1, (int) Math.ceil(size.height * scale));
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, width, height);
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      drawing.renderWithPlatform(
          NullPlatformSupport.INSTANCE, graphics, new ViewBox(0, 0, width, height));
    } finally {
      graphics.dispose();
    }
    return bytes(image, scale * PIXELS_PER_INCH);
  }

  private static byte[] bytes(BufferedImage image, double dpi) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      IIOMetadata about =
          writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), how);
      about.mergeTree("javax_imageio_1.0", resolution(dpi));
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, about), how);
    } catch (IIOInvalidTreeException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static IIOMetadataNode resolution(double dpi) {
    IIOMetadataNode root = new IIOMetadataNode("javax_imageio_1.0");
    IIOMetadataNode dimension = new IIOMetadataNode("Dimension");
    for (String name : new String[] {"HorizontalPixelSize", "VerticalPixelSize"}) {
      IIOMetadataNode size = new IIOMetadataNode(name);
      size.setAttribute("value", Double.toString(INCH_MILLIMETRES / dpi));
      dimension.appendChild(size);
    }
    root.appendChild(dimension);
    return root;
  }
}
