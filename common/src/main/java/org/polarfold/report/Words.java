package org.polarfold.report;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names and figures as a reader sees them; names from files are made harmless here. */
public final class Words {

  /** What stands in a cell that has no figure; its reason is in the list of such estimates. */
  static final String NOT_ESTIMABLE = "not estimable";

  private static final Pattern INVISIBLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Cn}]+");

  private static final Map<String, String> TARGETS =
      Map.of(
          "impaired_mfr", "Impaired flow reserve",
          "sex", "Sex",
          "smoking", "Smoking",
          "hypertension", "Hypertension",
          "dyslipidaemia", "Dyslipidaemia",
          "diabetes", "Diabetes");

  private Words() {}

  /** Without control and direction characters, which could reorder or hide what follows them. */
  public static String clean(String text) {
    return INVISIBLE.matcher(text).replaceAll(" ").strip();
  }

  /** At most so many characters, whole ones, the last an ellipsis where something was cut. */
  public static String shortened(String text, int most) {
    if (text.codePointCount(0, text.length()) <= most) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, most - 1)).strip() + "…";
  }

  /** A name at most so long; cut in its middle, since names of one consortium end differently. */
  static String label(String name, int most) {
    int length = name.codePointCount(0, name.length());
    if (length <= most) {
      return name;
    }
    int tail = most / 3;
    return name.substring(0, name.offsetByCodePoints(0, most - 1 - tail))
        + "…"
        + name.substring(name.offsetByCodePoints(0, length - tail));
  }

  /** A target's name. */
  public static String target(String key) {
    return TARGETS.getOrDefault(key, sentence(key));
  }

  /** A target's positive class, as a column of percentages is headed. */
  static String positive(String target) {
    return target.equals("sex") ? "Male" : target(target);
  }

  /** A target within a sentence. */
  static String targetInSentence(String key) {
    String name = target(key);
    return TARGETS.containsKey(key) ? name.toLowerCase(Locale.ROOT) : name;
  }

  /** A map's name, as "Reserve map". */
  public static String map(String key) {
    return key.isEmpty() ? "Map not named" : sentence(key) + " map";
  }

  /** An arm's, a reason's or a count's key as words. */
  public static String sentence(String key) {
    String words = clean(key.replace('_', ' ').replace('-', ' '));
    if (words.isEmpty()) {
      return "(no name)";
    }
    int first = words.offsetByCodePoints(0, 1);
    return words.substring(0, first).toUpperCase(Locale.ROOT) + words.substring(first);
  }

  /** A site's name as it was given. */
  public static String site(String name) {
    String clean = clean(name);
    return clean.isEmpty() ? "(no name)" : clean;
  }

  /** A whole number in groups of three, or a dash. */
  public static String count(@Nullable Long n) {
    return n == null ? "–" : String.format(Locale.ROOT, "%,d", n).replace(',', '\u202f');
  }

  /** A figure to so many decimals, with a true minus; never "-0.000". */
  public static String figure(double value, int decimals) {
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    if (text.startsWith("-")) {
      boolean zero = text.chars().noneMatch(c -> c >= '1' && c <= '9');
      return (zero ? "" : "−") + text.substring(1);
    }
    return text;
  }

  /** A figure to three decimals. */
  public static String figure(double value) {
    return figure(value, 3);
  }

  /** A p-value; what is below a thousandth is said to be so. */
  static String probability(double p) {
    return p < 0.001 ? "below 0.001" : figure(p);
  }

  /** The same, or a dash where there is none. */
  static String p(@Nullable Double p) {
    return p == null ? "–" : probability(p);
  }

  /** An interval, or why its cell is empty in a word. */
  static String interval(@Nullable Interval interval) {
    return interval == null
        ? NOT_ESTIMABLE
        : figure(interval.lower()) + " to " + figure(interval.upper());
  }

  /** The value of an estimate. */
  static String value(Estimate estimate) {
    return estimate.value() == null ? NOT_ESTIMABLE : figure(estimate.value());
  }

  /** An estimate with its interval, as "0.730 (0.681 to 0.779)". */
  static String withInterval(Estimate estimate) {
    if (estimate.value() == null) {
      return NOT_ESTIMABLE;
    }
    String inside = estimate.interval() == null ? "no interval" : interval(estimate.interval());
    return figure(estimate.value()) + " (" + inside + ")";
  }

  /** An estimate for a cell of a {@link Grid}: its interval on a line of its own. */
  static String stacked(Estimate estimate) {
    if (estimate.value() == null) {
      return NOT_ESTIMABLE;
    }
    String under = estimate.interval() == null ? "no interval" : interval(estimate.interval());
    return figure(estimate.value()) + "\n" + under;
  }
}
