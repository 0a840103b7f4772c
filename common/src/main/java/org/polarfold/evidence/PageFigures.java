package org.polarfold.evidence;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.ParseSettings;
import org.jsoup.parser.Parser;

/** The figures of a report's page, each as a drawing that needs no page: SVG 1.1. */
final class PageFigures {

  private static final String NAME = "data-figure";

  private final StyleSheet style;
  private final Marks marks;

  private PageFigures(StyleSheet style, Marks marks) {
    this.style = style;
    this.marks = marks;
  }

  /**
   * Every {@code <svg data-figure="name">} of a page.
   *
   * @param html a page as {@link org.polarfold.report.Report} makes it
   * @param marks what must be told of the run's figures
   * @return name to SVG text; a name that comes again ends in {@code -2} and so on
   */
  static SortedMap<String, String> of(String html, Marks marks) {
    Document page = Parser.htmlParser().settings(ParseSettings.preserveCase).parseInput(html, "");
    StringBuilder css = new StringBuilder();
    page.select("style").forEach(block -> css.append(block.data()).append('\n'));
    PageFigures figures = new PageFigures(StyleSheet.of(css.toString()), marks);
    SortedMap<String, String> drawings = new TreeMap<>();
    for (Element svg : page.select("svg[" + NAME + "]")) {
      String name = svg.attr(NAME).replaceAll("[^a-z0-9-]", "-");
      String free = name;
      for (int i = 2; drawings.containsKey(free); i++) {
        free = name + "-" + i;
      }
      drawings.put(free, figures.standalone(svg));
    }
    return drawings;
  }

  private String standalone(Element svg) {
    Element drawing = styled(svg);
    boolean circular =
        svg.closest("article:has(h3 .flag), details:has(summary .flag)") != null
            || marks.isCircular(svg.attr(NAME));
    StandaloneFigure figure = new StandaloneFigure(drawing, label(svg));
    for (Element key : keys(svg)) {
      Element icon = key.selectFirst("svg");
      if (icon != null) {
        figure.key(styled(icon), key.text());
      }
    }
    return figure.text(marks.lines(circular));
  }

  /** The key of the figure's series: the nearest one, in its own caption or above several. */
  private static List<Element> keys(Element svg) {
    if (svg.selectFirst(".s0, .s1") != null) {
      for (Element parent : svg.parents()) {
        Element legend = parent.selectFirst(".legend:has(.key)");
        if (legend != null) {
          return legend.select(".key");
        }
        if (parent.is("section")) {
          break;
        }
      }
    }
    return List.of();
  }

  /** What the figure says of itself, and of which analysis it is where only the page says that. */
  private static String label(Element svg) {
    String label = svg.attr("aria-label");
    Element around = svg.closest("article, details");
    Element title = around == null ? null : around.selectFirst("h3, summary .title");
    String analysis = title == null ? "" : title.ownText();
    return analysis.isEmpty() || label.contains(analysis) ? label : analysis + ": " + label;
  }

  /** A copy whose every element says by itself how it looks. */
  private Element styled(Element svg) {
    Deque<Element> outside = new ArrayDeque<>();
    svg.parents().forEach(outside::push);
    Map<String, String> inherited = Map.of("color", "#1a1f25");
    for (Element parent : outside) {
      inherited = StyleSheet.passedOn(style.of(parent, inherited), inherited);
    }
    Map<Element, Map<String, String>> looks = new LinkedHashMap<>();
    look(svg, inherited, looks);
    Element copy = svg.clone();
    Deque<Element> copies = new ArrayDeque<>(copy.getAllElements());
    for (Element original : svg.getAllElements()) {
      StandaloneFigure.dress(copies.pop(), looks.getOrDefault(original, Map.of()));
    }
    return copy;
  }

  private void look(
      Element element, Map<String, String> inherited, Map<Element, Map<String, String>> looks) {
    Map<String, String> own = style.of(element, inherited);
    looks.put(element, own);
    Map<String, String> passed = StyleSheet.passedOn(own, inherited);
    element.children().forEach(child -> look(child, passed, looks));
  }
}
