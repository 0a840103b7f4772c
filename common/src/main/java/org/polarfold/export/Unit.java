package org.polarfold.export;

import java.util.EnumMap;
import java.util.Map;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;

/** In what a site writes rest and stress maps; reserve is a ratio everywhere. */
public enum Unit {
  /** Flow. */
  ML_PER_MIN_PER_G("mL/min/g", 1, 3),
  /** Flow of a hundred grams. */
  ML_PER_MIN_PER_100G("mL/min/100g", 100, 1),
  /** Uptake relative to the map's largest value, as programs without a kinetic model write it. */
  PERCENT_OF_LARGEST("%", 100, 1);

  private static final int DECIMALS_OF_RESERVE = 3;

  private final String symbol;
  private final double scale;
  private final int decimals;

  Unit(String symbol, double scale, int decimals) {
    this.symbol = symbol;
    this.scale = scale;
    this.decimals = decimals;
  }

  /** The name in site.conf. */
  public String symbol() {
    return symbol;
  }

  /** Whether maps keep their level, so that a reserve can be told. */
  public boolean isFlow() {
    return this != PERCENT_OF_LARGEST;
  }

  /** What one mL/min/g, or the largest value, is in this unit. */
  double scale() {
    return scale;
  }

  /** How many decimals a map's values are written with. */
  int decimals(MapKind kind) {
    return kind == MapKind.RESERVE ? DECIMALS_OF_RESERVE : decimals;
  }

  /** Values of maps in mL/min/g, or of reserve, as they are in this unit. */
  Map<MapKind, float[]> of(Map<MapKind, float[]> maps) {
    Map<MapKind, float[]> written = new EnumMap<>(MapKind.class);
    maps.forEach((kind, values) -> written.put(kind, of(kind, values)));
    return written;
  }

  private float[] of(MapKind kind, float[] values) {
    if (kind == MapKind.RESERVE) {
      return values;
    }
    double factor = isFlow() ? scale : scale / largest(values);
    float[] written = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      written[i] = (float) (values[i] * factor);
    }
    return written;
  }

  /** Means of the 17 segments under stress as a site's own program writes them. */
  public double[] ofStress(PolarMap stress) {
    double[] means = Segment17.means(stress);
    double factor = isFlow() ? scale : scale / largest(stress.toArray());
    for (int s = 0; s < means.length; s++) {
      means[s] *= factor;
    }
    return means;
  }

  private static double largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, value);
    }
    return largest;
  }
}
