package org.polarfold.ingest;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.polarfold.experiment.Settings;
import org.polarfold.study.MapKind;
import org.polarfold.study.Quantity;

/** The unit of rest and stress values in a site's files (UCUM); reserve has none. */
enum MapUnit {
  ML_MIN_G("mL/min/g", Quantity.FLOW, 1),
  ML_MIN_100G("mL/min/100g", Quantity.FLOW, 100),
  /** Relative uptake in percent of the map's reference. */
  PERCENT("%", Quantity.RELATIVE_UPTAKE, 100),
  /** Relative uptake as a fraction of the map's reference. */
  FRACTION("1", Quantity.RELATIVE_UPTAKE, 1),
  /** Counts, which are divided by the largest of their map. */
  COUNTS("{counts}", Quantity.RELATIVE_UPTAKE, 1);

  private final String written;
  private final Quantity quantity;
  private final double per;

  MapUnit(String written, Quantity quantity, double per) {
    this.written = written;
    this.quantity = quantity;
    this.per = per;
  }

  /** The unit that the key {@code unit} of a block names. */
  static MapUnit of(Settings maps) {
    String unit = maps.text("unit");
    return Arrays.stream(values())
        .filter(known -> known.written.equals(unit))
        .findFirst()
        .orElseThrow(
            () ->
                maps.invalid(
                    "unit",
                    Arrays.stream(values())
                        .map(known -> known.written)
                        .collect(Collectors.joining(" or "))));
  }

  Quantity quantity() {
    return quantity;
  }

  /**
   * The values of a map in the lake's unit.
   *
   * @param values finite, as they stand in the file
   * @param cell what a value's place is called, by its index
   * @throws RecordFlaw where a value lies outside its physiological range, or more than half of
   *     them do: then the unit is another one
   */
  float[] checked(double[] values, MapKind kind, IntFunction<String> cell) throws RecordFlaw {
    PhysiologicalRange range = PhysiologicalRange.of(kind, quantity);
    double divisor = kind == MapKind.RESERVE ? 1 : this == COUNTS ? largest(values) : per;
    float[] converted = new float[values.length];
    int outside = 0;
    int firstOutside = 0;
    for (int i = 0; i < values.length; i++) {
      double value = divisor == 1 ? values[i] : values[i] / divisor;
      if (!range.holds(value)) {
        if (outside == 0) {
          firstOutside = i;
        }
        outside++;
      }
      converted[i] = (float) value;
    }
    if (outside > values.length / 2) {
      throw new RecordFlaw(
          RejectionReason.UNIT_MISMATCH,
          "the "
              + kind.key()
              + " map: expected "
              + (kind == MapKind.RESERVE ? "a ratio" : written)
              + ", and most values lie outside "
              + range.shown());
    }
    if (outside > 0) {
      throw new RecordFlaw(
          RejectionReason.OUT_OF_PHYSIOLOGICAL_RANGE,
          cell.apply(firstOutside) + ": expected " + range.shown());
    }
    return converted;
  }

  private static double largest(double[] values) {
    // A map without counts would divide by zero; its values then lie outside the range.
    return Arrays.stream(values).max().orElse(0);
  }
}
