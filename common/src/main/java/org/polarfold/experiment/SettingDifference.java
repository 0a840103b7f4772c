package org.polarfold.experiment;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.polarfold.UserException;

/**
 * A key that two configurations do not say the same of.
 *
 * @param key its path, as {@code training.step-1.epochs}
 * @param first what the first says, as it would be written; empty where it does not name the key
 * @param second what the second says
 */
public record SettingDifference(String key, String first, String second) {

  /**
   * Every such key, sorted. Where one names a key whose default the other leaves to stand, that is
   * a difference too.
   *
   * @param first HOCON, complete in itself
   * @param second the same
   * @throws UserException where a text is not such
   */
  public static List<SettingDifference> between(String first, String second) {
    Config one = parsed(first);
    Config other = parsed(second);
    SortedSet<String> keys = new TreeSet<>();
    one.entrySet().forEach(entry -> keys.add(entry.getKey()));
    other.entrySet().forEach(entry -> keys.add(entry.getKey()));
    return keys.stream()
        .filter(key -> !value(one, key).equals(value(other, key)))
        .map(key -> new SettingDifference(key, said(one, key), said(other, key)))
        .toList();
  }

  private static Config parsed(String text) {
    try {
      return ConfigFactory.parseString(
              text, ConfigParseOptions.defaults().setIncluder(new NoIncluder()))
          .resolve(ConfigResolveOptions.noSystem());
    } catch (ConfigException e) {
      throw new UserException(
          "Cannot read the configuration of a run: "
              + e.getMessage()
              + " (expected one without includes)",
          e);
    }
  }

  private static Optional<ConfigValue> value(Config config, String key) {
    return config.hasPath(key) ? Optional.of(config.getValue(key)) : Optional.empty();
  }

  private static String said(Config config, String key) {
    return value(config, key).map(value -> value.render(ConfigRenderOptions.concise())).orElse("");
  }
}
