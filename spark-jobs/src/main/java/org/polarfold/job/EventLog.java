package org.polarfold.job;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.Utils;
import org.polarfold.UserException;

/**
 * What Spark's history server shows after a run: jobs by their descriptions, stages, executors.
 * Written where the settings name a folder, {@code "eventLog.dir"}.
 */
final class EventLog {

  private static final String FOLDER = "spark.eventLog.dir";

  private EventLog() {}

  /** Turns it on where a folder is named. */
  static void ask(Map<String, String> properties) {
    if (properties.containsKey(FOLDER)) {
      properties.putIfAbsent("spark.eventLog.enabled", "true");
    }
  }

  /**
   * Makes the folder, which Spark expects to be there.
   *
   * @throws UserException where it cannot be made
   */
  static void prepare(Cluster cluster) {
    String folder = cluster.properties().get(FOLDER);
    if (folder == null) {
      return;
    }
    Configuration hadoop = new Configuration();
    cluster.properties().forEach((key, value) -> set(hadoop, key, value));
    try {
      Path path = new Path(Utils.resolveURI(folder));
      if (!path.getFileSystem(hadoop).mkdirs(path)) {
        throw new IOException("not made");
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(
          "Cannot make the folder of event logs: "
              + folder
              + " ("
              + e.getClass().getSimpleName()
              + "; expected a folder that can be written)",
          e);
    }
  }

  private static void set(Configuration hadoop, String key, String value) {
    if (key.startsWith("spark.hadoop.")) {
      hadoop.set(key.substring("spark.hadoop.".length()), value);
    }
  }
}
