package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.polarfold.report.SubgroupFigures.Figure;
import org.polarfold.report.SubgroupFigures.Gap;
import org.polarfold.report.SubgroupFigures.Group;
import org.polarfold.report.SubgroupFigures.Parting;

/**
 * Estimates by sex, race, age band and their crossings.
 *
 * @param absent why there are none; empty where there are some
 * @param primary the analyses of the primary target and map, drawn
 * @param others all others, as tables
 */
record SubgroupSection(String absent, List<Panel> primary, List<Panel> others) {

  private static final String REFERENCE = "reference group";

  /**
   * One analysis.
   *
   * @param auroc within sites by group, internal and external; null where not drawn
   * @param drop within sites by group; null where not drawn
   * @param suppressed the groups that are not told of, in a sentence; empty where there are none
   */
  record Panel(
      String title,
      String model,
      @Nullable Forest auroc,
      @Nullable Forest drop,
      Grid table,
      String suppressed) {}

  static SubgroupSection of(JsonNode results, RunFacts run) {
    List<Panel> primary = new ArrayList<>();
    List<Panel> others = new ArrayList<>();
    List<String> models = List.copyOf(run.models().keySet());
    for (JsonNode target : results.path("targets")) {
      SubgroupFigures figures = SubgroupFigures.of(target);
      if (!figures.partings().isEmpty()) {
        boolean first =
            target.path("target").asText("").equals(run.primaryTarget())
                && target.path("map").asText("").equals(run.primaryMap());
        Panel panel = panel(target, figures, run, first);
        if (first && models.indexOf(target.path("model").asText("")) == 0) {
          primary.add(0, panel);
        } else {
          (first ? primary : others).add(panel);
        }
      }
    }
    return new SubgroupSection(
        primary.isEmpty() && others.isEmpty()
            ? "results.json holds no estimates by subgroup: the predictions have none of the columns"
                + " sex, race and age, or ./run evaluate CONF of an earlier version wrote it."
            : "",
        List.copyOf(primary),
        List.copyOf(others));
  }

  private static Panel panel(
      JsonNode target, SubgroupFigures figures, RunFacts run, boolean drawn) {
    return new Panel(
        Page.title(target.path("target").asText(""), target.path("map").asText("")),
        Page.model(run, target.path("model").asText("")),
        drawn ? auroc(figures, name("subgroups-auroc", target)) : null,
        drawn ? drop(figures, name("subgroups-drop", target)) : null,
        table(figures),
        suppressed(figures));
  }

  private static Forest auroc(SubgroupFigures figures, String name) {
    List<Estimate> all = new ArrayList<>();
    for (Group group : shown(figures)) {
      all.add(group.internal().estimate());
      all.add(group.external().estimate());
    }
    Axis axis = ForestPlots.axis(all, List.of(), List.of(), 0.5, 1, RowPlot.FROM, RowPlot.TO);
    return plot(figures, name, axis, "AUROC within sites by subgroup", "AUROC within sites", null);
  }

  private static Forest drop(SubgroupFigures figures, String name) {
    List<Estimate> all = shown(figures).stream().map(group -> group.drop().estimate()).toList();
    Axis axis = ForestPlots.axis(all, List.of(), List.of(0.0), -0.1, 0.1, RowPlot.FROM, RowPlot.TO);
    return plot(
        figures,
        name,
        axis,
        "Drop in AUROC within sites by subgroup",
        "Drop in AUROC within sites",
        0.0);
  }

  private static Forest plot(
      SubgroupFigures figures,
      String name,
      Axis axis,
      String label,
      String axisLabel,
      @Nullable Double zero) {
    long most =
        shown(figures).stream()
            .mapToLong(group -> group.n() == null ? 0 : group.n())
            .max()
            .orElse(0);
    List<RowPlot.Line> lines = new ArrayList<>();
    for (Parting parting : figures.partings()) {
      lines.add(new RowPlot.Line(by(parting.by()), List.of()));
      for (Group group : parting.groups()) {
        if (group.why().isEmpty() || few(group)) {
          lines.add(line(parting, group, axis, zero != null, most));
        }
      }
    }
    return RowPlot.of(name, label, axisLabel, axis, zero, 2, lines);
  }

  private static RowPlot.Line line(
      Parting parting, Group group, Axis axis, boolean drop, long most) {
    String name = name(group);
    double size = Forest.size(group.n(), most);
    boolean reference = group.name().equals(parting.reference());
    String place = by(parting.by()) + ": " + name + (reference ? " (" + REFERENCE + ")" : "");
    if (drop || !group.why().isEmpty()) {
      Estimate estimate = drop ? group.drop().estimate() : group.external().estimate();
      String told = RowPlot.told(place, group.n(), drop ? "drop" : "AUROC", estimate);
      return new RowPlot.Line(
          name, List.of(y -> Forest.point(axis, drop ? 0 : 1, y, estimate, size, told)));
    }
    Estimate internal = group.internal().estimate();
    Estimate external = group.external().estimate();
    String in = RowPlot.told(place, group.n(), "internal AUROC", internal);
    String out = RowPlot.told(place, group.n(), "external AUROC", external);
    return new RowPlot.Line(
        name,
        List.of(
            y -> Forest.point(axis, 0, y + RowPlot.offset(0, 2), internal, size, in),
            y -> Forest.point(axis, 1, y + RowPlot.offset(1, 2), external, size, out)));
  }

  private static List<Group> shown(SubgroupFigures figures) {
    return figures.partings().stream()
        .flatMap(parting -> parting.groups().stream())
        .filter(group -> group.why().isEmpty())
        .toList();
  }

  /** Told of, though not estimated. */
  private static boolean few(Group group) {
    return !group.suppressed() && group.n() != null && !group.name().contains("unknown");
  }

  private static Grid table(SubgroupFigures figures) {
    Grid.Rows rows = new Grid.Rows();
    for (Parting parting : figures.partings()) {
      for (Group group : parting.groups()) {
        if (!group.suppressed()) {
          boolean reference = group.name().equals(parting.reference());
          rows.add(
              by(parting.by()) + ": " + name(group) + (reference ? "\n" + REFERENCE : ""),
              Words.count(group.n()),
              Words.count(group.events()),
              value(group.internal()),
              value(group.external()),
              Words.stacked(group.drop().estimate()),
              gap(group.external().gap(), reference),
              gap(group.drop().gap(), reference),
              gap(group.equalisedOdds(), reference),
              gap(group.riskGap(), reference));
        }
      }
    }
    return rows.under(
        "Within sites by subgroup; gaps are the group minus the reference group, with p adjusted by"
            + " Holm\u2019s method",
        "Group",
        "n",
        "Events",
        "Internal AUROC",
        "External AUROC",
        "Drop",
        "Gap in external AUROC",
        "Gap in the drop",
        "Equalised odds, external",
        "Calibration gap at the threshold, external");
  }

  private static String value(Figure figure) {
    return Words.stacked(figure.estimate());
  }

  private static String gap(Gap gap, boolean reference) {
    if (reference) {
      return "–";
    }
    String told = Words.stacked(gap.estimate());
    return gap.estimate().value() == null ? told : told + "\np " + Words.p(gap.pHolm());
  }

  private static String suppressed(SubgroupFigures figures) {
    List<String> hidden = new ArrayList<>();
    for (Parting parting : figures.partings()) {
      for (Group group : parting.groups()) {
        if (group.suppressed()) {
          hidden.add(name(group));
        }
      }
    }
    return hidden.isEmpty()
        ? ""
        : "Suppressed, since fewer than 5 of their patients have a label, or such a number could be"
            + " found from the totals: "
            + String.join("; ", hidden)
            + ".";
  }

  /** As in "Sex and age band". */
  private static String by(String by) {
    String words = by.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    return Words.sentence(words.replace(" x ", " and "));
  }

  private static String name(String kind, JsonNode target) {
    return FigureName.of(
        kind,
        target.path("target").asText(""),
        target.path("map").asText(""),
        target.path("model").asText(""));
  }

  private static String name(Group group) {
    return Words.label(Words.sentence(group.name()), 60);
  }
}
