package org.polarfold.notebook;

import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** An SVG picture on white, element by element; every text is escaped by the writer. */
final class Svg {

  static final String INK = "#222222";
  static final String FAINT = "#999999";

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  /**
   * Begins a picture.
   *
   * @param label what it shows, for those who do not see it
   */
  Svg(double width, double height, String label) {
    try {
      xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartElement("svg");
      attributes(
          "xmlns",
          "http://www.w3.org/2000/svg",
          "width",
          width,
          "height",
          height,
          "viewBox",
          "0 0 " + number(width) + " " + number(height),
          "role",
          "img",
          "aria-label",
          label,
          "font-family",
          "sans-serif",
          "font-size",
          12,
          "style",
          "background:#ffffff");
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    element("rect", "width", width, "height", height, "fill", "#ffffff");
  }

  /** An element without content. */
  void element(String name, Object... attributes) {
    try {
      xml.writeEmptyElement(name);
      attributes(attributes);
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  void line(double x1, double y1, double x2, double y2, String colour, double width) {
    element(
        "line", "x1", x1, "y1", y1, "x2", x2, "y2", y2, "stroke", colour, "stroke-width", width);
  }

  /**
   * Text.
   *
   * @param anchor {@code start}, {@code middle} or {@code end}
   */
  void text(double x, double y, String anchor, String what) {
    content("text", what, "x", x, "y", y, "text-anchor", anchor, "fill", INK);
  }

  /** An element with text in it. */
  void content(String name, String what, Object... attributes) {
    try {
      xml.writeStartElement(name);
      attributes(attributes);
      xml.writeCharacters(what);
      xml.writeEndElement();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends the picture. */
  String end() {
    try {
      xml.writeEndElement();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  private void attributes(Object... pairs) throws XMLStreamException {
    for (int i = 0; i < pairs.length; i += 2) {
      Object value = pairs[i + 1];
      xml.writeAttribute(
          (String) pairs[i],
          value instanceof Number number ? number(number.doubleValue()) : value.toString());
    }
  }

  /** To a hundredth of a pixel. */
  static String number(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
