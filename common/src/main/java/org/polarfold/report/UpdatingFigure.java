package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.polarfold.report.Panels.Axes;
import org.polarfold.report.Panels.Dot;
import org.polarfold.report.Panels.Layer;
import org.polarfold.report.Panels.LegendKey;
import org.polarfold.report.Results.Analysis;

/** What recalibrating on some patients of a site gains there, by their number. */
final class UpdatingFigure {

  private static final double FLOOR = -0.1;

  private static final List<LegendKey> KEYS =
      List.of(new LegendKey("s4", "intercept"), new LegendKey("s5 dashed", "intercept and slope"));

  private static final List<String> UPDATINGS = List.of("intercept", "interceptAndSlope");
  private static final List<String> NEEDED = List.of("neededIntercept", "neededInterceptAndSlope");

  private UpdatingFigure() {}

  static Panels of(Analysis of) {
    JsonNode analysis = of.json();
    JsonNode updating = analysis.path("localUpdating");
    Set<Double> numbers = new TreeSet<>();
    DoubleStream.Builder gains = DoubleStream.builder();
    for (JsonNode site : updating.path("sites")) {
      for (JsonNode row : site.path("rows")) {
        Double patients = Estimate.number(row.path("patients"));
        Double gain = Estimate.number(row.path("gain"));
        if (patients != null && patients >= 1 && gain != null) {
          numbers.add(patients);
          gains.add(gain);
        }
      }
    }
    double[] all = gains.build().toArray();
    if (all.length == 0) {
      return Panels.absent(why(updating));
    }
    Axes axes = axes(List.copyOf(numbers), all);
    List<Panels.Site> sites = new ArrayList<>();
    for (JsonNode site : updating.path("sites")) {
      List<Layer> layers = new ArrayList<>();
      for (int u = 0; u < UPDATINGS.size(); u++) {
        layers.add(layer(axes, site, u));
      }
      sites.add(new Panels.Site(SiteNodes.name(site), notes(site), layers));
    }
    return Panels.of(
        ForestPlots.name("local-updating", of),
        ForestPlots.label("Gain of local updating by site", of),
        axes,
        KEYS,
        sites,
        "");
  }

  private static String why(JsonNode updating) {
    String why = Estimate.reason(updating);
    if (why == null) {
      why =
          Stream.of(updating.path("sites").path(0).path(NEEDED.get(0)))
              .map(Estimate::reason)
              .filter(Objects::nonNull)
              .findFirst()
              .orElse("results.json holds none");
    }
    return "No local updating: " + why + ".";
  }

  private static Axes axes(List<Double> numbers, double[] gains) {
    double least = Math.max(FLOOR, DoubleStream.of(gains).min().orElse(0));
    double most = Math.max(0.01, DoubleStream.of(gains).max().orElse(0));
    Axis up = Panels.upHolding(Math.min(least, 0), most);
    return new Axes(
        Panels.acrossLogarithms(numbers),
        up,
        "Local patients",
        "Gain in log loss",
        "M" + Panels.LEFT + " " + up.at(0) + "H" + Panels.RIGHT);
  }

  private static List<String> notes(JsonNode site) {
    String why = Estimate.reason(site.path(NEEDED.get(0)));
    if (site.path("rows").isEmpty() && why != null) {
      return Panels.wrapped(why);
    }
    List<String> notes = new ArrayList<>();
    for (int u = 0; u < NEEDED.size(); u++) {
      JsonNode needed = site.path(NEEDED.get(u));
      String words = u == 0 ? "intercept: " : "and slope: ";
      notes.add(words + (needed.isNumber() ? "from " + needed.asText() : "no gain found"));
    }
    return List.copyOf(notes);
  }

  private static Layer layer(Axes axes, JsonNode site, int updating) {
    LegendKey key = KEYS.get(updating);
    double floor = axes.up().min();
    List<double[]> line = new ArrayList<>();
    List<Dot> dots = new ArrayList<>();
    for (JsonNode row : site.path("rows")) {
      Double patients = Estimate.number(row.path("patients"));
      Double gain = Estimate.number(row.path("gain"));
      if (!row.path("updating").asText("").equals(UPDATINGS.get(updating))
          || patients == null
          || patients < 1
          || gain == null) {
        continue;
      }
      double x = Math.log10(patients);
      line.add(new double[] {x, gain});
      if (gain >= floor) {
        dots.add(
            axes.dot(updating, 2.2, x, new Estimate(gain, null, null), told(site, key, row, gain)));
      }
    }
    JsonNode needed = site.path(NEEDED.get(updating));
    String why = Estimate.reason(needed);
    String told =
        SiteNodes.told(site, "")
            + ": updating the "
            + key.words()
            + (needed.isNumber()
                ? " gains from " + needed.asText() + " local patients on"
                : " gains at no number tried" + (why == null ? "" : ": " + why));
    return new Layer(key.style(), told, "", axes.line(rising(line, floor)), dots);
  }

  /** From the first place on after which the line stays above the floor. */
  private static List<double[]> rising(List<double[]> line, double floor) {
    List<double[]> back = new ArrayList<>(line);
    Collections.reverse(back);
    return Panels.above(back, floor);
  }

  private static String told(JsonNode site, LegendKey key, JsonNode row, double gain) {
    Double error = Estimate.number(row.path("gainSe"));
    return "%s, %s updated on %s patients: gain in log loss %s%s"
        .formatted(
            Words.site(SiteNodes.name(site)),
            key.words(),
            row.path("patients").asText(),
            Words.figure(gain),
            error == null ? "" : ", Monte-Carlo error " + Words.figure(error, 4));
  }
}
