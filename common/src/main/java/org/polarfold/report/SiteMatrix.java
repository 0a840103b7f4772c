package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.polarfold.report.Axis.Tick;
import org.polarfold.report.Results.Analysis;

/**
 * Networks that learnt from one site, judged at every site, as a heat map in pixels: a row a site
 * that was learnt from, a column a site that was judged.
 *
 * @param figure its {@link FigureName}; empty where there is nothing to draw
 * @param absent why there is nothing to draw; empty where there is
 * @param cell side of a cell; figures stand in cells from {@value #READABLE} on
 * @param middle the middle of all columns, for their common name
 * @param legend colours from the least to the largest figure
 */
record SiteMatrix(
    String figure,
    String absent,
    double width,
    double height,
    double cell,
    double left,
    double top,
    double middle,
    List<Label> columns,
    List<Row> rows,
    List<Swatch> legend,
    List<Tick> ticks) {

  private static final double READABLE = 30;
  private static final double WIDEST = 52;
  private static final double SMALLEST = 14;
  private static final double ROOM = 780;
  private static final double LEFT = 150;
  private static final double LETTER = 7.5;
  private static final double LEGEND = 240;
  private static final int NAME_LENGTH = 16;
  private static final int SWATCHES = 24;

  /** From so many sites on, the keyboard stops at rows and no longer at cells. */
  private static final int MANY = 12;

  /** A column's name; {@code full} where it was cut. */
  record Label(String name, String full, double x) {}

  /**
   * A site that was learnt from.
   *
   * @param title what the whole row says, for the keyboard; empty where its cells are told singly
   */
  record Row(String name, String full, double y, String title, List<Cell> cells) {}

  /**
   * How a network did at a site.
   *
   * @param fill its colour; empty where there is no figure
   * @param ink {@code light} or {@code dark}, whichever is read on the colour
   * @param value the figure in the cell; empty where it is too small
   * @param own {@code own} for patients of the site that was learnt from
   */
  record Cell(double x, String fill, String ink, String value, String own, String title) {}

  /** A piece of the legend. */
  record Swatch(double x, String fill) {}

  /** Reads {@code siteMatrix} of an analysis. */
  static SiteMatrix of(Analysis analysis) {
    JsonNode entries = analysis.json().path("siteMatrix");
    if (!entries.isArray() || entries.isEmpty()) {
      String why = Estimate.reason(entries);
      return absent(
          "No matrix of sites%s. The word single-site in split.designs trains a network at each site alone."
              .formatted(why == null ? "" : ": " + why));
    }
    Collection<String> trained = new TreeSet<>();
    Collection<String> tested = new TreeSet<>();
    Map<List<String>, JsonNode> byPair = new HashMap<>();
    for (JsonNode entry : entries) {
      String train = entry.path("train").asText("");
      String test = entry.path("test").asText("");
      trained.add(train);
      tested.add(test);
      byPair.put(List.of(train, test), entry);
    }
    double top =
        44 + LETTER * tested.stream().mapToInt(site -> label(site).length()).max().orElse(0);
    double cell =
        Math.max(SMALLEST, Math.min(WIDEST, Math.floor(ROOM / Math.max(1, tested.size()))));
    Axis colours = colours(byPair.values());
    List<Row> rows = new ArrayList<>();
    for (String train : trained) {
      rows.add(row(train, top + cell * rows.size(), List.copyOf(tested), byPair, cell, colours));
    }
    List<Label> columns = new ArrayList<>();
    for (String test : tested) {
      double x = LEFT + cell * (columns.size() + 0.5);
      columns.add(new Label(label(test), Words.site(test), x));
    }
    double width = LEFT + Math.max(cell * tested.size(), LEGEND) + 20;
    return new SiteMatrix(
        ForestPlots.name("site-matrix", analysis),
        "",
        width,
        top + cell * rows.size() + 70,
        cell,
        LEFT,
        top,
        LEFT + cell * tested.size() / 2,
        List.copyOf(columns),
        List.copyOf(rows),
        swatches(),
        colours.ticks());
  }

  /** A matrix that is not shown. */
  static SiteMatrix absent(String why) {
    List<Label> none = List.of();
    return new SiteMatrix("", why, 0, 0, 0, 0, 0, 0, none, List.of(), List.of(), List.of());
  }

  private static String label(String site) {
    return Words.label(Words.site(site), NAME_LENGTH);
  }

  private static Axis colours(Collection<JsonNode> entries) {
    double[] figures =
        entries.stream()
            .map(entry -> Estimate.number(entry.path("auroc").path("value")))
            .filter(Objects::nonNull)
            .mapToDouble(value -> value)
            .sorted()
            .toArray();
    double low = figures.length == 0 ? 0.5 : figures[0];
    double high = figures.length == 0 ? 1 : figures[figures.length - 1];
    return Axis.holding(low, high, LEFT, LEFT + LEGEND);
  }

  private static List<Swatch> swatches() {
    ColourScale scale = new ColourScale(0, SWATCHES - 1);
    List<Swatch> legend = new ArrayList<>();
    for (int i = 0; i < SWATCHES; i++) {
      legend.add(new Swatch(LEFT + i * LEGEND / SWATCHES, scale.colour(i)));
    }
    return List.copyOf(legend);
  }

  private static Row row(
      String train,
      double y,
      List<String> tested,
      Map<List<String>, JsonNode> byPair,
      double side,
      Axis colours) {
    ColourScale scale = new ColourScale(colours.min(), colours.max());
    List<Cell> cells = new ArrayList<>();
    List<Double> elsewhere = new ArrayList<>();
    for (String test : tested) {
      JsonNode entry = byPair.get(List.of(train, test));
      Cell cell = cell(LEFT + side * cells.size(), side, train, test, entry, scale);
      Double value = entry == null ? null : Estimate.number(entry.path("auroc").path("value"));
      if (value != null && !train.equals(test)) {
        elsewhere.add(value);
      }
      cells.add(cell);
    }
    String title = tested.size() <= MANY ? "" : told(train, elsewhere);
    return new Row(label(train), Words.site(train), y, title, List.copyOf(cells));
  }

  private static String told(String train, List<Double> elsewhere) {
    List<Double> sorted = elsewhere.stream().sorted().toList();
    String name = "Learnt at " + Words.site(train) + ", judged at other sites: ";
    return sorted.isEmpty()
        ? name + Words.NOT_ESTIMABLE
        : name
            + "AUROC %s to %s at %d sites, the middle one %s"
                .formatted(
                    Words.figure(sorted.get(0)),
                    Words.figure(sorted.get(sorted.size() - 1)),
                    sorted.size(),
                    Words.figure(sorted.get(sorted.size() / 2)));
  }

  private static Cell cell(
      double x,
      double side,
      String train,
      String test,
      @Nullable JsonNode entry,
      ColourScale scale) {
    String own = train.equals(test) ? "own" : "";
    String pair = Words.site(train) + ", judged at " + Words.site(test);
    if (entry == null) {
      return new Cell(x, "", "", "", own, pair + ": not judged");
    }
    Long n = Results.whole(entry.path("n"));
    Long events = Results.whole(entry.path("events"));
    Estimate area = Results.area(n, events, entry.path("auroc"));
    String numbers =
        pair
            + (n == null ? "" : ", n = " + Words.count(n))
            + (events == null ? "" : ", events = " + Words.count(events));
    Double value = area.value();
    String title =
        numbers
            + ": AUROC "
            + Words.withInterval(area)
            + (area.why() == null ? "" : ": " + area.why());
    if (value == null) {
      return new Cell(x, "", "", side < READABLE ? "" : "–", own, title);
    }
    return new Cell(
        x,
        scale.colour(value),
        scale.ink(value).equals("#ffffff") ? "light" : "dark",
        side < READABLE ? "" : Words.figure(value, 2),
        own,
        title);
  }
}
