package org.polarfold.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.polarfold.UserException;

/**
 * The columns of a table that site.conf does not name. They are never read; but where one of them
 * looks like one of identifiers, whoever wrote site.conf may not know that it is there, and the
 * site stops until it is declared. Told by the words of the header and, unless the table is as wide
 * as one of maps, by the cells of the first rows. A false alarm costs one line of site.conf.
 */
final class UndeclaredColumns {

  /** Tables of more columns hold maps: only their header is looked at. */
  private static final int MOST_COLUMNS_WITH_CELLS = 1_000;

  private static final int ROWS = 200;

  private final TableFile file;
  private final String block;
  private final List<String> header;
  private final BitSet columns;

  /**
   * @param block of site.conf that describes the table
   * @param columns that site.conf does not name
   */
  UndeclaredColumns(TableFile file, String block, List<String> header, BitSet columns) {
    this.file = file;
    this.block = block;
    this.header = header;
    this.columns = columns;
  }

  /**
   * Refuses the first column that looks like one of identifiers.
   *
   * @throws UserException which names it by its number and by a word of our own, never by a cell or
   *     by its header: of a file without one that would be a patient's row
   */
  void refuse() {
    for (int column : columns.stream().toArray()) {
      Optional<String> word = IdentifierWords.in(header.get(column));
      if (word.isPresent()) {
        throw suspicious(column, "its header has the word \"" + word.get() + "\"");
      }
    }
    if (header.size() <= MOST_COLUMNS_WITH_CELLS) {
      refuseCells();
    }
  }

  private void refuseCells() {
    List<IdentifierCells> looks = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      looks.add(new IdentifierCells());
    }
    Set<String> patients = new HashSet<>();
    try (Table table = Table.open(file)) {
      int patient = header.indexOf(file.patient());
      Optional<TableRow> row = table.next();
      for (int i = 0; i < ROWS && row.isPresent(); i++) {
        TableRow here = row.get();
        cell(here, patient).ifPresent(patients::add);
        columns.stream().forEach(c -> cell(here, c).ifPresent(looks.get(c)::add));
        row = table.next();
      }
    } catch (IOException e) {
      throw new UserException("Cannot read " + file.name() + " (expected a readable file)", e);
    }
    for (int column : columns.stream().toArray()) {
      Optional<String> kind = looks.get(column).kind(patients.size());
      if (kind.isPresent()) {
        throw suspicious(column, "its cells look like " + kind.get());
      }
    }
  }

  /** The text of a cell; a broken row is none of our business here. */
  private static Optional<String> cell(TableRow row, int column) {
    try {
      return row.text(column, "");
    } catch (RecordFlaw flaw) {
      return Optional.empty();
    }
  }

  private UserException suspicious(int column, String why) {
    return new UserException(
        "Refused an undeclared column in "
            + file.name()
            + ":1: column "
            + (column + 1)
            + " may hold identifiers: "
            + why
            + " (expected site.conf to name it, or to list it in "
            + block
            + ".unread, as unread = [\"the column's name\"])");
  }
}
