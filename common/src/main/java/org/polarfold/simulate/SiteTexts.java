package org.polarfold.simulate;

import java.nio.charset.Charset;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.polarfold.experiment.Settings;
import org.polarfold.simulate.ExportFormat.Words;
import org.polarfold.study.MapKind;

/**
 * Texts that a site's files will hold. What ingest could not read again, or not tell apart, is
 * refused here.
 *
 * @param charset of the site's tables
 * @param missing what stands for no value
 */
record SiteTexts(Charset charset, String missing) {

  private static final int LONGEST = 100;
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,19}");

  /** A word or the name of a column. */
  String text(Settings block, String key) {
    String text = block.text(key);
    if (text.length() > LONGEST
        || !text.strip().equals(text)
        || text.chars().anyMatch(Character::isISOControl)
        || !charset.newEncoder().canEncode(text)
        || text.equals(missing)) {
      throw block.invalid(
          key,
          "1 to "
              + LONGEST
              + " characters that "
              + charset
              + " has, none of control, no blanks around them, and not the missing code");
    }
    return text;
  }

  /** What hospital numbers begin with; files may be named by them. */
  static String identifier(Settings block, String key) {
    String text = block.text(key);
    if (!IDENTIFIER.matcher(text).matches()) {
      throw block.invalid(key, "1 to 20 of A-Z, a-z, 0-9, _ and -, the first no sign");
    }
    return text;
  }

  /** Where the texts of states stand. */
  enum Place {
    /** In cells or names of columns. */
    TABLE(null, ""),
    /** In names of files, members or series. */
    NAME(
        Pattern.compile("[A-Za-z0-9][A-Za-z0-9 -]{0,39}"),
        "1 to 40 of A-Z, a-z, 0-9, blank and -, the first no sign"),
    /** They are names of files of arrays. */
    FILE(
        Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,39}\\.npy"),
        "1 to 40 of A-Z, a-z, 0-9, _ and -, and then .npy");

    private final @Nullable Pattern pattern;
    private final String expected;

    Place(@Nullable Pattern pattern, String expected) {
      this.pattern = pattern;
      this.expected = expected;
    }
  }

  /** A text for each state that is sent, no two alike. */
  Map<MapKind, String> states(Settings block, Place place, MapKind... kinds) {
    Map<MapKind, String> states = new EnumMap<>(MapKind.class);
    for (MapKind kind : kinds) {
      if (block.has(kind.key())) {
        String text = text(block, kind.key());
        if (place.pattern != null && !place.pattern.matcher(text).matches()) {
          throw block.invalid(kind.key(), place.expected);
        }
        if (states.containsValue(text)) {
          throw block.invalid(kind.key(), "another text than that of any other state");
        }
        states.put(kind, text);
      }
    }
    if (states.isEmpty()) {
      throw block.invalid(MapKind.REST.key(), "at least one of rest, stress and reserve");
    }
    return states;
  }

  /** Two words that are not the same. */
  Words words(Settings block) {
    Words words =
        new Words(text(block, "column"), text(block, "positive"), text(block, "negative"));
    if (words.positive().equals(words.negative())) {
      throw block.invalid("negative", "another word than the positive one");
    }
    return words;
  }

  /** Refuses a column that is there twice. */
  static void requireDistinct(Settings block, String key, String patient, List<String> columns) {
    Set<String> met = new HashSet<>(Set.of(patient));
    for (String column : columns) {
      if (!met.add(column)) {
        throw block.invalid(key, "no two columns of one table of the same name, as " + column);
      }
    }
  }
}
