package org.polarfold.ingest;

import java.util.Optional;
import org.polarfold.UserException;
import org.polarfold.study.MapKind;

/**
 * The columns that hold one map.
 *
 * @param names in the order of the map's values
 * @param indices where they stand
 */
record FlowColumns(String[] names, int[] indices) {

  /**
   * Consecutively numbered columns.
   *
   * @param prefix what the columns begin with
   * @param first the number of the first
   * @param named the key of site.conf that names them
   * @throws UserException where one is not there, or one more is
   */
  static FlowColumns numbered(Table table, String prefix, int first, int count, String named) {
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      names[i] = prefix + (first + i);
    }
    String beyond = prefix + (first + count);
    FlowColumns columns = named(table, names, named);
    if (table.has(beyond)) {
      throw new UserException(
          "Invalid columns in "
              + table.name()
              + ":1: "
              + beyond
              + " is there too (expected none after "
              + names[count - 1]
              + ", as "
              + named
              + " in site.conf says)");
    }
    return columns;
  }

  /**
   * Columns of any names.
   *
   * @param names in the order of the map's values
   * @param named the key of site.conf that names them
   * @throws UserException where one is not there
   */
  static FlowColumns named(Table table, String[] names, String named) {
    int[] indices = new int[names.length];
    for (int i = 0; i < names.length; i++) {
      indices[i] = table.column(names[i], named);
    }
    return new FlowColumns(names, indices);
  }

  /** The map's finite values in the site's unit. */
  double[] values(TableRow row, MapKind kind) throws RecordFlaw {
    return valuesIfAny(row)
        .orElseThrow(
            () ->
                new RecordFlaw(
                    RejectionReason.MISSING_MAP, "the " + kind.key() + " map: expected values"));
  }

  /** The finite values in the site's unit, or empty where every cell stands for no value. */
  Optional<double[]> valuesIfAny(TableRow row) throws RecordFlaw {
    row.checkShape();
    double[] values = new double[indices.length];
    if (row.plainNumbers(indices, values)) {
      return Optional.of(values);
    }
    int absent = 0;
    int absentAt = 0;
    for (int i = 0; i < indices.length; i++) {
      values[i] = row.numberOrNaN(indices[i], names[i]);
      if (Double.isNaN(values[i])) {
        absent++;
        absentAt = i;
      }
    }
    if (absent == indices.length) {
      return Optional.empty();
    }
    if (absent > 0) {
      throw new RecordFlaw(
          RejectionReason.NOT_A_NUMBER,
          cell(absentAt) + ": expected a value, " + absent + " are missing");
    }
    return Optional.of(values);
  }

  /** What the place of a value is called. */
  String cell(int i) {
    return "column " + names[i];
  }
}
