package org.polarfold.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.polarfold.study.PolarMap;

/** Writes maps as rows of one table. */
final class TableWriter implements MapWriter {

  private static final String NOT_A_NUMBER = "err";
  private static final String NOBODY = "";

  private final TableLayout layout;
  private final ExportStyle style;
  private final Function<PolarMap, float[]> onGrid;
  private final RowsFile file;

  TableWriter(TableLayout layout, ExportStyle style, RowsFile file) {
    this.layout = layout;
    this.style = style;
    this.onGrid = layout.onGrid();
    this.file = file;
  }

  @Override
  public Place write(SentStudy study) throws IOException {
    List<List<String>> rows =
        new ArrayList<>(layout.rows(study.values(style.unit(), onGrid), style));
    if (study.flaw().isPresent() && !rows.isEmpty()) {
      spoil(rows, study);
    }
    int last = file.rows();
    for (List<String> row : rows) {
      last = file.row(study.patient(), row);
    }
    if (study.has(Flaw.UNREADABLE)) {
      last = file.row(NOBODY, rows.get(rows.size() - 1));
    }
    return new Place(TableLayout.FILE, last);
  }

  private void spoil(List<List<String>> rows, SentStudy study) {
    List<String> row = new ArrayList<>(rows.get(rows.size() - 1));
    switch (study.flaw().orElseThrow()) {
      case NON_NUMERIC -> row.set(row.size() - 1 - study.place() % layout.values(), NOT_A_NUMBER);
      case WRONG_SHAPE -> row.subList(row.size() / 2, row.size()).clear();
      case REPEATED -> rows.add(row);
      default -> {
        return;
      }
    }
    rows.set(rows.size() - 1, row);
  }

  @Override
  public Map<String, Integer> rows() {
    return Map.of(TableLayout.FILE, file.rows());
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
