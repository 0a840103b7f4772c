package org.polarfold.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.polarfold.report.Axis.Tick;

/**
 * Small multiples: one panel a site, all on the same two axes, in pixels, y downwards. How many
 * stand side by side depends on the reader's screen, so every panel has a place in each of three
 * arrangements.
 *
 * @param figure its {@link FigureName}; empty where there is nothing to draw
 * @param label what it shows, for those who do not see it
 * @param absent why there is nothing to draw; empty where there is
 * @param frame grid and axes, the same in each panel
 * @param reference a line to compare with; empty where there is none
 * @param keys what the lines are
 * @param sizes of the whole in each arrangement, the widest first
 */
record Panels(
    String figure,
    String label,
    String absent,
    String frame,
    String reference,
    List<Tick> across,
    List<Tick> up,
    String acrossName,
    String upName,
    List<LegendKey> keys,
    List<Size> sizes,
    List<Panel> panels) {

  static final double LEFT = 36;
  static final double RIGHT = 168;
  static final double TOP = 50;
  static final double BOTTOM = 174;

  private static final double HEIGHT = 222;
  private static final int[] COLUMNS = {6, 4, 2};
  private static final double[] WIDTHS = {196, 176, 176};
  private static final double NUMBER_WIDTH = 24;
  private static final int NAME_LENGTH = 19;
  private static final int NOTE_LENGTH = 27;

  /** What a line is; {@code style} is its class. */
  record LegendKey(String style, String words) {}

  /** Pixels of the whole figure. */
  record Size(double width, double height) {}

  /**
   * One site.
   *
   * @param notes at most two short lines below its name
   * @param places in each arrangement
   */
  record Panel(
      String name, String full, List<String> notes, List<Place> places, List<Layer> layers) {}

  /** Where a panel's upper left corner lies. */
  record Place(double x, double y) {}

  /**
   * What belongs together in a panel: a line, what its interval covers, and points.
   *
   * @param style its class
   * @param title what a pointer or a screen reader tells
   * @param band path of an area; empty where there is none
   * @param line path; empty where there is none
   */
  record Layer(String style, String title, String band, String line, List<Dot> dots) {}

  /**
   * A point with its own words.
   *
   * @param whisker path of its interval; empty where there is none
   */
  record Dot(String path, String whisker, String title) {}

  /** A site before it has a place. */
  record Site(String name, List<String> notes, List<Layer> layers) {}

  /** The two axes of all panels. */
  record Axes(Axis across, Axis up, String acrossName, String upName, String reference) {

    private static final List<Double> TICKS = List.of(0.0, 0.5, 1.0);

    /** Of two shares, with the line on which they are equal. */
    static Axes ofShares(String acrossName, String upName) {
      return new Axes(
          Panels.across(0, 1, TICKS),
          Panels.up(0, 1, TICKS),
          acrossName,
          upName,
          "M" + LEFT + " " + BOTTOM + "L" + RIGHT + " " + TOP);
    }

    /** A place in a panel as the path language has it. */
    String at(double x, double y) {
      return tenth(across.at(x)) + " " + tenth(up.at(y));
    }

    /** A line through places; empty where there are fewer than two. */
    String line(List<double[]> places) {
      return places.size() < 2 ? "" : "M" + joined(places);
    }

    /** An area between two lines over the same places. */
    String band(List<double[]> lower, List<double[]> upper) {
      List<double[]> back = new ArrayList<>(lower);
      Collections.reverse(back);
      return lower.size() < 2 ? "" : "M" + joined(upper) + "L" + joined(back) + "Z";
    }

    private String joined(List<double[]> places) {
      List<String> texts = places.stream().map(place -> at(place[0], place[1])).toList();
      return String.join("L", texts);
    }

    /** A point of a series with its interval upright. */
    Dot dot(int shape, double size, double x, Estimate estimate, String title) {
      Double value = estimate.value();
      Interval interval = estimate.interval();
      String whisker =
          interval == null
              ? ""
              : "M" + at(x, interval.lower()) + "V" + tenth(up.at(interval.upper()));
      String path = value == null ? "" : Forest.shape(shape, across.at(x), up.at(value), size);
      return new Dot(path, whisker, title);
    }
  }

  /** A figure that has nothing to show. */
  static Panels absent(String why) {
    return new Panels(
        "", "", why, "", "", List.of(), List.of(), "", "", List.of(), List.of(), List.of());
  }

  /** Panels in the order of the sites; absent with a reason where there is none. */
  static Panels of(
      String figure, String label, Axes axes, List<LegendKey> keys, List<Site> sites, String why) {
    if (sites.isEmpty()) {
      return absent(why);
    }
    List<Panel> panels = new ArrayList<>();
    for (Site site : sites) {
      panels.add(
          new Panel(
              Words.label(Words.site(site.name()), NAME_LENGTH),
              Words.site(site.name()),
              site.notes(),
              places(panels.size(), sites.size()),
              List.copyOf(site.layers())));
    }
    return new Panels(
        figure,
        label,
        "",
        frame(axes),
        axes.reference(),
        axes.across().ticks(),
        axes.up().ticks(),
        axes.acrossName(),
        axes.upName(),
        keys,
        sizes(sites.size()),
        List.copyOf(panels));
  }

  /** Places left to right, then down, in each arrangement. */
  private static List<Place> places(int index, int sites) {
    List<Place> places = new ArrayList<>();
    for (int a = 0; a < COLUMNS.length; a++) {
      int columns = Math.min(COLUMNS[a], sites);
      int down = index / columns;
      places.add(new Place((index - down * columns) * WIDTHS[a], down * HEIGHT));
    }
    return places;
  }

  private static List<Size> sizes(int sites) {
    List<Size> sizes = new ArrayList<>();
    for (int a = 0; a < COLUMNS.length; a++) {
      int columns = Math.min(COLUMNS[a], sites);
      int rows = (sites + columns - 1) / columns;
      sizes.add(new Size(columns * WIDTHS[a], rows * HEIGHT));
    }
    return sizes;
  }

  private static String frame(Axes axes) {
    StringBuilder grid = new StringBuilder();
    for (Tick tick : axes.across().ticks()) {
      grid.append("M").append(tick.x()).append(" ").append(TOP).append("V").append(BOTTOM);
    }
    for (Tick tick : axes.up().ticks()) {
      grid.append("M").append(LEFT).append(" ").append(tick.x()).append("H").append(RIGHT);
    }
    return grid.toString();
  }

  /** The axis across a panel, with ticks at some figures. */
  static Axis across(double low, double high, List<Double> ticks) {
    return axis(low, high, LEFT, RIGHT, ticks);
  }

  /** The axis up a panel, with ticks at some figures. */
  static Axis up(double low, double high, List<Double> ticks) {
    return axis(low, high, BOTTOM, TOP, ticks);
  }

  /** The axis up a panel, with round ends that hold some figures. */
  static Axis upHolding(double low, double high) {
    return Axis.holding(low, high, BOTTOM, TOP);
  }

  /** The axis across a panel for the logarithms of numbers of patients, some of them as ticks. */
  static Axis acrossLogarithms(List<Double> ascending) {
    double low = Math.log10(ascending.get(0));
    double high = Math.max(low + 0.1, Math.log10(ascending.get(ascending.size() - 1)));
    Axis bare = new Axis(low, high, LEFT + 4, RIGHT - 4, List.of());
    List<Tick> ticks = new ArrayList<>();
    for (double number : ascending) {
      double x = bare.at(Math.log10(number));
      if (ticks.isEmpty() || x - ticks.get(ticks.size() - 1).x() >= NUMBER_WIDTH) {
        ticks.add(new Tick(x, number, Words.figure(number, 0)));
      }
    }
    return new Axis(low, high, bare.from(), bare.to(), List.copyOf(ticks));
  }

  private static Axis axis(double low, double high, double from, double to, List<Double> ticks) {
    Axis bare = new Axis(low, high, from, to, List.of());
    return new Axis(
        low,
        high,
        from,
        to,
        ticks.stream().map(tick -> new Tick(bare.at(tick), tick, number(tick))).toList());
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Words.figure(value, 0) : Words.figure(value, 1);
  }

  /** A text in at most two lines of a panel's width. */
  static List<String> wrapped(String text) {
    String clean = Words.clean(text);
    if (clean.length() <= NOTE_LENGTH) {
      return clean.isEmpty() ? List.of() : List.of(clean);
    }
    int cut = clean.lastIndexOf(' ', NOTE_LENGTH);
    if (cut <= 0) {
      return List.of(Words.shortened(clean, NOTE_LENGTH));
    }
    return List.of(clean.substring(0, cut), Words.shortened(clean.substring(cut + 1), NOTE_LENGTH));
  }

  /** The part of a line that lies above a floor, up to where it meets it first. */
  static List<double[]> above(List<double[]> line, double floor) {
    List<double[]> kept = new ArrayList<>();
    for (double[] place : line) {
      if (place[1] < floor) {
        if (!kept.isEmpty()) {
          double[] last = kept.get(kept.size() - 1);
          double share = (last[1] - floor) / (last[1] - place[1]);
          kept.add(new double[] {last[0] + share * (place[0] - last[0]), floor});
        }
        return kept;
      }
      kept.add(place);
    }
    return kept;
  }

  /** To a tenth of a pixel, without a needless zero: curves are most of a page's size. */
  static String tenth(double pixels) {
    double rounded = Math.round(pixels * 10) / 10.0;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }
}
