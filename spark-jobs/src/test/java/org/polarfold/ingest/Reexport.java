package org.polarfold.ingest;

import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.polarfold.study.MapKind;
import org.polarfold.study.PatientId;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.PolarGrid;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Quantity;
import org.polarfold.study.Segment17;
import org.polarfold.study.SiteId;

/**
 * The same examination as another program would export it.
 *
 * @param quantity what the other export's maps measure
 * @param kinds its maps
 * @param map what becomes of a map of a kind
 */
record Reexport(
    Quantity quantity, List<MapKind> kinds, BiFunction<MapKind, PolarMap, PolarMap> map) {

  private static final List<MapKind> BOTH = List.of(MapKind.REST, MapKind.STRESS);

  private static Reexport flow(UnaryOperator<PolarMap> map) {
    return new Reexport(Quantity.FLOW, BOTH, (kind, m) -> map.apply(m));
  }

  private static Reexport relative(UnaryOperator<PolarMap> map) {
    return new Reexport(Quantity.RELATIVE_UPTAKE, BOTH, (kind, m) -> map.apply(m));
  }

  static Reexport asItIs() {
    return flow(map -> map);
  }

  /** Another examination: stress flow is lower by up to 39 % in the anterior wall, from ring 12. */
  static Reexport withDefect() {
    return new Reexport(
        Quantity.FLOW, BOTH, (kind, map) -> kind == MapKind.STRESS ? defective(map) : map);
  }

  private static PolarMap defective(PolarMap map) {
    float[] values = map.toArray();
    for (int i = 0; i < values.length; i++) {
      double apart = Math.abs(i % PolarMap.SECTORS * 5 + 2.5 - 90);
      double across = 1 / (1 + Math.exp((apart - 45) / 8));
      int ring = i / PolarMap.SECTORS;
      double along = 1 / (1 + Math.exp((12.0 - ring) / 2));
      values[i] *= (float) Math.exp(-0.5 * across * along);
    }
    return PolarMap.of(values);
  }

  /**
   * What is to be found, by what it is called.
   *
   * @param folder for pictures
   */
  static Map<String, Reexport> found(Path folder) {
    Map<String, Reexport> forms = new LinkedHashMap<>();
    forms.put("two decimals", flow(m -> each(m, rounded(2))));
    forms.put("one decimal", flow(m -> each(m, rounded(1))));
    forms.put("8 bits from 0 to 10", flow(m -> each(m, levels(10))));
    forms.put("8 bits from 0 to 4, clipped", flow(m -> each(m, levels(4))));
    forms.put("60 x 144 values", flow(m -> onGrid(m, 60, 144, rounded(2))));
    forms.put("24 x 60 values", flow(m -> onGrid(m, 24, 60, rounded(2))));
    forms.put("15 x 36 values", flow(m -> onGrid(m, 15, 36, rounded(2))));
    forms.put("12 x 36 values", flow(m -> onGrid(m, 12, 36, rounded(2))));
    forms.put("17 segments, two decimals", flow(m -> segments(m, rounded(2))));
    forms.put("17 segments, whole percents", relative(m -> segments(percent(m), rounded(2))));
    forms.put("whole percents of the largest", relative(m -> each(percent(m), rounded(2))));
    forms.put("percents on 24 x 60", relative(m -> onGrid(percent(m), 24, 60, rounded(2))));
    forms.put("another gain", flow(m -> each(m, value -> 0.83 * value)));
    forms.put(
        "picture, grey, PNG",
        flow(m -> picture(folder.resolve("grey"), m, DrawnMap::grey, DrawnMap::png)));
    forms.put(
        "picture, colours, PNG",
        flow(m -> picture(folder.resolve("png"), m, DrawnMap::jet, DrawnMap::png)));
    forms.put(
        "picture, colours, JPEG",
        flow(m -> picture(folder.resolve("jpeg"), m, DrawnMap::jet, drawn -> drawn.jpeg(0.9f))));
    return forms;
  }

  /** What is known not to be found. */
  static Map<String, Reexport> missed() {
    Map<String, Reexport> forms = new LinkedHashMap<>();
    forms.put("10 x 24 values", flow(m -> onGrid(m, 10, 24, rounded(2))));
    forms.put("17 segments, one decimal", flow(m -> segments(m, rounded(1))));
    forms.put("turned by five degrees", flow(m -> m.turned(1, false)));
    forms.put("stress alone", new Reexport(Quantity.FLOW, List.of(MapKind.STRESS), (kind, m) -> m));
    forms.put(
        "reserve alone", new Reexport(Quantity.FLOW, List.of(MapKind.RESERVE), (kind, m) -> m));
    return forms;
  }

  private interface Written {
    byte[] of(DrawnMap drawn) throws IOException;
  }

  /** Drawn in 256 colours from 0 to 6, and read back by {@link Pictures}. */
  private static PolarMap picture(
      Path folder, PolarMap map, DoubleFunction<Color> colours, Written written) {
    DrawnMap drawn = new DrawnMap(100, colours, 6).map(map).bar();
    try {
      Files.createDirectories(folder);
      return new PictureFolder(folder)
          .read(
              drawn.placeSettings() + "\ncolours { " + drawn.barSettings() + " }",
              written.of(drawn))
          .map();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RecordFlaw flaw) {
      throw new IllegalStateException(flaw);
    }
  }

  private static PolarMap each(PolarMap map, DoubleUnaryOperator value) {
    return PolarMap.of(each(map.toArray(), value));
  }

  private static float[] each(float[] values, DoubleUnaryOperator value) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) value.applyAsDouble(values[i]);
    }
    return values;
  }

  private static DoubleUnaryOperator rounded(int decimals) {
    double step = Math.pow(10, -decimals);
    return value -> Math.rint(value / step) * step;
  }

  private static DoubleUnaryOperator levels(double most) {
    return value -> Math.rint(Math.min(value / most, 1) * 255) / 255 * most;
  }

  private static PolarMap onGrid(PolarMap map, int rings, int sectors, DoubleUnaryOperator value) {
    PolarGrid grid = new PolarGrid(rings, sectors, false, 90, false);
    return grid.toCanonical(each(grid.fromCanonical(map), value));
  }

  private static PolarMap segments(PolarMap map, DoubleUnaryOperator value) {
    double[] means = Segment17.means(map);
    for (int s = 0; s < means.length; s++) {
      means[s] = value.applyAsDouble(means[s]);
    }
    return Segment17.spread(means);
  }

  /** Relative to the largest value. */
  private static PolarMap percent(PolarMap map) {
    float largest = 0;
    for (float value : map.toArray()) {
      largest = Math.max(largest, value);
    }
    double reference = largest;
    return each(map, value -> value / reference);
  }

  /** The study as another patient's of a site. */
  PerfusionStudy of(PerfusionStudy study, String site) {
    Map<MapKind, PolarMap> maps = new EnumMap<>(MapKind.class);
    kinds.forEach(kind -> maps.put(kind, map.apply(kind, study.map(kind).orElseThrow())));
    return new PerfusionStudy(
        new PatientId(site + study.patient()),
        new SiteId(site),
        study.clinical(),
        study.acquisition(),
        quantity,
        maps,
        OptionalDouble.empty());
  }
}
