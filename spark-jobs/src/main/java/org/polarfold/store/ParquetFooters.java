package org.polarfold.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.polarfold.UserException;

/**
 * What the footers of a table's files say, which is looked at before a row is read: Spark passes
 * over empty files without a word and makes rows of nulls of any other table, so that a damaged
 * lake would only seem a smaller one.
 */
final class ParquetFooters {

  private final List<Path> files = new ArrayList<>();
  private final Configuration hadoop;

  private ParquetFooters(Path table, Configuration hadoop) {
    this.hadoop = hadoop;
    try {
      FileSystem system = table.getFileSystem(hadoop);
      RemoteIterator<LocatedFileStatus> all = system.listFiles(table, true);
      while (all.hasNext()) {
        Path file = all.next().getPath();
        if (isRead(file.getName())) {
          files.add(file);
        }
      }
    } catch (FileNotFoundException e) {
      files.clear();
    } catch (IOException e) {
      throw new UserException("Cannot read " + table + " (expected a table of Parquet)", e);
    }
  }

  /** As Spark chooses among the files of a folder. */
  private static boolean isRead(String name) {
    return !name.startsWith("_") && !name.startsWith(".");
  }

  /**
   * The footers of a file, or of all files below a folder.
   *
   * @throws UserException where it cannot be looked at
   */
  static ParquetFooters of(Path table, Configuration hadoop) {
    return new ParquetFooters(table, hadoop);
  }

  /**
   * Rows by the folder that their files stand in.
   *
   * @param schema of the table
   * @throws UserException for a file that is not whole, and one without a column that is never null
   */
  Map<String, Long> rows(StructType schema) {
    Map<String, Long> rows = new TreeMap<>();
    for (Path file : files) {
      rows.merge(file.getParent().getName(), rows(file, schema), Long::sum);
    }
    return rows;
  }

  private long rows(Path file, StructType schema) {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
      MessageType given = reader.getFileMetaData().getSchema();
      for (StructField column : schema.fields()) {
        if (!column.nullable() && !given.containsField(column.name())) {
          throw new UserException(
              "Invalid table: " + file + ": no column " + column.name() + " (expected it)");
        }
      }
      return reader.getRecordCount();
    } catch (IOException | RuntimeException e) {
      if (e instanceof UserException told) {
        throw told;
      }
      // What is wrong with a footer that cannot be read, parquet-hadoop says in many ways.
      throw new UserException(
          "Cannot read " + file + " (expected Parquet, whole to its last byte)", e);
    }
  }
}
