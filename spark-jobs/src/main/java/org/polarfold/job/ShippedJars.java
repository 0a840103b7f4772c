package org.polarfold.job;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The jars that a cluster lacks. Spark looks for a class among its own jars first, so that whatever
 * of ours it has in any version would be carried there in vain.
 */
final class ShippedJars {

  private static final Pattern CLASS_PATH = Pattern.compile(File.pathSeparator, Pattern.LITERAL);
  private static final Pattern VERSION = Pattern.compile("-[0-9][^/]*$");

  /** What a distribution of Spark holds, whichever it is; spark-jobs is Polarfold's own. */
  private static final Pattern SPARKS_OWN =
      Pattern.compile("(spark(?!-jobs$)|hadoop-client|scala|netty|parquet|orc|arrow|log4j)[-_].*");

  private static final Pattern ND4JS_OWN = Pattern.compile("-1\\.0\\.0-M[0-9]");

  private ShippedJars() {}

  /** The jars of this process, in the order of its class path. */
  static List<Path> ofThisProcess() {
    return CLASS_PATH
        .splitAsStream(System.getProperty("java.class.path"))
        .filter(entry -> entry.endsWith(".jar"))
        .map(entry -> Path.of(entry).toAbsolutePath())
        .filter(Files::isRegularFile)
        .distinct()
        .toList();
  }

  /** Those that no distribution of Spark holds for certain. */
  static List<Path> besideSpark() {
    return without(jar -> SPARKS_OWN.matcher(jar).matches());
  }

  /** Those that the distribution of Spark in a folder does not hold. */
  static List<Path> beside(Path sparkHome) {
    try (Stream<Path> jars = Files.list(sparkHome.resolve("jars"))) {
      Set<String> held = jars.map(ShippedJars::artefact).collect(Collectors.toSet());
      return without(held::contains);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> without(Predicate<String> held) {
    return ofThisProcess().stream().filter(jar -> !held.test(artefact(jar))).toList();
  }

  /** As Spark's properties name several. */
  static String joined(List<Path> jars) {
    return jars.stream().map(Path::toString).collect(Collectors.joining(","));
  }

  /** A jar's name without its version and what comes after. */
  private static String artefact(Path jar) {
    String name = jar.getFileName().toString();
    if (ND4JS_OWN.matcher(name).find()) {
      return name; // its guava holds other classes than Spark's
    }
    return VERSION.matcher(name.substring(0, name.length() - ".jar".length())).replaceFirst("");
  }
}
