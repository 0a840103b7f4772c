package org.polarfold.job;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.polarfold.UserException;

/**
 * How a command is handed to the {@code spark-submit} of the user's own Spark: the thin jar of
 * Polarfold, and beside it the jars that this Spark lacks. The driver stays on this machine, where
 * the configuration and the console are.
 *
 * @param cluster where it is to run
 * @param sparkSubmit the script
 * @param arguments of ./run
 */
record Submission(Cluster cluster, Path sparkSubmit, List<String> arguments) {

  private static final String MEMORY = "2g";
  private static final Pattern SPARK = Pattern.compile("spark-core_2\\.12-3\\.5\\.[0-9]+\\.jar");
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  /**
   * Prints the command for the arguments of ./run, each part ended by a zero character, or nothing
   * where they are to run without: on this machine, or as another command. Mistakes in the
   * arguments are left for the command itself to tell.
   */
  public static void main(String[] arguments) {
    try {
      Polarfold.sparkOptions(arguments)
          .filter(options -> !options.isDry())
          .map(SparkOptions::cluster)
          .filter(cluster -> !cluster.kind().isHere())
          .ifPresent(cluster -> of(cluster, List.of(arguments)).hand(System.out));
    } catch (UserException e) {
      System.exit(Polarfold.refused(e, arguments));
    }
  }

  /** With the spark-submit that ./run found. */
  static Submission of(Cluster cluster, List<String> arguments) {
    String script = System.getProperty("polarfold.spark-submit", "");
    return new Submission(cluster, Path.of(script.isEmpty() ? "spark-submit" : script), arguments);
  }

  private void hand(PrintStream out) {
    byte[] bytes =
        line().stream()
            .map(part -> part + "\0")
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.UTF_8);
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  /** The command, part by part. Secrets are not in it: the driver reads them itself. */
  List<String> line() {
    List<Path> jars = new ArrayList<>(shipped());
    Path application = application();
    jars.remove(application);
    List<String> line = new ArrayList<>();
    line.add(sparkSubmit.toString());
    line.addAll(List.of("--master", property("spark.master"), "--deploy-mode", "client"));
    line.addAll(List.of("--class", Polarfold.class.getName()));
    line.addAll(List.of("--driver-memory", memory()));
    line.addAll(List.of("--driver-java-options", driverOptions()));
    for (Map.Entry<String, String> property : cluster.properties().entrySet()) {
      if (!property.getKey().equals("spark.master")
          && !ClusterSettings.isSecret(property.getKey())) {
        line.addAll(List.of("--conf", property.getKey() + "=" + property.getValue()));
      }
    }
    line.addAll(List.of("--jars", ShippedJars.joined(jars)));
    line.add(application.toString());
    line.addAll(arguments);
    return line;
  }

  /** The command for a shell, an option a line. */
  String shown() {
    StringBuilder shown = new StringBuilder();
    for (String part : line()) {
      boolean option = part.startsWith("--") && !arguments.contains(part);
      shown.append(shown.isEmpty() ? "" : option ? " \\\n  " : " ").append(quoted(part));
    }
    return shown.toString();
  }

  private static String quoted(String part) {
    return PLAIN.matcher(part).matches() ? part : "'" + part.replace("'", "'\\''") + "'";
  }

  private List<Path> shipped() {
    if (!sparkSubmit.isAbsolute()) {
      return ShippedJars.besideSpark();
    }
    Path home = sparkSubmit.resolveSibling("..").normalize();
    try (Stream<Path> files = Files.list(home.resolve("jars"))) {
      List<String> cores =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.startsWith("spark-core_"))
              .toList();
      if (cores.stream().noneMatch(name -> SPARK.matcher(name).matches())) {
        throw new UserException(
            "Cannot use the Spark in "
                + home
                + ": "
                + (cores.isEmpty() ? "no spark-core" : String.join(", ", cores))
                + " (expected spark-core_2.12-3.5.*.jar)");
      }
    } catch (IOException e) {
      throw new UserException(
          "Cannot use the Spark in "
              + home
              + " (expected its jars in "
              + home.resolve("jars")
              + ")",
          e);
    }
    return ShippedJars.beside(home);
  }

  /** Where this class lies: the thin jar. */
  private static Path application() {
    URL place = Submission.class.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(URI.create(place.toString()));
  }

  private String property(String key) {
    return cluster.properties().getOrDefault(key, "");
  }

  private static String memory() {
    return System.getenv().getOrDefault("POLARFOLD_MEMORY", MEMORY);
  }

  /** Those of ./run itself. */
  private static String driverOptions() {
    Path conf = Path.of(System.getProperty("polarfold.conf", "conf")).toAbsolutePath();
    return "@"
        + conf.resolve("java.options")
        + " -Dorg.bytedeco.javacpp.maxbytes="
        + memory()
        + " -Dorg.bytedeco.javacpp.maxphysicalbytes=0 -Dorg.bytedeco.javacpp.cachedir="
        + System.getProperty("org.bytedeco.javacpp.cachedir", "javacpp")
        + " -Dpolarfold.conf="
        + conf
        + " -Dpolarfold.terminal="
        + System.getProperty("polarfold.terminal", "0");
  }
}
