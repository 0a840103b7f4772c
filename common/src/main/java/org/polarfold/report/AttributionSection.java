package org.polarfold.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.polarfold.report.AttributionFacts.Attribution;
import org.polarfold.study.Segment17;

/**
 * Where in the maps the network looks, target by target.
 *
 * @param absent why there is nothing of that; empty where there is
 * @param stops colours of the legends, from what speaks against to what speaks for the target
 * @param borders outlines of the 17 segments
 * @param targets the primary one first
 */
record AttributionSection(
    String absent, List<String> stops, List<String> borders, List<OfTarget> targets) {

  private static final String OCCLUSION = "occlusion";

  /** A target seen in a map. {@code shown} is not empty for those that stand open on the page. */
  record OfTarget(
      String title,
      String shown,
      String patients,
      Axis legend,
      Axis placeLegend,
      List<OfMap> maps) {}

  /**
   * One kind of map.
   *
   * @param occlusion by segment; null where it is not in the file
   * @param gradient place by place; null where it is not in the file
   */
  record OfMap(@Nullable Bullseye occlusion, @Nullable PolarPicture gradient) {}

  static AttributionSection of(RunFacts run, RunFile file) {
    List<String> stops = ColourScale.stops(ColourScale.Palette.DIVERGING);
    List<String> borders =
        IntStream.rangeClosed(1, Segment17.COUNT).mapToObj(Bullseye::path).toList();
    if (file.document() == null) {
      return new AttributionSection(file.why(), stops, borders, List.of());
    }
    AttributionFacts facts = AttributionFacts.of(file.document());
    Map<RunFacts.Pair, List<Attribution>> byTarget = new LinkedHashMap<>();
    facts.attributions().stream()
        .sorted(
            Comparator.comparing((Attribution one) -> !one.target().equals(run.primaryTarget()))
                .thenComparing(one -> !one.map().equals(run.primaryMap())))
        .forEach(
            one ->
                byTarget
                    .computeIfAbsent(
                        new RunFacts.Pair(one.target(), one.map()), key -> new ArrayList<>())
                    .add(one));
    List<OfTarget> targets = new ArrayList<>();
    byTarget.forEach((pair, ones) -> targets.add(target(pair, ones, run)));
    return new AttributionSection(
        targets.isEmpty() ? "attributions.json holds no attribution." : "",
        stops,
        borders,
        List.copyOf(targets));
  }

  private static OfTarget target(RunFacts.Pair pair, List<Attribution> ones, RunFacts run) {
    double segments = 0;
    double places = 0;
    long patients = 0;
    Map<String, OfMap> maps = new LinkedHashMap<>();
    for (Attribution one : ones) {
      patients = Math.max(patients, one.patients());
      if (one.method().equals(OCCLUSION)) {
        segments = Math.max(segments, most(one.segments()));
      } else {
        places = Math.max(places, nearlyMost(one.places()));
      }
      maps.put(one.kind(), new OfMap(null, null));
    }
    Axis legend = legend(segments);
    Axis placeLegend = legend(places);
    for (Attribution one : ones) {
      OfMap known = maps.getOrDefault(one.kind(), new OfMap(null, null));
      maps.put(
          one.kind(),
          one.method().equals(OCCLUSION)
              ? new OfMap(eye(one, legend.max()), known.gradient())
              : new OfMap(known.occlusion(), picture(one, placeLegend.max())));
    }
    boolean shown =
        pair.target().equals(run.primaryTarget()) && pair.map().equals(run.primaryMap());
    return new OfTarget(
        Page.title(pair.target(), pair.map()),
        shown ? "shown" : "",
        Words.count(patients),
        legend,
        placeLegend,
        List.copyOf(maps.values()));
  }

  private static double most(List<? extends Number> values) {
    return values.stream().mapToDouble(value -> Math.abs(value.doubleValue())).max().orElse(0);
  }

  /** All but a fiftieth are no larger: a few places would leave all others white. */
  private static double nearlyMost(List<Float> values) {
    double[] sizes = values.stream().mapToDouble(value -> Math.abs(value)).sorted().toArray();
    return sizes.length == 0 ? 0 : sizes[(sizes.length - 1) * 49 / 50];
  }

  private static Axis legend(double most) {
    double end = most > 0 ? most : 1;
    return Axis.holding(-end, end, 0, 240);
  }

  private static Bullseye eye(Attribution one, double most) {
    int decimals = most < 1 ? 2 : 1;
    return Bullseye.of(
        FigureName.of("occlusion", one.target(), one.map(), one.kind()),
        Words.map(one.kind()) + ", occlusion",
        one.segments(),
        ColourScale.about0(most),
        " logits",
        decimals);
  }

  private static @Nullable PolarPicture picture(Attribution one, double most) {
    return one.places().isEmpty()
        ? null
        : PolarPicture.of(
            FigureName.of("gradient", one.target(), one.map(), one.kind()),
            Words.map(one.kind()) + ", gradient",
            one.places(),
            most);
  }
}
