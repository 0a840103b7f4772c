package org.polarfold.job;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * R's package pROC (Robin and others, BMC Bioinformatics 2011;12:77), where it is installed: only
 * to be compared with.
 *
 * @param curve time of {@code roc}
 * @param interval time of {@code ci.auc}
 * @param lower end of its 95 % interval
 * @param area under the curve
 * @param upper the other end
 * @param version of pROC
 */
record Proc(
    Timing curve, Timing interval, double lower, double area, double upper, String version) {

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /**
   * Runs once, on one core.
   *
   * @param method {@code delong} or {@code bootstrap}
   * @param resamples of the bootstrap
   * @return empty where there is no R with pROC
   */
  static Optional<Proc> run(byte[] labels, double[] scores, String method, int resamples) {
    try {
      Path script = Files.createTempFile("polarfold", ".R");
      Path data = Files.createTempFile("polarfold", ".csv");
      try {
        copyScript(script);
        write(labels, scores, data);
        return run(script, data, method, Integer.toString(resamples));
      } finally {
        Files.delete(script);
        Files.delete(data);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copyScript(Path script) throws IOException {
    try (InputStream resource = Proc.class.getResourceAsStream("proc.R")) {
      if (resource == null) {
        throw new IllegalStateException("Cannot find proc.R");
      }
      Files.copy(resource, script, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void write(byte[] labels, double[] scores, Path data) throws IOException {
    try (BufferedWriter lines = Files.newBufferedWriter(data)) {
      lines.write("label,score\n");
      for (int i = 0; i < labels.length; i++) {
        lines.write(labels[i] + "," + scores[i] + "\n");
      }
    }
  }

  private static Optional<Proc> run(Path script, Path data, String method, String resamples)
      throws IOException {
    Process r;
    try {
      r =
          new ProcessBuilder("Rscript", script.toString(), data.toString(), method, resamples)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return Optional.empty(); // no Rscript on the path
    }
    String told = new String(r.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    String[] parts = BLANKS.split(told, -1);
    if (r.onExit().join().exitValue() != 0 || parts.length != 8) {
      return Optional.empty(); // no pROC
    }
    return Optional.of(
        new Proc(
            new Timing(number(parts[0]), number(parts[1])),
            new Timing(number(parts[2]), number(parts[3])),
            number(parts[4]),
            number(parts[5]),
            number(parts[6]),
            parts[7]));
  }

  private static double number(String text) {
    return Double.parseDouble(text);
  }
}
