package org.polarfold.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polarfold.UserException;
import org.polarfold.study.MapKind;

/** The rows of a site's clinical tables: those of the patient table first, then all others. */
final class ClinicalTables implements Closeable {

  private final List<OpenTable> tables = new ArrayList<>();
  private int current;

  private ClinicalTables() {}

  /**
   * Opens the tables and finds their columns.
   *
   * @throws UserException where one cannot be read or lacks a column; none is open then
   */
  static ClinicalTables of(Clinical clinical) {
    ClinicalTables opened = new ClinicalTables();
    try {
      for (ClinicalTable table : clinical.tables()) {
        opened.tables.add(
            Table.open(table.file(), table.block(), rows -> OpenTable.clinical(rows, table)));
      }
      clinical
          .means()
          .ifPresent(
              means ->
                  opened.tables.add(
                      Table.open(
                          means.file(),
                          SuppliedMeans.BLOCK,
                          rows -> OpenTable.means(rows, means))));
      return opened;
    } catch (UserException e) {
      try {
        opened.close();
      } catch (IOException notClosed) {
        e.addSuppressed(notClosed);
      }
      throw e;
    }
  }

  /** The next row, or empty after the last. */
  Optional<ClinicalRow> next() {
    while (current < tables.size()) {
      OpenTable table = tables.get(current);
      Optional<TableRow> row = table.rows.next();
      if (row.isPresent()) {
        return Optional.of(new ClinicalRow(row.get(), table, current));
      }
      current++;
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    for (OpenTable table : tables) {
      table.rows.close();
    }
  }

  /** What becomes of the cells of a row. */
  private interface Contents {

    void addTo(PatientFacts facts, TableRow row) throws RecordFlaw;
  }

  /**
   * A table whose columns have been found.
   *
   * @param patient the column that names the patient
   */
  private record OpenTable(Table rows, int patient, Contents contents) {

    static OpenTable clinical(Table rows, ClinicalTable table) {
      int patient = rows.column(table.file().patient(), table.block() + ".patient");
      List<ClinicalColumn> columns = table.columns();
      int[] places = new int[columns.size()];
      for (int i = 0; i < places.length; i++) {
        ClinicalColumn column = columns.get(i);
        places[i] = rows.column(column.column(), table.block() + "." + column.fact());
      }
      return new OpenTable(
          rows,
          patient,
          (facts, row) -> {
            for (int i = 0; i < places.length; i++) {
              ClinicalColumn column = columns.get(i);
              Optional<String> text = row.text(places[i], column.column());
              if (text.isPresent()) {
                column.reading().add(text.get(), facts);
              }
            }
            facts.checkAngiography();
          });
    }

    static OpenTable means(Table rows, SuppliedMeans means) {
      int patient = rows.column(means.file().patient(), SuppliedMeans.BLOCK + ".patient");
      Map<MapKind, FlowColumns> columns = new EnumMap<>(MapKind.class);
      means
          .columns()
          .forEach(
              (kind, of) -> columns.put(kind, of.in(rows, SuppliedMeans.BLOCK + "." + kind.key())));
      return new OpenTable(
          rows,
          patient,
          (facts, row) -> {
            for (Map.Entry<MapKind, FlowColumns> state : columns.entrySet()) {
              MapKind kind = state.getKey();
              FlowColumns of = state.getValue();
              Optional<double[]> sent = of.valuesIfAny(row);
              if (sent.isPresent()) {
                facts.segmentMeans(kind, means.unit().checked(sent.get(), kind, of::cell));
              }
            }
          });
    }
  }

  /** One row of one table; to be asked before the next one is read. */
  static final class ClinicalRow {

    private final TableRow row;
    private final OpenTable table;
    private final int index;

    private ClinicalRow(TableRow row, OpenTable table, int index) {
      this.row = row;
      this.table = table;
      this.index = index;
    }

    RecordPlace place() {
      return row.place();
    }

    String identifier() throws RecordFlaw {
      return row.identifier(table.patient);
    }

    /** Which table it is of; 0 for the patient table. */
    int table() {
      return index;
    }

    /** Whether it is the row of the patient table, of which there is one a patient. */
    boolean enrols() {
      return index == 0;
    }

    /** Adds what the row says; one row of every table may be added. */
    void addTo(PatientFacts facts) throws RecordFlaw {
      row.checkShape();
      table.contents.addTo(facts, row);
    }
  }
}
