package org.polarfold.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Document.OutputSettings;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities.EscapeMode;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.ParseSettings;
import org.jsoup.parser.Parser;
import org.jsoup.parser.Tag;
import org.polarfold.report.Words;

/**
 * A figure with what the page had around it: its warning, its caption and its key above the
 * drawing, on white.
 */
final class StandaloneFigure {

  /** What a journal's program has for certain; the last is any that has no serifs. */
  static final String FONTS = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

  private static final Set<String> LOOKS =
      Set.of(
          "fill",
          "fill-opacity",
          "fill-rule",
          "stroke",
          "stroke-opacity",
          "stroke-width",
          "stroke-dasharray",
          "stroke-linecap",
          "stroke-linejoin",
          "opacity",
          "font-size",
          "font-style",
          "font-weight",
          "text-anchor");

  /** Width of a letter as a share of the font's size, on the wide side of what text has. */
  private static final double LETTER = 0.58;

  private static final double MARGIN = 10;
  private static final double REM = 16;

  private final Element drawing;
  private final String label;
  private final List<Element> icons = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();

  /**
   * @param drawing an {@code svg} whose elements were {@linkplain #dress dressed}
   * @param label the figure in words; its first sentence becomes the caption
   */
  StandaloneFigure(Element drawing, String label) {
    this.drawing = drawing;
    this.label = label;
  }

  /** Adds an entry of the key. */
  void key(Element icon, String words) {
    icons.add(icon);
    keys.add(words);
  }

  /** Says of an element how it looks by attributes, and takes off what only a page understands. */
  static void dress(Element element, Map<String, String> looks) {
    looks.forEach(
        (property, value) -> {
          if (!LOOKS.contains(property)) {
            return;
          }
          if (value.equals("inherit")) {
            element.removeAttr(property);
          } else {
            element.attr(property, value.equals("transparent") ? "none" : pixels(value));
          }
        });
    if (element.normalName().equals("text")) {
      element.attr("font-family", FONTS);
    }
    List<String> needless = new ArrayList<>();
    for (Attribute attribute : element.attributes()) {
      String name = attribute.getKey();
      if (name.startsWith("data-") || Set.of("class", "style", "tabindex").contains(name)) {
        needless.add(name);
      }
    }
    needless.forEach(element::removeAttr);
  }

  /**
   * The file's text.
   *
   * @param warnings what stands above everything; may be empty
   */
  String text(List<String> warnings) {
    double[] box = box();
    double width = Math.max(box[2], 200) + 2 * MARGIN;
    Element svg = element("svg");
    double y = MARGIN;
    for (String warning : warnings) {
      y = words(svg, warning, 11, "700", "#8a4b00", width, y);
    }
    String caption = Words.clean(label.split("\\. ", 2)[0]);
    y = words(svg, caption, 12, "700", "#1a1f25", width, y) + 4;
    y = keys(svg, width, y);
    double height = y + box[3] + MARGIN;
    svg.attr("xmlns", "http://www.w3.org/2000/svg")
        .attr("version", "1.1")
        .attr("width", number(width))
        .attr("height", number(height))
        .attr("viewBox", "0 0 " + number(width) + " " + number(height))
        .attr("role", "img");
    Element white = element("rect").attr("width", number(width)).attr("height", number(height));
    svg.prependChild(white.attr("fill", "#ffffff"));
    String title =
        String.join(" ", warnings) + (warnings.isEmpty() ? "" : " ") + Words.clean(label);
    svg.prependChild(element("title").appendChild(new TextNode(title.strip())));
    Element inside =
        element("g")
            .attr(
                "transform",
                "translate(%s %s)"
                    .formatted(number((width - box[2]) / 2 - box[0]), number(y - box[1])));
    for (Attribute attribute : drawing.attributes()) {
      if (LOOKS.contains(attribute.getKey())) {
        inside.attr(attribute.getKey(), attribute.getValue());
      }
    }
    List.copyOf(drawing.childNodes()).forEach(inside::appendChild);
    svg.appendChild(inside);
    OutputSettings xml =
        new OutputSettings()
            .syntax(OutputSettings.Syntax.xml)
            .escapeMode(EscapeMode.xhtml)
            .prettyPrint(false);
    Document file = new Document("");
    file.outputSettings(xml);
    file.appendChild(svg);
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + file.html() + "\n";
  }

  private double keys(Element svg, double width, double from) {
    double x = MARGIN;
    double y = from;
    for (int i = 0; i < keys.size(); i++) {
      double side = Double.parseDouble(icons.get(i).attr("width")) + 6;
      double wide = side + keys.get(i).length() * 12 * LETTER + 14;
      if (x > MARGIN && x + wide > width) {
        x = MARGIN;
        y += 18;
      }
      Element icon =
          element("g").attr("transform", "translate(" + number(x) + " " + number(y) + ")");
      List.copyOf(icons.get(i).childNodes()).forEach(icon::appendChild);
      svg.appendChild(icon);
      svg.appendChild(line(keys.get(i), 12, "400", "#1a1f25", x + side, y + 10));
      x += wide;
    }
    return keys.isEmpty() ? from : y + 22;
  }

  /** Lays words out in lines; the place below them. */
  private static double words(
      Element svg, String words, int size, String weight, String ink, double width, double from) {
    int most = (int) Math.max(12, (width - 2 * MARGIN) / (size * LETTER));
    double y = from;
    StringBuilder line = new StringBuilder();
    for (String word : words.split(" ", -1)) {
      String cut = Words.shortened(word, most);
      if (!line.isEmpty() && line.length() + 1 + cut.length() > most) {
        svg.appendChild(line(line.toString(), size, weight, ink, MARGIN, y + size));
        y += size + 4;
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(cut);
    }
    if (!line.isEmpty()) {
      svg.appendChild(line(line.toString(), size, weight, ink, MARGIN, y + size));
      y += size + 4;
    }
    return y;
  }

  private static Element line(
      String words, int size, String weight, String ink, double x, double y) {
    return element("text")
        .attr("x", number(x))
        .attr("y", number(y))
        .attr("font-family", FONTS)
        .attr("font-size", Integer.toString(size))
        .attr("font-weight", weight)
        .attr("fill", ink)
        .appendChild(new TextNode(words));
  }

  /** Left, top, width and height of what is drawn. */
  private double[] box() {
    String[] numbers = drawing.attr("viewBox").strip().split("[\\s,]+", -1);
    if (numbers.length != 4) {
      numbers = new String[] {"0", "0", drawing.attr("width"), drawing.attr("height")};
    }
    double[] box = new double[numbers.length];
    for (int i = 0; i < box.length; i++) {
      box[i] = numbers[i].isEmpty() ? 150 : Double.parseDouble(numbers[i]);
    }
    return box;
  }

  private static String pixels(String value) {
    if (value.endsWith("rem")) {
      return number(REM * Double.parseDouble(value.substring(0, value.length() - 3)));
    }
    return value.matches("[\\d.]+px") ? value.substring(0, value.length() - 2) : value;
  }

  private static String number(double value) {
    double rounded = Math.round(value * 100) / 100.0;
    return rounded == Math.rint(rounded)
        ? Long.toString(Math.round(rounded))
        : Double.toString(rounded);
  }

  private static Element element(String name) {
    return new Element(Tag.valueOf(name, Parser.NamespaceSvg, ParseSettings.preserveCase), "");
  }
}
