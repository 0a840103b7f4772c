package org.polarfold.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polarfold.study.MapKind;

/**
 * The mean maps of one kind, site by site, in one colour scale.
 *
 * @param figure the {@link FigureName} of its colour scale
 * @param unit empty where the map has none
 * @param stops colours of the legend, from the least figure to the largest
 * @param legend ticks of the legend on 0 to 240 pixels
 * @param groups of all patients, then by label of the primary target
 */
record MapGallery(
    String figure, String title, String unit, List<String> stops, Axis legend, List<Group> groups) {

  /** Below such a range one decimal would tell nothing apart. */
  private static final double FINE = 0.5;

  /** How a gallery's figures are drawn. */
  private record Drawn(ColourScale scale, String unit, int decimals) {}

  /** The sites of one group of patients; a site may lack it. */
  record Group(String title, List<Bullseye> bullseyes) {}

  /** One gallery a kind of map, the primary one first. */
  static List<MapGallery> of(RunFacts run) {
    Map<String, List<RunFacts.MeanMap>> byMap = new LinkedHashMap<>();
    byMap.put(run.primaryMap(), new ArrayList<>());
    run.meanMaps()
        .forEach(mean -> byMap.computeIfAbsent(mean.map(), key -> new ArrayList<>()).add(mean));
    return byMap.entrySet().stream()
        .filter(e -> !e.getValue().isEmpty())
        .map(e -> gallery(e.getKey(), e.getValue(), run.primaryTarget()))
        .toList();
  }

  private static MapGallery gallery(String map, List<RunFacts.MeanMap> means, String target) {
    double[] all =
        means.stream()
            .flatMap(mean -> mean.segments().stream())
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray();
    Axis legend = Axis.holding(all[0], all[all.length - 1], 0, 240);
    ColourScale scale = new ColourScale(legend.min(), legend.max());
    String unit = unit(map);
    return new MapGallery(
        FigureName.of("mean-map-scale", map),
        Words.map(map),
        unit.isEmpty() ? "dimensionless" : unit,
        ColourScale.stops(ColourScale.Palette.SEQUENTIAL),
        legend,
        groups(
            means,
            new Drawn(
                scale,
                unit.isEmpty() ? "" : " " + unit,
                legend.max() - legend.min() < FINE ? 2 : 1),
            Words.positive(target)));
  }

  private static List<Group> groups(List<RunFacts.MeanMap> means, Drawn drawn, String target) {
    Map<String, List<Bullseye>> byLabel = new LinkedHashMap<>();
    List.of("All patients", target + ": yes", target + ": no")
        .forEach(title -> byLabel.put(title, new ArrayList<>()));
    for (RunFacts.MeanMap mean : means) {
      Integer label = mean.label();
      String title = label == null ? "All patients" : target + (label == 1 ? ": yes" : ": no");
      String n = mean.patients() == null ? "" : ", n = " + Words.count(mean.patients());
      byLabel
          .computeIfAbsent(title, key -> new ArrayList<>())
          .add(
              Bullseye.of(
                  label == null
                      ? FigureName.of("mean-map", mean.map(), mean.site())
                      : FigureName.of("mean-map", mean.map(), mean.site(), "label-" + label),
                  Words.site(mean.site()) + n,
                  mean.segments(),
                  drawn.scale(),
                  drawn.unit(),
                  drawn.decimals()));
    }
    return byLabel.entrySet().stream()
        .filter(e -> !e.getValue().isEmpty())
        .map(e -> new Group(e.getKey(), e.getValue()))
        .toList();
  }

  private static String unit(String map) {
    Optional<MapKind> kind =
        Arrays.stream(MapKind.values()).filter(k -> k.key().equals(map)).findFirst();
    return kind.map(MapKind::unit).filter(unit -> !unit.equals("1")).orElse("");
  }
}
