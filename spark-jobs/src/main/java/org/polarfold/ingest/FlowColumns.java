package org.polarfold.ingest;

import java.util.Optional;
import org.polarfold.UserException;
import org.polarfold.ingest.SiteExport.FlowUnit;
import org.polarfold.study.MapKind;

/** Consecutively numbered columns that hold one map. */
final class FlowColumns {

  private final FlowUnit unit;
  private final String prefix;
  private final int first;
  private final int[] indices;

  /**
   * @param prefix what the columns begin with
   * @param first the number of the first
   * @param named the key of site.conf that names them
   */
  FlowColumns(Table table, FlowUnit unit, String prefix, int first, int count, String named) {
    this.unit = unit;
    this.prefix = prefix;
    this.first = first;
    this.indices = new int[count];
    for (int i = 0; i < count; i++) {
      indices[i] = table.column(name(i), named);
    }
    if (table.has(name(count))) {
      throw new UserException(
          "Invalid columns in "
              + table.name()
              + ":1: "
              + name(count)
              + " is there too (expected none after "
              + name(count - 1)
              + ", as "
              + named
              + " in site.conf says)");
    }
  }

  /** The map's values, mL/min/g, as they stand; each within the range of its kind. */
  double[] values(TableRow row, MapKind kind) throws RecordFlaw {
    row.checkShape();
    PhysiologicalRange range =
        kind == MapKind.REST ? PhysiologicalRange.REST : PhysiologicalRange.STRESS;
    double[] values = new double[indices.length];
    int absent = 0;
    int absentAt = 0;
    for (int i = 0; i < indices.length; i++) {
      Optional<Double> value = row.number(indices[i], name(i));
      if (value.isEmpty()) {
        absent++;
        absentAt = i;
      } else {
        values[i] = range.checked(unit.toMlMinG(value.get()), name(i));
      }
    }
    if (absent == indices.length) {
      throw new RecordFlaw(
          RejectionReason.MISSING_MAP, "the " + kind.key() + " map: expected values");
    }
    if (absent > 0) {
      throw new RecordFlaw(
          RejectionReason.NOT_A_NUMBER,
          "column " + name(absentAt) + ": expected a value, " + absent + " are missing");
    }
    return values;
  }

  private String name(int i) {
    return prefix + (first + i);
  }
}
