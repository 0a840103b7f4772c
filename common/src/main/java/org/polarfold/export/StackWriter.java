package org.polarfold.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polarfold.study.GridResampling;
import org.polarfold.study.MapKind;

/** Writes maps as parts of arrays. */
final class StackWriter implements MapWriter {

  private static final String NOBODY = "";

  private final GridStack layout;
  private final Unit unit;
  private final GridResampling onGrid;
  private final String first;
  private final RowsFile index;
  private final Map<MapKind, OutputStream> stacks = new EnumMap<>(MapKind.class);

  StackWriter(GridStack layout, SiteFolder folder, int part, ExportStyle style) throws IOException {
    this.layout = layout;
    this.unit = style.unit();
    this.onGrid = layout.grid().ofCanonical();
    this.first = layout.files().values().iterator().next();
    this.index = new RowsFile(folder.part(GridStack.INDEX, part), style);
    for (Map.Entry<MapKind, String> file : layout.files().entrySet()) {
      stacks.put(
          file.getKey(),
          new BufferedOutputStream(Files.newOutputStream(folder.part(file.getValue(), part))));
    }
  }

  @Override
  public Place write(SentStudy study) throws IOException {
    if (study.maps().isEmpty()) {
      return new Place(first, index.rows());
    }
    Map<MapKind, float[]> values = study.values(unit, map -> onGrid.apply(map.toArray()));
    int row = row(study.patient(), values);
    if (study.has(Flaw.REPEATED)) {
      row = row(study.patient(), values);
    } else if (study.has(Flaw.UNREADABLE)) {
      row = row(NOBODY, values);
    }
    return new Place(first, row);
  }

  private int row(String patient, Map<MapKind, float[]> values) throws IOException {
    for (Map.Entry<MapKind, OutputStream> stack : stacks.entrySet()) {
      float[] own = values.get(stack.getKey());
      if (own == null) {
        throw new IllegalArgumentException("no map of " + stack.getKey());
      }
      stack.getValue().write(Npy.values(own));
    }
    return index.row(patient, List.of());
  }

  @Override
  public Map<String, Integer> rows() {
    Map<String, Integer> rows = new TreeMap<>();
    rows.put(GridStack.INDEX, index.rows());
    layout.files().values().forEach(file -> rows.put(file, index.rows()));
    return rows;
  }

  @Override
  public void close() throws IOException {
    index.close();
    for (OutputStream stack : stacks.values()) {
      stack.close();
    }
  }
}
