package org.polarfold.experiment;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.polarfold.Plain;
import org.polarfold.UserException;

/**
 * A block of a HOCON file that is read once, key by key, and then checked for keys that nobody
 * asked for. Every complaint names file, line, key, value and what was expected.
 *
 * <p>Use: read every key, then call {@link #done()}; blocks got from a block are checked with it.
 */
public final class Settings {

  /** Two letters or more before the colon. */
  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/");

  private final ConfigObject block;
  private final String path;
  private final String file;
  private final Set<String> asked = new LinkedHashSet<>();
  private final List<Settings> inner = new ArrayList<>();

  private Settings(ConfigObject block, String path, String file) {
    this.block = block;
    this.path = path;
    this.file = file;
  }

  /**
   * Reads a HOCON file. Only files of its own folder whose names end in .conf can be included, by
   * relative path; environment variables are not substituted.
   *
   * @throws UserException where the file is missing or not HOCON
   */
  public static Settings read(Path file) {
    Config config = parsed(file, new SameFolderIncluder(file.resolveSibling("")));
    try {
      return new Settings(
          config.resolve(ConfigResolveOptions.noSystem()).root(), "", file.toString());
    } catch (ConfigException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Reads a HOCON file that somebody else wrote: it stands for itself, without includes and
   * substitutions, of which a short file could make any amount of work.
   *
   * @throws UserException where the file is missing or not such
   */
  public static Settings readForeign(Path file) {
    Config config = parsed(file, new NoIncluder());
    if (!config.isResolved()) {
      throw new UserException(
          "Cannot read configuration: " + file + " (expected no substitution as ${key} or +=)");
    }
    return new Settings(config.root(), "", file.toString());
  }

  /**
   * What a file says, as one text that is complete in itself: as it was written, but for a file
   * that includes others or substitutes values.
   *
   * @throws UserException where the file is missing or not HOCON
   */
  public static String textOf(Path file) {
    try {
      Config config =
          ConfigFactory.parseFile(
              file.toFile(), ConfigParseOptions.defaults().setIncluder(new NoIncluder()));
      if (config.isResolved()) {
        return Files.readString(file);
      }
    } catch (ConfigException e) {
      // It includes another file; what else may be wrong with it is told below.
    } catch (IOException e) {
      throw new UserException("Cannot read configuration: " + file + " (expected a file)", e);
    }
    return read(file)
            .block
            .render(ConfigRenderOptions.defaults().setOriginComments(false).setJson(false))
            .strip()
        + "\n";
  }

  /**
   * The block as one text, complete in itself, for other processes.
   *
   * @see #ofText
   */
  public String asText() {
    return block.render(ConfigRenderOptions.concise());
  }

  /** A block that {@link #asText} wrote. */
  public static Settings ofText(String text) {
    return new Settings(ConfigFactory.parseString(text).root(), "", "the configuration");
  }

  private static Config parsed(Path file, ConfigIncluder includer) {
    if (!Files.isRegularFile(file)) {
      throw new UserException("Cannot read configuration: " + file + " (no such file)");
    }
    try {
      return ConfigFactory.parseFile(
          file.toFile(),
          ConfigParseOptions.defaults()
              .setAllowMissing(false)
              .setSyntax(ConfigSyntax.CONF)
              .setIncluder(includer));
    } catch (ConfigException e) {
      throw unreadable(file, e);
    } catch (StackOverflowError e) {
      // The library descends into blocks by recursion, and so far nobody says how deep they are.
      throw new UserException(
          "Cannot read configuration: " + file + " (expected blocks in blocks less deep)", e);
    }
  }

  private static UserException unreadable(Path file, ConfigException e) {
    String place = e.origin() == null ? file + ": " : "";
    return new UserException("Cannot read configuration: " + place + e.getMessage(), e);
  }

  /** A text of at least one character. */
  public String text(String key) {
    return present(key, v -> text(key, v));
  }

  /** A text, or a default where the key is absent. */
  public String text(String key, String absent) {
    return value(key).map(v -> text(key, v)).orElse(absent);
  }

  /** A text, a number or a truth value as it was written; empty where the value is none of them. */
  public Optional<String> scalar(String key) {
    return value(key)
        .filter(v -> !(v instanceof ConfigObject) && !(v instanceof ConfigList))
        .map(v -> v.atKey("scalar").getString("scalar"));
  }

  /** A whole number in [least, most]. */
  public int whole(String key, int least, int most) {
    return (int) wholeLong(key, least, most);
  }

  /** A whole number in [least, most], or a default where the key is absent. */
  public int whole(String key, int least, int most, int absent) {
    return value(key).isPresent() ? whole(key, least, most) : absent;
  }

  /** A whole number in [least, most] of up to 64 bits. */
  public long wholeLong(String key, long least, long most) {
    String expected =
        least == most ? String.valueOf(least) : "a whole number from " + least + " to " + most;
    Number number = number(key, expected);
    if (!isWhole(number) || number.longValue() < least || number.longValue() > most) {
      throw invalid(key, expected);
    }
    return number.longValue();
  }

  /** A number in [least, most]. */
  public double real(String key, double least, double most) {
    String expected = "a number from " + Plain.number(least) + " to " + Plain.number(most);
    double number = number(key, expected).doubleValue();
    if (!(number >= least && number <= most)) {
      throw invalid(key, expected);
    }
    return number;
  }

  /** A number in [least, most], or a default where the key is absent. */
  public double real(String key, double least, double most, double absent) {
    return value(key).isPresent() ? real(key, least, most) : absent;
  }

  /** True or false. */
  public boolean truth(String key) {
    ConfigValue value = present(key, v -> v);
    if (value.unwrapped() instanceof Boolean truth) {
      return truth;
    }
    throw invalid(key, "true or false");
  }

  /** One constant of an enum, written in lower case with - for _ (or _ itself). */
  public <E extends Enum<E>> E choice(String key, Class<E> type) {
    return choice(key, present(key, v -> text(key, v)), type);
  }

  /** Several constants of an enum, at least one, none twice. */
  public <E extends Enum<E>> List<E> choices(String key, Class<E> type) {
    List<E> chosen = texts(key).stream().map(text -> choice(key, text, type)).toList();
    if (chosen.isEmpty() || chosen.stream().distinct().count() != chosen.size()) {
      throw invalid(key, "at least one of " + names(type) + ", none twice");
    }
    return chosen;
  }

  /**
   * Combinations of constants of an enum, each one constant or several joined by -; at least one
   * combination, no constant twice in one.
   */
  public <E extends Enum<E>> List<List<E>> combinations(String key, Class<E> type) {
    List<List<E>> combinations =
        texts(key).stream()
            .map(
                text ->
                    Arrays.stream(text.split("-", -1))
                        .map(part -> choice(key, part.strip(), type))
                        .sorted()
                        .toList())
            .toList();
    if (combinations.isEmpty()
        || combinations.stream().anyMatch(c -> c.stream().distinct().count() != c.size())
        || combinations.stream().distinct().count() != combinations.size()) {
      throw invalid(key, "at least one of " + names(type) + ", or several joined by -, none twice");
    }
    return combinations;
  }

  /** A list of texts. */
  public List<String> texts(String key) {
    return list(key, "a list of texts").stream().map(v -> text(key, v)).toList();
  }

  /** A list of texts, or a default where the key is absent. */
  public List<String> texts(String key, List<String> absent) {
    return value(key).isPresent() ? texts(key) : absent;
  }

  /** A list of texts that may be empty (as what stands for no value), or a default where absent. */
  public List<String> textsOrEmpty(String key, List<String> absent) {
    String expected = "a list of texts";
    return value(key).isEmpty()
        ? absent
        : list(key, expected).stream()
            .map(
                v -> {
                  if (v.unwrapped() instanceof String text) {
                    return text;
                  }
                  throw invalid(key, expected);
                })
            .toList();
  }

  /** A list of whole numbers of up to 64 bits, none twice, at least one. */
  public List<Long> wholes(String key) {
    String expected = "a list of whole numbers, none twice";
    List<Long> numbers =
        list(key, expected).stream()
            .map(
                v -> {
                  if (v.unwrapped() instanceof Number n && isWhole(n)) {
                    return n.longValue();
                  }
                  throw invalid(key, expected);
                })
            .toList();
    if (numbers.isEmpty() || numbers.stream().distinct().count() != numbers.size()) {
      throw invalid(key, expected);
    }
    return numbers;
  }

  /** A list of numbers in [least, most], none twice, at least one, or a default where absent. */
  public List<Double> reals(String key, double least, double most, List<Double> absent) {
    if (value(key).isEmpty()) {
      return absent;
    }
    String expected =
        "a list of numbers from "
            + Plain.number(least)
            + " to "
            + Plain.number(most)
            + ", none twice";
    List<Double> numbers =
        list(key, expected).stream()
            .map(
                v -> {
                  if (v.unwrapped() instanceof Number n
                      && n.doubleValue() >= least
                      && n.doubleValue() <= most) {
                    return n.doubleValue();
                  }
                  throw invalid(key, expected);
                })
            .toList();
    if (numbers.isEmpty() || numbers.stream().distinct().count() != numbers.size()) {
      throw invalid(key, expected);
    }
    return numbers;
  }

  /** A path; a relative one is taken from the folder of the configuration file. */
  public Path path(String key) {
    String text = text(key);
    try {
      Path base = Path.of(file).toAbsolutePath().getParent();
      return base == null ? Path.of(text) : base.resolve(text).normalize();
    } catch (java.nio.file.InvalidPathException e) {
      throw invalid(key, "a path");
    }
  }

  /**
   * A {@link #path}, or an address on another file system, such as {@code hdfs://host/lake}, as it
   * stands.
   */
  public String location(String key) {
    String text = text(key);
    return ADDRESS.matcher(text).lookingAt() ? text : path(key).toString();
  }

  /** A block that must be there. */
  public Settings block(String key) {
    return optionalBlock(key).orElseThrow(() -> missing(key));
  }

  /** A block, if it is there. */
  public Optional<Settings> optionalBlock(String key) {
    return value(key).map(v -> inner(key, key, v));
  }

  /** A list of blocks. */
  public List<Settings> blocks(String key) {
    List<Settings> blocks = new ArrayList<>();
    for (ConfigValue value : list(key, "a list of { blocks }")) {
      blocks.add(inner(key, key + "[" + blocks.size() + "]", value));
    }
    return blocks;
  }

  /** The keys of a block whose keys its writer chooses, sorted. */
  public List<String> keys() {
    return block.keySet().stream().sorted().toList();
  }

  /** Whether a key is there and holds a list. */
  public boolean isList(String key) {
    return value(key).filter(ConfigList.class::isInstance).isPresent();
  }

  /** Whether a key is there. */
  public boolean has(String key) {
    return value(key).isPresent();
  }

  /**
   * Ends the reading of this block and of those got from it.
   *
   * @throws UserException for a key that nobody asked for
   */
  public void done() {
    for (Map.Entry<String, ConfigValue> entry : block.entrySet()) {
      if (!asked.contains(entry.getKey())) {
        throw new UserException(
            "Invalid key in "
                + place(entry.getValue())
                + ": "
                + path
                + entry.getKey()
                + " (expected one of "
                + String.join(", ", asked.stream().sorted().toList())
                + ")");
      }
    }
    inner.forEach(Settings::done);
  }

  /** The complaint about a key's value, for checks that only the caller can make. */
  public UserException invalid(String key, String expected) {
    ConfigValue value = block.get(key);
    if (value == null) {
      return missing(key);
    }
    return new UserException(
        "Invalid value in "
            + place(value)
            + ": "
            + path
            + key
            + " = "
            + shown(value)
            + " (expected "
            + expected
            + ")");
  }

  /** Runs a check of another class and, where it fails, says at which key. */
  public <T> T checked(String key, Supplier<T> check) {
    try {
      return check.get();
    } catch (UserException | IllegalArgumentException e) {
      ConfigValue value = block.get(key);
      throw new UserException(
          "Invalid value in "
              + (value == null ? file : place(value))
              + ": "
              + path
              + key
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private Settings inner(String key, String name, ConfigValue value) {
    if (!(value instanceof ConfigObject object)) {
      throw invalid(key, "a { block }");
    }
    Settings settings = new Settings(object, path + name + ".", file);
    inner.add(settings);
    return settings;
  }

  private Optional<ConfigValue> value(String key) {
    asked.add(key);
    ConfigValue value = block.get(key);
    return value == null || value.valueType() == ConfigValueType.NULL
        ? Optional.empty()
        : Optional.of(value);
  }

  private <T> T present(String key, Function<ConfigValue, T> read) {
    return read.apply(value(key).orElseThrow(() -> missing(key)));
  }

  private String text(String key, ConfigValue value) {
    if (value.valueType() == ConfigValueType.STRING
        && value.unwrapped() instanceof String text
        && !text.isEmpty()) {
      return text;
    }
    throw invalid(key, "a text");
  }

  private Number number(String key, String expected) {
    ConfigValue value = present(key, v -> v);
    if (value.unwrapped() instanceof Number number) {
      return number;
    }
    throw invalid(key, expected);
  }

  /** Whether a number is whole and held exactly; 1e30 would silently become the largest long. */
  private static boolean isWhole(Number number) {
    double value = number.doubleValue();
    return number instanceof Integer
        || number instanceof Long
        || (value == Math.rint(value) && Math.abs(value) < 0x1p53);
  }

  private ConfigList list(String key, String expected) {
    ConfigValue value = present(key, v -> v);
    if (value instanceof ConfigList list) {
      return list;
    }
    throw invalid(key, expected);
  }

  private <E extends Enum<E>> E choice(String key, String text, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (name(constant).equals(text.replace('_', '-'))) {
        return constant;
      }
    }
    throw invalid(key, "one of " + names(type));
  }

  private static <E extends Enum<E>> String names(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(Settings::name)
        .collect(Collectors.joining(", "));
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private UserException missing(String key) {
    return new UserException(
        "Cannot find a key in " + place(block) + ": " + path + key + " (expected it to be set)");
  }

  private String place(ConfigValue value) {
    ConfigOrigin origin = value.origin();
    String name = origin.filename() == null ? file : origin.filename();
    return origin.lineNumber() > 0 ? name + ":" + origin.lineNumber() : name;
  }

  private static String shown(ConfigValue value) {
    String text =
        value instanceof ConfigObject block && !block.isEmpty()
            ? "{ ... }"
            : written(value.unwrapped());
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }

  private static String written(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(Settings::written).collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof Double number ? Plain.number(number) : String.valueOf(value);
  }
}
