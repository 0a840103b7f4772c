package org.polarfold.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How a command would be run, for whoever has to allow it.
 *
 * @param cluster where
 * @param arguments of ./run
 */
record DryRun(Cluster cluster, List<String> arguments) {

  private static final String POD = "spark.kubernetes.executor.podTemplateFile";

  /** The properties of Spark, or the whole submission with the pods it asks for. */
  String text() {
    if (cluster.kind().isHere()) {
      return new ClusterSettings(cluster.properties()) + "\n";
    }
    List<String> meant = arguments.stream().filter(part -> !part.equals("--dry-run")).toList();
    String line = Submission.of(cluster, meant).shown() + "\n";
    String pod = cluster.properties().get(POD);
    return pod == null ? line : line + "\n# " + pod + "\n" + read(Path.of(pod));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
