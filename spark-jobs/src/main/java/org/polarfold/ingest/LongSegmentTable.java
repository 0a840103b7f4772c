package org.polarfold.ingest;

import java.io.IOException;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.polarfold.experiment.Settings;
import org.polarfold.study.MapKind;
import org.polarfold.study.Quantity;
import org.polarfold.study.Segment17;

/**
 * A table with one row a patient, state and segment, in any order; each segment's value fills the
 * segment. A map leaves as soon as its 17 rows have come, so that only those are held whose rows
 * have not all come yet; what stays incomplete is told at the end.
 *
 * @param table the file
 * @param unit of rest and stress
 * @param stateColumn the column that tells the states apart
 * @param words what it holds
 * @param segmentColumn the column that names the segment
 * @param segments what it holds for segments 1 to 17
 * @param valueColumn the column of values
 */
record LongSegmentTable(
    TableFile table,
    MapUnit unit,
    String stateColumn,
    StateWords words,
    String segmentColumn,
    List<String> segments,
    String valueColumn)
    implements MapLayout {

  private static final List<String> NUMBERS =
      IntStream.rangeClosed(1, Segment17.COUNT).mapToObj(Integer::toString).toList();

  /** Reads the block {@code long}. */
  static LongSegmentTable of(TableFile table, MapUnit unit, Settings block) {
    List<String> segments = block.texts("segments", NUMBERS);
    if (segments.size() != Segment17.COUNT || Set.copyOf(segments).size() != Segment17.COUNT) {
      throw block.invalid("segments", "the words of segments 1 to 17, none twice");
    }
    return new LongSegmentTable(
        table,
        unit,
        block.text("state"),
        StateWords.of(block, unit.quantity()),
        block.text("segment"),
        segments,
        block.text("value"));
  }

  @Override
  public String format() {
    return "segment-table";
  }

  @Override
  public Quantity quantity() {
    return unit.quantity();
  }

  @Override
  public Set<MapKind> states() {
    return words.states();
  }

  @Override
  public SiteExportReader open() {
    return Table.open(table, "maps", Reader::new);
  }

  /**
   * Whose map a row belongs to; the identifier is held until the map is complete, and no longer.
   */
  private record Key(String identifier, MapKind kind) {}

  private final class Reader implements SiteExportReader {

    private final Table rows;
    private final int patient;
    private final int state;
    private final int segment;
    private final int value;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Key, Gathered> open = new LinkedHashMap<>();
    private boolean atEnd;

    Reader(Table rows) {
      this.rows = rows;
      this.patient = rows.column(table.patient(), "maps.patient");
      this.state = rows.column(stateColumn, "maps.long.state");
      this.segment = rows.column(segmentColumn, "maps.long.segment");
      this.value = rows.column(valueColumn, "maps.long.value");
      for (int s = 0; s < segments.size(); s++) {
        numbers.put(segments.get(s), s);
      }
    }

    @Override
    public Optional<SentMaps> next() {
      while (!atEnd) {
        Optional<TableRow> row = rows.next();
        if (row.isEmpty()) {
          atEnd = true;
        } else {
          Optional<SentMaps> complete = read(row.get());
          if (complete.isPresent()) {
            return complete;
          }
        }
      }
      Iterator<Gathered> left = open.values().iterator();
      if (!left.hasNext()) {
        return Optional.empty();
      }
      Gathered incomplete = left.next();
      left.remove();
      return Optional.of(incomplete);
    }

    /** The map that a row completes, or a row that belongs to no map. */
    private Optional<SentMaps> read(TableRow row) {
      Key key;
      try {
        String identifier = Normalizer.normalize(row.identifier(patient), Normalizer.Form.NFC);
        key = new Key(identifier, words.kind(row, state, stateColumn));
      } catch (RecordFlaw flaw) {
        return Optional.of(new Unattributed(row.place(), flaw));
      }
      Gathered map = open.computeIfAbsent(key, k -> new Gathered(k, row.place()));
      map.add(row);
      if (map.isComplete()) {
        open.remove(key);
        return Optional.of(map);
      }
      return Optional.empty();
    }

    @Override
    public void close() throws IOException {
      open.clear();
      rows.close();
    }

    /** The rows that have come of one map; a flaw of one of them is one of the map. */
    private final class Gathered implements SentMaps {

      private final Key key;
      private final double[] values = new double[Segment17.COUNT];
      private RecordPlace place;
      private int come;
      private int absent;
      private int absentAt;
      private @Nullable RecordFlaw flaw;

      Gathered(Key key, RecordPlace place) {
        this.key = key;
        this.place = place;
      }

      private void add(TableRow row) {
        if (flaw != null) {
          return;
        }
        try {
          row.checkShape();
          int s = segment(row);
          if ((come & (1 << s)) != 0) {
            throw new RecordFlaw(
                RejectionReason.DUPLICATE_RECORD,
                cell(s) + ": expected once for this patient and state");
          }
          come |= 1 << s;
          values[s] = row.numberOrNaN(value, valueColumn);
          if (Double.isNaN(values[s])) {
            absent++;
            absentAt = s;
          }
        } catch (RecordFlaw first) {
          flaw = first;
          place = row.place();
        }
      }

      private int segment(TableRow row) throws RecordFlaw {
        @Nullable Integer number = row.text(segment, segmentColumn).map(numbers::get).orElse(null);
        if (number == null) {
          throw new RecordFlaw(
              RejectionReason.UNREADABLE_RECORD,
              "column " + segmentColumn + ": expected one of " + String.join(", ", segments));
        }
        return number;
      }

      /** A map with a flaw stays to the end, so that its other rows are not taken for a new one. */
      private boolean isComplete() {
        return flaw == null && Integer.bitCount(come) == Segment17.COUNT;
      }

      @Override
      public RecordPlace place() {
        return place;
      }

      @Override
      public String identifier() {
        return key.identifier;
      }

      @Override
      public Set<MapKind> kinds() {
        return Set.of(key.kind);
      }

      @Override
      public SentMap map(MapKind kind) throws RecordFlaw {
        if (flaw != null) {
          throw flaw;
        }
        if (!isComplete()) {
          throw new RecordFlaw(
              RejectionReason.MISSING_MAP,
              "the "
                  + kind.key()
                  + " map: expected "
                  + Segment17.COUNT
                  + " segments, "
                  + (Segment17.COUNT - Integer.bitCount(come))
                  + " are missing");
        }
        if (absent == Segment17.COUNT) {
          throw new RecordFlaw(
              RejectionReason.MISSING_MAP, "the " + kind.key() + " map: expected values");
        }
        if (absent > 0) {
          throw new RecordFlaw(
              RejectionReason.NOT_A_NUMBER,
              cell(absentAt) + ": expected a value, " + absent + " are missing");
        }
        return SegmentTable.spread(unit.checked(values, kind, this::cell));
      }

      private String cell(int s) {
        return "column " + valueColumn + ", segment " + segments.get(s);
      }
    }
  }

  /** A row whose patient or state cannot be read: a record of its own. */
  private record Unattributed(RecordPlace place, RecordFlaw flaw) implements SentMaps {

    @Override
    public String identifier() throws RecordFlaw {
      throw flaw;
    }

    @Override
    public Set<MapKind> kinds() throws RecordFlaw {
      throw flaw;
    }

    @Override
    public SentMap map(MapKind kind) throws RecordFlaw {
      throw flaw;
    }
  }
}
