package org.polarfold.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.polarfold.UserException;
import org.polarfold.experiment.Settings;

/**
 * How a cluster is asked for: Spark's properties, from a file of {@code conf/cluster}. They decide
 * where tasks run, never what they compute.
 *
 * @param properties by Spark's whole names, sorted
 */
record ClusterSettings(SortedMap<String, String> properties) {

  private static final String BLOCK = "spark";
  private static final String PREFIX = BLOCK + ".";
  private static final Pattern NAME = Pattern.compile("[\\w.:/-]+");

  /** What Spark itself blots out in its logs. */
  private static final Pattern SECRET =
      Pattern.compile("secret|password|token|access[.]?key", Pattern.CASE_INSENSITIVE);

  ClusterSettings {
    properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
  }

  /**
   * Reads a file: a block {@code spark} of names in quotes, without their first part. In quotes,
   * since HOCON would silently lose {@code speculation = true} to {@code speculation.quantile}.
   *
   * @throws UserException for anything that is not as it should be; no value is told
   */
  static ClusterSettings read(Path file) {
    Settings settings = Settings.read(file);
    Settings block = settings.block(BLOCK);
    SortedMap<String, String> properties = new TreeMap<>();
    for (String key : block.keys()) {
      properties.put(PREFIX + key, block.checked(key, () -> value(block, key)));
    }
    settings.done();
    return new ClusterSettings(properties);
  }

  private static String value(Settings block, String key) {
    if (!NAME.matcher(key).matches() || key.startsWith(PREFIX)) {
      throw new UserException("expected the name of a property, without " + PREFIX);
    }
    String value =
        block
            .scalar(key)
            .orElseThrow(
                () ->
                    new UserException(
                        "expected a text, a number, true or false, and the whole name in quotes, as"
                            + " \"executor.memory\" = 2g"));
    if (key.endsWith(".discoveryScript")) {
      return script(block.path(key));
    }
    if (key.equals("eventLog.dir")) {
      return block.location(key);
    }
    return key.endsWith("TemplateFile") || key.endsWith("secret.file")
        ? file(block.path(key))
        : value;
  }

  private static String file(Path file) {
    if (!Files.isReadable(file)) {
      throw new UserException("expected a file that can be read, not " + file);
    }
    return file.toString();
  }

  private static String script(Path file) {
    if (!Files.isExecutable(file)) {
      throw new UserException("expected a file that can be executed, not " + file);
    }
    return file.toString();
  }

  /** Whether a property is told nowhere. */
  static boolean isSecret(String key) {
    return SECRET.matcher(key).find();
  }

  /** One property a line, for a console or a log; secrets are blotted out. */
  @Override
  public String toString() {
    return properties.entrySet().stream()
        .map(p -> p.getKey() + "=" + (isSecret(p.getKey()) ? "(not shown)" : p.getValue()))
        .collect(Collectors.joining("\n"));
  }
}
