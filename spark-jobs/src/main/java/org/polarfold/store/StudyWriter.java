package org.polarfold.store;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.values.factory.DefaultV1ValuesWriterFactory;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.polarfold.study.SiteId;

/**
 * Writes the studies of one site into one Parquet file, inside a task, with bounded memory and
 * without Spark's rows between: columns are written as Parquet's own writer would write them
 * ({@link StudyCodec#schema()}; lists and maps of three levels, as LogicalTypes.md asks), maps in
 * one move each ({@link FloatLists}). The file appears under its name when it is whole; a task that
 * is repeated replaces it.
 */
public final class StudyWriter implements Closeable {

  /** The key of the schema's version in a file's metadata. */
  static final String SCHEMA_KEY = "polarfold.schema";

  /** The version of {@link StudyCodec#schema()}. */
  static final String SCHEMA_VERSION = "2";

  private static final String NAME = "studies.parquet";
  private static final MessageType SCHEMA = message(StudyCodec.schema());

  /** All but the maps. */
  private static final MessageType LIGHT = message(light());

  /** What is held until a group of rows is written: 1,200 studies of three maps. */
  private static final long GROUP_BYTES = 32L << 20;

  private static final ParquetProperties PROPERTIES = properties();

  private final Configuration hadoop;
  private final Path folder;
  private final Path unfinished;
  private final CodecFactory codecs;
  private @Nullable ParquetFileWriter file;
  private @Nullable Group group;

  private StudyWriter(Path folder, Configuration hadoop) {
    this.hadoop = hadoop;
    this.folder = folder;
    this.unfinished = new Path(folder, "_" + UUID.randomUUID() + ".parquet");
    this.codecs = new CodecFactory(hadoop, ParquetProperties.DEFAULT_PAGE_SIZE);
  }

  /**
   * A writer of a site's studies; nothing is made before the first.
   *
   * @param folder a Hadoop path
   */
  public static StudyWriter create(String folder, Configuration hadoop) {
    return new StudyWriter(new Path(folder), hadoop);
  }

  /**
   * Writes one study.
   *
   * @throws UncheckedIOException where the file system refuses
   */
  public void write(StoredStudy study) {
    try {
      if (group == null) {
        if (file == null) {
          file =
              new ParquetFileWriter(
                  new LargeWrites(unfinished, hadoop),
                  SCHEMA,
                  ParquetFileWriter.Mode.CREATE,
                  GROUP_BYTES,
                  0,
                  PROPERTIES.getColumnIndexTruncateLength(),
                  PROPERTIES.getStatisticsTruncateLength(),
                  PROPERTIES.getPageWriteChecksumEnabled());
          file.start();
        }
        group = new Group(codecs);
      }
      group.write(StudyCodec.cells(study));
      if (group.isFull()) {
        finishGroup();
      }
    } catch (IOException e) {
      throw refused(study.study().site(), e);
    }
  }

  private void finishGroup() throws IOException {
    if (group != null && file != null) {
      group.writeTo(file);
      group = null;
    }
  }

  /**
   * Finishes the file and gives it its name.
   *
   * @throws UncheckedIOException where the file system refuses
   */
  @Override
  public void close() {
    try {
      FileSystem files = folder.getFileSystem(hadoop);
      Path target = new Path(folder, NAME);
      files.delete(target, false);
      finishGroup();
      if (file != null) {
        file.end(Map.of(SCHEMA_KEY, SCHEMA_VERSION));
        file = null;
        if (!files.rename(unfinished, target)) {
          throw new IOException("rename");
        }
      }
      codecs.release();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot finish a file of the lake", e);
    }
  }

  /** Throws away what was written; the writer cannot be used afterwards. */
  public void abandon() {
    try {
      group = null;
      file = null;
      codecs.release();
      folder.getFileSystem(hadoop).delete(unfinished, false);
    } catch (IOException e) {
      // It lies in the staged part, under a name that no reader looks at, and goes with it.
    }
  }

  private static UncheckedIOException refused(SiteId site, IOException cause) {
    return new UncheckedIOException("Cannot write the studies of site " + site, cause);
  }

  private static ParquetProperties properties() {
    // The usual factory is one object for all writers of a process, and obeys whoever asked last.
    ParquetProperties.Builder builder =
        ParquetProperties.builder().withValuesWriterFactory(new DefaultV1ValuesWriterFactory());
    for (String[] path : SCHEMA.getPaths()) {
      if (path[path.length - 1].equals("element")) {
        // Measured values hardly repeat: a dictionary of them would be built and thrown away.
        builder.withDictionaryEncoding(String.join(".", path), false);
      }
    }
    return builder.build();
  }

  /**
   * A file that is written in pieces of a megabyte; Parquet's own opens files so that local ones
   * are written in pieces of four kilobytes, which takes longer than everything else.
   */
  private record LargeWrites(Path path, Configuration hadoop) implements OutputFile {

    private static final int PIECE = 1 << 20;

    @Override
    public PositionOutputStream create(long blockSize) throws IOException {
      FileSystem files = path.getFileSystem(hadoop);
      return HadoopStreams.wrap(
          files.create(
              path,
              false,
              PIECE,
              files.getDefaultReplication(path),
              Math.max(blockSize, files.getDefaultBlockSize(path))));
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSize) throws IOException {
      return create(blockSize);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return GROUP_BYTES;
    }
  }

  /** Rows until they are written as one group. */
  private static final class Group {

    private final ColumnChunkPageWriteStore pages;

    /** Of all columns but those of maps. */
    private final ColumnWriteStore columns;

    private final List<ColumnWriter> writers = new ArrayList<>();
    private final List<FloatLists> maps = new ArrayList<>();
    private long rows;

    Group(CodecFactory codecs) {
      pages =
          new ColumnChunkPageWriteStore(
              codecs.getCompressor(CompressionCodecName.SNAPPY),
              SCHEMA,
              new HeapByteBufferAllocator(),
              PROPERTIES.getColumnIndexTruncateLength());
      columns = PROPERTIES.newColumnWriteStore(LIGHT, pages, pages);
      for (ColumnDescriptor column : SCHEMA.getColumns()) {
        if (column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.FLOAT) {
          maps.add(new FloatLists(column, pages.getPageWriter(column)));
        } else {
          writers.add(columns.getColumnWriter(column));
        }
      }
    }

    boolean isFull() {
      return columns.getBufferedSize() + maps.stream().mapToLong(FloatLists::size).sum()
          >= GROUP_BYTES;
    }

    void writeTo(ParquetFileWriter file) throws IOException {
      file.startBlock(rows);
      columns.flush();
      for (FloatLists map : maps) {
        map.writePage();
      }
      pages.flushToFileWriter(file);
      columns.close();
      file.endBlock();
    }

    /**
     * One row: levels of definition are 0 where an optional cell is null, 1 where a list is empty,
     * and the largest where there is a value; levels of repetition 1 from a list's second value on.
     */
    void write(List<@Nullable Object> cells) throws IOException {
      int leaf = 0;
      int map = 0;
      for (int i = 0; i < cells.size(); i++) {
        Type type = SCHEMA.getType(i);
        Object cell = cells.get(i);
        if (type.isPrimitive()) {
          primitive(writers.get(leaf++), type.isRepetition(Repetition.OPTIONAL) ? 1 : 0, cell);
        } else if (type.getLogicalTypeAnnotation().toString().equals("MAP")) {
          Map<?, ?> words = cell == null ? Map.of() : (Map<?, ?>) cell;
          repeated(writers.get(leaf++), cell == null, words.keySet());
          repeated(writers.get(leaf++), cell == null, words.values());
        } else if (LIGHT.containsField(type.getName())) {
          doubles(writers.get(leaf++), (double @Nullable []) cell);
        } else {
          maps.get(map++).add((float @Nullable []) cell);
        }
      }
      columns.endRecord();
      rows++;
    }

    private static void repeated(ColumnWriter writer, boolean isNull, Collection<?> values) {
      if (values.isEmpty()) {
        writer.writeNull(0, isNull ? 0 : 1);
      }
      int repetition = 0;
      for (Object value : values) {
        if (value instanceof String text) {
          writer.write(Binary.fromString(text), repetition, 2);
        } else {
          writer.write((int) (Integer) value, repetition, 2);
        }
        repetition = 1;
      }
    }

    private static void doubles(ColumnWriter writer, double @Nullable [] values) {
      if (values == null) {
        writer.writeNull(0, 0);
        return;
      }
      writer.write(values[0], 0, 2);
      for (int i = 1; i < values.length; i++) {
        writer.write(values[i], 1, 2);
      }
    }

    private static void primitive(ColumnWriter writer, int defined, @Nullable Object cell) {
      if (cell == null) {
        writer.writeNull(0, 0);
      } else if (cell instanceof String text) {
        writer.write(Binary.fromString(text), 0, defined);
      } else if (cell instanceof Integer number) {
        writer.write((int) number, 0, defined);
      } else if (cell instanceof Double number) {
        writer.write((double) number, 0, defined);
      } else {
        writer.write((boolean) (Boolean) cell, 0, defined);
      }
    }
  }

  private static StructType light() {
    StructType light = new StructType();
    for (StructField field : StudyCodec.schema().fields()) {
      if (!(field.dataType() instanceof ArrayType list)
          || !list.elementType().equals(DataTypes.FloatType)) {
        light = light.add(field);
      }
    }
    return light;
  }

  private static MessageType message(StructType schema) {
    Types.MessageTypeBuilder message = Types.buildMessage();
    for (StructField field : schema.fields()) {
      message.addField(
          type(
              field.dataType(),
              field.nullable() ? Repetition.OPTIONAL : Repetition.REQUIRED,
              field.name()));
    }
    // The name that Spark gives; no reader looks at it.
    return message.named("spark_schema");
  }

  private static Type type(DataType type, Repetition repetition, String name) {
    if (type instanceof ArrayType list) {
      return Types.list(repetition)
          .element(type(list.elementType(), Repetition.REQUIRED, "element"))
          .named(name);
    }
    if (type instanceof MapType map) {
      return Types.map(repetition)
          .key(type(map.keyType(), Repetition.REQUIRED, "key"))
          .value(type(map.valueType(), Repetition.REQUIRED, "value"))
          .named(name);
    }
    if (type.equals(DataTypes.StringType)) {
      return Types.primitive(PrimitiveTypeName.BINARY, repetition).as(stringType()).named(name);
    }
    if (type.equals(DataTypes.DateType)) {
      return Types.primitive(PrimitiveTypeName.INT32, repetition).as(dateType()).named(name);
    }
    return Types.primitive(primitive(type), repetition).named(name);
  }

  private static PrimitiveTypeName primitive(DataType type) {
    if (type.equals(DataTypes.IntegerType)) {
      return PrimitiveTypeName.INT32;
    }
    if (type.equals(DataTypes.BooleanType)) {
      return PrimitiveTypeName.BOOLEAN;
    }
    if (type.equals(DataTypes.DoubleType)) {
      return PrimitiveTypeName.DOUBLE;
    }
    if (type.equals(DataTypes.FloatType)) {
      return PrimitiveTypeName.FLOAT;
    }
    throw new IllegalArgumentException("No Parquet type for " + type);
  }
}
