package org.polarfold.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.polarfold.UserException;
import org.polarfold.experiment.Settings;
import org.polarfold.study.GridResampling;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarGrid;
import org.polarfold.study.Quantity;

/**
 * All maps of a state in one array of NumPy's, of shape (maps, rings, sectors), and an index table
 * whose n-th row names the patient of the n-th map. Where there are more rows or more maps the site
 * is refused: a row or map that is missing in the middle would give every later map to another
 * patient.
 *
 * @param sources the array of each state
 * @param index the index table
 * @param unit of rest and stress
 * @param grid the site's grid
 */
record GridStack(Map<MapKind, Source> sources, TableFile index, MapUnit unit, PolarGrid grid)
    implements MapLayout {

  /**
   * Where an array lies.
   *
   * @param path the file
   * @param name of the file, as it is shown
   * @param member of the file, where it is an archive
   */
  record Source(Path path, String name, Optional<String> member) {}

  static GridStack of(Settings maps, ExportFolder folder) {
    MapUnit unit = MapUnit.of(maps);
    Map<MapKind, Source> sources = new EnumMap<>(MapKind.class);
    if (maps.has("members")) {
      Path archive = folder.file(maps, "file");
      StateWords.of(maps.block("members"), unit.quantity())
          .words()
          .forEach(
              (kind, word) ->
                  sources.put(
                      kind,
                      new Source(archive, folder.shown(archive), Optional.of(word + ".npy"))));
    } else {
      Settings stacks = maps.block("stacks");
      for (MapKind kind : StateWords.of(stacks, unit.quantity()).states()) {
        Path path = folder.file(stacks, kind.key());
        sources.put(kind, new Source(path, folder.shown(path), Optional.empty()));
      }
    }
    return new GridStack(
        sources,
        TableFile.of(maps.block("index"), folder),
        unit,
        GridSettings.of(maps.block("grid")));
  }

  @Override
  public String format() {
    return "grid-stack";
  }

  @Override
  public Quantity quantity() {
    return unit.quantity();
  }

  @Override
  public Set<MapKind> states() {
    return sources.keySet();
  }

  @Override
  public SiteExportReader open() {
    Reader reader = Table.open(index, "maps.index", Reader::new);
    boolean whole = false;
    try {
      reader.openStacks();
      whole = true;
      return reader;
    } finally {
      if (!whole) {
        reader.closeQuietly();
      }
    }
  }

  private final class Reader implements SiteExportReader {

    private final Table rows;
    private final Map<MapKind, NpyStack> stacks = new EnumMap<>(MapKind.class);
    private final int patient;
    private final GridResampling ontoCanonical = grid.ontoCanonical();
    private long ordinal;

    Reader(Table rows) {
      this.rows = rows;
      this.patient = rows.column(index.patient(), "maps.index.patient");
    }

    void openStacks() {
      sources.forEach((kind, source) -> stacks.put(kind, NpyStack.open(source, grid)));
    }

    @Override
    public Optional<SentMaps> next() {
      Optional<TableRow> row = rows.next();
      ordinal++;
      if (row.isPresent() && row.get().place().line() != ordinal + 1) {
        // Blank lines are passed over elsewhere; here every map after one would be another's.
        throw new UserException(
            "Cannot read "
                + row.get().place().file()
                + ":"
                + (ordinal + 1)
                + " (expected no blank line before the last row, for row "
                + ordinal
                + " names map "
                + ordinal
                + ")");
      }
      Set<MapKind> here = EnumSet.noneOf(MapKind.class);
      stacks.forEach(
          (kind, stack) -> {
            if (stack.advance()) {
              here.add(kind);
            }
          });
      if (row.isEmpty() ? !here.isEmpty() : here.size() < stacks.size()) {
        // A row or map is missing somewhere, and nobody can tell where: no map could be trusted.
        throw new UserException(
            "Cannot read "
                + index.name()
                + ": "
                + (row.isPresent() ? "more rows than maps" : "fewer rows than maps")
                + " (expected one row for each map of every array)");
      }
      return row.map(present -> new SentLayer(present, ordinal));
    }

    void closeQuietly() {
      try {
        close();
      } catch (IOException e) {
        // What was wrong before is what is told.
      }
    }

    @Override
    public void close() throws IOException {
      try (rows) {
        for (NpyStack stack : stacks.values()) {
          stack.close();
        }
      }
    }

    /** The n-th row and the n-th map of every state; to be asked before the next one comes. */
    private final class SentLayer implements SentMaps {

      private final TableRow row;
      private final long layer;

      SentLayer(TableRow row, long layer) {
        this.row = row;
        this.layer = layer;
      }

      @Override
      public RecordPlace place() {
        return new RecordPlace(sources.values().iterator().next().name(), layer);
      }

      @Override
      public String identifier() throws RecordFlaw {
        return row.identifier(patient);
      }

      @Override
      public Set<MapKind> kinds() {
        return states();
      }

      @Override
      public SentMap map(MapKind kind) throws RecordFlaw {
        double[] values = Objects.requireNonNull(stacks.get(kind)).values();
        return SentMap.of(
            ontoCanonical.canonical(unit.checked(values, kind, i -> GridFiles.cell(grid, i))));
      }
    }
  }
}
