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
 */
record MapGallery(
    String figure,
    String title,
    String unit,
    List<String> stops,
    Axis legend,
    List<Bullseye> bullseyes) {

  /** One gallery a kind of map, the primary one first. */
  static List<MapGallery> of(RunFacts run) {
    Map<String, List<RunFacts.MeanMap>> byMap = new LinkedHashMap<>();
    byMap.put(run.primaryMap(), new ArrayList<>());
    run.meanMaps()
        .forEach(mean -> byMap.computeIfAbsent(mean.map(), key -> new ArrayList<>()).add(mean));
    return byMap.entrySet().stream()
        .filter(e -> !e.getValue().isEmpty())
        .map(e -> gallery(e.getKey(), e.getValue()))
        .toList();
  }

  private static MapGallery gallery(String map, List<RunFacts.MeanMap> means) {
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
        ColourScale.stops(),
        legend,
        means.stream()
            .map(
                mean ->
                    Bullseye.of(
                        mean.map(),
                        mean.site(),
                        mean.segments(),
                        scale,
                        unit.isEmpty() ? "" : " " + unit))
            .toList());
  }

  private static String unit(String map) {
    Optional<MapKind> kind =
        Arrays.stream(MapKind.values()).filter(k -> k.key().equals(map)).findFirst();
    return kind.map(MapKind::unit).filter(unit -> !unit.equals("1")).orElse("");
  }
}
