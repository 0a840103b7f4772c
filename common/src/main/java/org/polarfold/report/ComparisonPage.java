package org.polarfold.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.polarfold.report.ComparedFacts.Arm;
import org.polarfold.report.ComparedFacts.Site;

/**
 * All that the template of a comparison shows, in its order.
 *
 * @param simulated whose data are simulated, in a sentence; empty where no run's are
 * @param stains what must be told of every figure of a run
 * @param primary the first run's primary target and map
 * @param others all others
 */
record ComparisonPage(
    String first,
    String second,
    String simulated,
    List<String> stains,
    ComparisonAnswer answer,
    List<Panel> primary,
    List<Panel> others,
    Grid overview,
    Grid patients,
    Grid notCompared,
    Grid settings,
    Grid runs) {

  private static final String DIFFERENCE = "A minus B";
  private static final String DROP = "drop";
  private static final String SAME = "the same in both runs";

  /** One model of one target and map. {@code same} is not empty where the runs do not differ. */
  record Panel(
      String title,
      String model,
      String circular,
      String same,
      String headline,
      List<String> arms,
      Forest auroc,
      Forest drop,
      Grid table) {}

  static ComparisonPage of(JsonNode root) {
    JsonNode a = root.path("runs").path("A");
    JsonNode b = root.path("runs").path("B");
    List<ComparedFacts> all = ComparedFacts.all(root);
    List<Panel> primary = new ArrayList<>();
    List<Panel> others = new ArrayList<>();
    for (ComparedFacts one : all) {
      boolean asked =
          one.target().equals(a.path("primaryTarget").asText(""))
              && one.map().equals(a.path("primaryMap").asText(""));
      (asked ? primary : others).add(panel(one));
    }
    return new ComparisonPage(
        Words.site(a.path("run").asText("")),
        Words.site(b.path("run").asText("")),
        simulated(a.path("simulated").asBoolean(), b.path("simulated").asBoolean()),
        Stream.of(stain("A", a), stain("B", b)).filter(stain -> !stain.isEmpty()).toList(),
        ComparisonAnswer.of(all, a),
        List.copyOf(primary),
        List.copyOf(others),
        overview(all),
        patients(all),
        notCompared(root.path("notCompared")),
        settings(root.path("settings")),
        ComparedRuns.of(a, b));
  }

  private static String simulated(boolean first, boolean second) {
    if (first && second) {
      return "No patient is behind any figure on this page.";
    }
    return first || second
        ? "No patient is behind the figures of run %s.".formatted(first ? "A" : "B")
        : "";
  }

  private static String stain(String letter, JsonNode run) {
    String stain = Words.clean(run.path("stain").asText(""));
    return stain.isEmpty() ? "" : "Run " + letter + ": " + stain;
  }

  private static Panel panel(ComparedFacts one) {
    return new Panel(
        title(one),
        model(one),
        one.circular() ? "circular" : "",
        one.same() ? "same" : "",
        one.same() ? SAME : Words.withInterval(one.drop().meta().headline()),
        one.arms().keySet().stream().map(Words::sentence).toList(),
        auroc(one),
        drop(one),
        table(one));
  }

  private static String title(ComparedFacts one) {
    return Page.title(one.target(), one.map());
  }

  private static String model(ComparedFacts one) {
    return Words.clean(one.model());
  }

  private static Forest auroc(ComparedFacts one) {
    List<Arm> arms = List.copyOf(one.arms().values());
    List<String> names = List.copyOf(one.arms().keySet());
    return forest(one, "compare-auroc", "Difference in AUROC by site", names, arms);
  }

  private static Forest drop(ComparedFacts one) {
    return forest(
        one, "compare-drop", "Difference of the drops by site", List.of(DROP), List.of(one.drop()));
  }

  private static Forest forest(
      ComparedFacts one, String figure, String shown, List<String> names, List<Arm> arms) {
    Axis axis =
        ForestPlots.axis(
            arms.stream().flatMap(arm -> arm.sites().stream()).map(Site::difference).toList(),
            arms.stream().map(Arm::meta).toList(),
            List.of(0.0),
            -0.1,
            0.1);
    // As many in every plot of a panel, so that the two read across.
    int most = Math.max(1, one.arms().size());
    double height = Forest.rowHeight(most);
    long largest =
        arms.stream()
            .flatMap(arm -> arm.sites().stream())
            .map(Site::n)
            .filter(Objects::nonNull)
            .mapToLong(n -> n)
            .max()
            .orElse(0);
    List<Forest.Row> rows = new ArrayList<>();
    for (String site : one.sites()) {
      double y = ForestPlots.middle(rows.size(), height);
      List<Forest.Mark> marks = new ArrayList<>();
      for (Arm arm : arms) {
        Site there = arm.site(site);
        String told =
            ForestPlots.told(
                Words.site(site),
                there.n(),
                there.events(),
                names.get(marks.size()) + ", " + DIFFERENCE,
                there.difference());
        double place = y + ForestPlots.offset(marks.size(), arms.size());
        double size = Forest.size(there.n(), largest);
        marks.add(Forest.point(axis, marks.size(), place, there.difference(), size, told));
      }
      rows.add(ForestPlots.row(Words.site(site), y, false, marks));
    }
    double across = ForestPlots.middle(rows.size(), height);
    double next = ForestPlots.middle(rows.size() + 1, height);
    List<Forest.Mark> diamonds = new ArrayList<>();
    List<Forest.Mark> ranges = new ArrayList<>();
    for (Arm arm : arms) {
      int series = diamonds.size();
      String what = names.get(series) + ", " + DIFFERENCE;
      double offset = ForestPlots.offset(series, arms.size());
      Estimate headline = arm.meta().headline();
      String told = ForestPlots.told(ForestPlots.ACROSS, null, null, what, headline);
      diamonds.add(Forest.diamond(axis, series, across + offset, headline, told));
      ranges.add(
          Forest.range(
              axis,
              series,
              next + offset,
              arm.meta().prediction(),
              ForestPlots.prediction(what, arm.meta())));
    }
    rows.add(ForestPlots.row(ForestPlots.ACROSS, across, true, diamonds));
    rows.add(ForestPlots.row(ForestPlots.NEW_SITE, next, true, ranges));
    return ForestPlots.forest(
        FigureName.of(figure, one.target(), one.map(), one.model()),
        shown + ", run A minus run B: " + title(one) + ", model " + model(one),
        axis,
        height,
        rows,
        axis.at(0),
        DIFFERENCE);
  }

  private static Grid table(ComparedFacts one) {
    Grid.Rows rows = new Grid.Rows();
    one.arms().forEach((name, arm) -> sites(rows, Words.sentence(name) + " AUROC", arm));
    sites(rows, "Drop", one.drop());
    return rows.under(
        "By site, on the patients that both runs have; p of the paired test, not adjusted",
        "Site",
        "Figure",
        "n",
        "Events",
        "A",
        "B",
        DIFFERENCE,
        "p");
  }

  private static void sites(Grid.Rows rows, String what, Arm arm) {
    for (Site site : arm.sites()) {
      Double first = site.first();
      Double second = site.second();
      rows.add(
          Words.site(site.name()),
          what,
          Words.count(site.n()),
          Words.count(site.events()),
          first == null ? Words.NOT_ESTIMABLE : Words.figure(first),
          second == null ? Words.NOT_ESTIMABLE : Words.figure(second),
          Words.stacked(site.difference()),
          Words.p(site.p()));
    }
    rows.add(
        ForestPlots.ACROSS, what, "–", "–", "–", "–", Words.stacked(arm.meta().headline()), "–");
  }

  private static Grid overview(List<ComparedFacts> all) {
    Grid.Rows rows = new Grid.Rows();
    for (ComparedFacts one : all) {
      one.arms()
          .forEach(
              (name, arm) ->
                  rows.add(
                      title(one),
                      model(one),
                      Words.sentence(name) + " AUROC",
                      Words.count(arm.meta().k()),
                      Words.count(arm.n()),
                      told(arm, arm.same()),
                      Words.interval(arm.meta().prediction())));
      rows.add(
          title(one),
          model(one),
          "Drop",
          Words.count(one.drop().meta().k()),
          "–",
          told(one.drop(), one.same()),
          Words.interval(one.drop().meta().prediction()));
    }
    return rows.under(
        "Every target, map and model that both runs have: run A minus run B, random-effects"
            + " meta-analysis across sites",
        "Target and map",
        "Model",
        "Figure",
        "Sites",
        "n",
        DIFFERENCE,
        "Prediction interval");
  }

  private static String told(Arm arm, boolean same) {
    if (same) {
      return SAME;
    }
    Estimate headline = arm.meta().headline();
    return headline.value() == null
        ? Words.NOT_ESTIMABLE + "\n" + headline.why()
        : Words.stacked(headline);
  }

  private static Grid patients(List<ComparedFacts> all) {
    Grid.Rows rows = new Grid.Rows();
    for (ComparedFacts one : all) {
      one.arms()
          .forEach(
              (name, arm) ->
                  rows.add(
                      title(one),
                      model(one),
                      Words.sentence(name),
                      Words.count(arm.n()),
                      Words.count(arm.onlyFirst()),
                      Words.count(arm.onlySecond())));
    }
    return rows.under(
        "Labelled patients of each arm",
        "Target and map",
        "Model",
        "Arm",
        "In both runs",
        "In A alone",
        "In B alone");
  }

  private static Grid notCompared(JsonNode list) {
    Grid.Rows rows = new Grid.Rows();
    for (JsonNode one : list) {
      rows.add(
          Page.title(one.path("target").asText(""), one.path("map").asText("")),
          Words.clean(one.path("model").asText("")),
          Words.sentence(one.path("why").asText("")));
    }
    return rows.under("What was not compared, and why", "Target and map", "Model", "Why");
  }

  private static Grid settings(JsonNode list) {
    Grid.Rows rows = new Grid.Rows();
    for (JsonNode one : list) {
      rows.add(
          Words.clean(one.path("key").asText("")),
          said(one.path("first")),
          said(one.path("second")));
    }
    return rows.under("Keys that the two configurations do not say the same of", "Key", "A", "B");
  }

  private static String said(JsonNode value) {
    String text = Words.clean(value.asText(""));
    return text.isEmpty() ? "not set" : Words.shortened(text, 300);
  }
}
