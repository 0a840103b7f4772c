package org.polarfold.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.polarfold.provenance.Digest;

/** The SHA-256 of every file of a table, read where tasks run. */
final class FileDigests {

  private FileDigests() {}

  /**
   * The digests, a line a file, as {@code sha256sum --check} takes them in the folder that the
   * table stands in; none of a file that cannot be read to its end.
   */
  static String of(SparkSession spark, String table) {
    Path folder = new Path(table);
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    List<String> files = new ArrayList<>();
    try {
      RemoteIterator<LocatedFileStatus> all = folder.getFileSystem(hadoop).listFiles(folder, false);
      while (all.hasNext()) {
        Path file = all.next().getPath();
        if (!file.getName().startsWith(".")) {
          files.add(file.toString());
        }
      }
      Collections.sort(files);
    } catch (FileNotFoundException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<SerializableConfiguration> settings =
        context.broadcast(new SerializableConfiguration(hadoop));
    List<String> lines =
        context
            .parallelize(files, Math.max(1, files.size()))
            .flatMap(file -> line(new Path(file), settings.value().value()).iterator())
            .collect();
    settings.destroy();
    return String.join("", lines);
  }

  private static List<String> line(Path file, Configuration hadoop) {
    try (FSDataInputStream bytes = file.getFileSystem(hadoop).open(file)) {
      String digest = Digest.ofStream(bytes);
      return List.of(digest + "  " + file.getParent().getName() + "/" + file.getName() + "\n");
    } catch (IOException e) {
      return List.of(); // damaged, which the file system has found by itself
    }
  }
}
