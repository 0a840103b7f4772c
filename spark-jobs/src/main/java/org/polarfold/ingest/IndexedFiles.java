package org.polarfold.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.polarfold.experiment.Settings;
import org.polarfold.study.MapKind;

/**
 * Files that an index table names, one a row, by their paths inside the site's folder ({@code /} or
 * {@code \} between segments). Files that it does not name are never read.
 *
 * @param folder the site's
 * @param index the table
 * @param pathColumn the column of paths
 * @param stateColumn the column that tells the states apart, if there is one
 * @param words what it holds
 */
record IndexedFiles(
    ExportFolder folder,
    TableFile index,
    String pathColumn,
    Optional<String> stateColumn,
    Optional<StateWords> words)
    implements StudyFiles {

  static IndexedFiles of(Settings index, ExportFolder folder, Optional<StateWords> words) {
    Optional<String> state =
        index.has("state") ? Optional.of(index.text("state")) : Optional.empty();
    if (state.isPresent() && words.isEmpty()) {
      throw index.invalid("state", "no column where each file holds or tells its own states");
    }
    if (state.isEmpty() && words.isPresent() && words.get().states().size() > 1) {
      throw index.invalid("state", "a column, for there is more than one state");
    }
    return new IndexedFiles(folder, TableFile.of(index, folder), index.text("path"), state, words);
  }

  @Override
  public Listing list() {
    return Table.open(index, "maps.index", Rows::new);
  }

  private final class Rows implements Listing {

    private final Table table;
    private final int patient;
    private final int file;
    private final int state;
    private @Nullable StudyFile ready;

    Rows(Table table) {
      this.table = table;
      this.patient = table.column(index.patient(), "maps.index.patient");
      this.file = table.column(pathColumn, "maps.index.path");
      this.state = stateColumn.map(c -> table.column(c, "maps.index.state")).orElse(-1);
    }

    @Override
    public boolean hasNext() {
      if (ready == null) {
        table.next().ifPresent(row -> ready = new Named(row));
      }
      return ready != null;
    }

    @Override
    public StudyFile next() {
      if (!hasNext() || ready == null) {
        throw new NoSuchElementException();
      }
      StudyFile next = ready;
      ready = null;
      return next;
    }

    @Override
    public void close() throws IOException {
      table.close();
    }

    private final class Named implements StudyFile {

      private final TableRow row;

      Named(TableRow row) {
        this.row = row;
      }

      @Override
      public RecordPlace place() {
        return row.place();
      }

      @Override
      public Optional<String> identifier() throws RecordFlaw {
        return Optional.of(row.identifier(patient));
      }

      @Override
      public Optional<MapKind> state() throws RecordFlaw {
        if (words.isEmpty()) {
          return Optional.empty();
        }
        StateWords known = words.get();
        if (stateColumn.isEmpty()) {
          return known.states().stream().findFirst();
        }
        Optional<MapKind> kind = row.text(state, stateColumn.get()).flatMap(known::state);
        if (kind.isEmpty()) {
          throw new RecordFlaw(
              RejectionReason.UNREADABLE_RECORD,
              "column "
                  + stateColumn.get()
                  + ": expected one of "
                  + String.join(", ", known.all()));
        }
        return kind;
      }

      @Override
      public Path path() throws RecordFlaw {
        row.checkShape();
        // A table that was made under Windows says maps\1.npy.
        return row.text(file, pathColumn)
            .map(text -> text.replace('\\', '/'))
            .flatMap(folder::file)
            .orElseThrow(
                () ->
                    new RecordFlaw(
                        RejectionReason.UNREADABLE_FILE,
                        "column "
                            + pathColumn
                            + ": expected the path of a file inside the site's folder"));
      }
    }
  }
}
