package org.polarfold.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.FloatStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * A column of optional lists of floats until it is written, page by page: a list goes into its page
 * in one move, where Parquet's own writer takes a value at a time through three encoders. Levels
 * are runs (the RLE half of Parquet's hybrid encoding), values plain (Encodings.md of the format).
 */
final class FloatLists {

  /** A page is written once it holds so much: 120 maps. */
  private static final int PAGE_BYTES = 1 << 20;

  private static final int DEFINED = 2;

  private final PageWriter pages;
  private final ColumnDescriptor column;
  private final ByteArrayOutputStream repetition = new ByteArrayOutputStream();
  private final Levels definition = new Levels();
  private ByteBuffer values = ByteBuffer.allocate(0);
  private FloatStatistics statistics;
  private int rows;
  private int cells;

  FloatLists(ColumnDescriptor column, PageWriter pages) {
    this.column = column;
    this.pages = pages;
    this.statistics = empty();
  }

  /** Adds the list of the next row, not empty, or that it has none. */
  void add(float @Nullable [] list) throws IOException {
    rows++;
    if (list == null) {
      run(repetition, 0, 1);
      definition.add(0, 1);
      statistics.incrementNumNulls();
      cells++;
      return;
    }
    if (values.capacity() == 0) {
      values = ByteBuffer.allocate(PAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }
    if (values.remaining() < list.length * Float.BYTES) {
      rows--;
      writePage();
      rows = 1;
    }
    run(repetition, 0, 1);
    run(repetition, 1, list.length - 1);
    definition.add(DEFINED, list.length);
    float least = list[0];
    float most = list[0];
    for (float value : list) {
      least = value < least ? value : least;
      most = value > most ? value : most;
    }
    statistics.updateStats(least, most);
    values.asFloatBuffer().put(list);
    values.position(values.position() + list.length * Float.BYTES);
    cells += list.length;
  }

  /** Bytes that are held. */
  long size() {
    return pages.getMemSize() + values.position();
  }

  /** Writes what is held, if anything. */
  void writePage() throws IOException {
    if (rows == 0) {
      return;
    }
    BytesInput levels = BytesInput.from(repetition);
    BytesInput defined = BytesInput.from(definition.runs());
    pages.writePage(
        BytesInput.concat(
            BytesInput.fromInt((int) levels.size()),
            levels,
            BytesInput.fromInt((int) defined.size()),
            defined,
            BytesInput.from(values.array(), 0, values.position())),
        cells,
        rows,
        statistics,
        Encoding.RLE,
        Encoding.RLE,
        Encoding.PLAIN);
    repetition.reset();
    definition.reset();
    values.clear();
    statistics = empty();
    rows = 0;
    cells = 0;
  }

  private FloatStatistics empty() {
    return (FloatStatistics) Statistics.createStats(column.getPrimitiveType());
  }

  /** A run of one level of at most a byte. */
  private static void run(ByteArrayOutputStream to, int level, int length) throws IOException {
    if (length > 0) {
      BytesUtils.writeUnsignedVarInt(length << 1, to);
      to.write(level);
    }
  }

  /** Levels of which neighbours are mostly alike. */
  private static final class Levels {

    private final ByteArrayOutputStream runs = new ByteArrayOutputStream();
    private int level;
    private int length;

    void add(int next, int count) throws IOException {
      if (next != level) {
        run(runs, level, length);
        level = next;
        length = 0;
      }
      length += count;
    }

    ByteArrayOutputStream runs() throws IOException {
      run(runs, level, length);
      length = 0;
      return runs;
    }

    void reset() {
      runs.reset();
    }
  }
}
