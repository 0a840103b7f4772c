package org.polarfold.ingest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.polarfold.experiment.Settings;

/**
 * A pattern of paths inside a site's folder, as {@code maps/{patient}_{state}.npy}: {@code
 * {patient}} and {@code {state}} are captured, each at most once, {@code *} stands for any text
 * within one segment of the path, and everything else for itself. A state is one of the site's
 * words, so that {@code {state}_{patient}} reads {@code rest_x_y} as the patient x_y.
 *
 * @param text as it stands in site.conf
 * @param segments what lies between slashes
 */
record FilePattern(String text, List<Segment> segments) {

  /** Segments of a path at most. */
  static final int DEEPEST = 8;

  private static final String PATIENT = "{patient}";
  private static final String STATE = "{state}";

  /** Bounds what matching costs: a name of 255 characters can be parted in 255^3 ways at most. */
  private static final int MOST_GAPS = 3;

  private static final String EXPECTED =
      "a path inside this folder of 1 to "
          + DEEPEST
          + " segments, "
          + PATIENT
          + " and "
          + STATE
          + " at most once, at most "
          + MOST_GAPS
          + " of them and * in a segment and no * beside "
          + PATIENT;

  private static final Pattern GAP = Pattern.compile("\\{patient}|\\{state}|\\*");

  /**
   * What a name captured.
   *
   * @param patient where the pattern names it
   * @param state where the pattern names it
   */
  record Captured(Optional<String> patient, Optional<String> state) {
    @Override
    public String toString() {
      // It holds an identifier, and a record would print it.
      return "Captured";
    }
  }

  /**
   * What stands between two slashes.
   *
   * @param longest gives every gap, from the left, as much as it can have
   * @param shortest as little; where both give the same there is one way to read the name
   */
  record Segment(String text, Pattern longest, Pattern shortest) {
    boolean isLiteral() {
      return !GAP.matcher(text).find();
    }
  }

  /** The pattern of a key of site.conf. */
  static FilePattern of(Settings block, String key, Optional<StateWords> words) {
    return of(block, key, block.text(key), words);
  }

  /** The patterns of a list of site.conf, which capture nothing. */
  static List<FilePattern> uncaptured(Settings block, String key) {
    List<FilePattern> patterns = new ArrayList<>();
    for (String text : block.textsOrEmpty(key, List.of())) {
      FilePattern pattern = of(block, key, text, Optional.empty());
      if (pattern.names(PATIENT)) {
        throw block.invalid(key, "paths inside this folder with no gap but *");
      }
      patterns.add(pattern);
    }
    return List.copyOf(patterns);
  }

  private static FilePattern of(
      Settings block, String key, String text, Optional<StateWords> words) {
    String[] parts = text.split("/", -1);
    if (parts.length > DEEPEST
        || text.split(Pattern.quote(PATIENT), -1).length > 2
        || text.split(Pattern.quote(STATE), -1).length > 2) {
      throw block.invalid(key, EXPECTED);
    }
    if (words.isEmpty() && text.contains(STATE)) {
      throw block.invalid(key, "no " + STATE + " where each file holds or tells its own states");
    }
    List<Segment> segments = new ArrayList<>();
    for (String part : parts) {
      if (!isSegment(part)) {
        throw block.invalid(key, EXPECTED);
      }
      segments.add(segment(part, words));
    }
    return new FilePattern(text, List.copyOf(segments));
  }

  private static boolean isSegment(String part) {
    String rest = GAP.matcher(part).replaceAll("");
    return !part.isEmpty()
        && part.charAt(0) != '.'
        && rest.chars().noneMatch(c -> c == '{' || c == '}' || c == '\\')
        && rest.chars().noneMatch(Character::isISOControl)
        && GAP.matcher(part).results().count() <= MOST_GAPS
        && !part.contains("**")
        && !part.contains("*" + PATIENT)
        && !part.contains(PATIENT + "*");
  }

  private static Segment segment(String part, Optional<StateWords> words) {
    return new Segment(part, compiled(part, words, ""), compiled(part, words, "?"));
  }

  private static Pattern compiled(String part, Optional<StateWords> words, String reluctant) {
    Comparator<String> byLength = Comparator.comparingInt(String::length);
    String states =
        words.map(StateWords::all).orElse(List.of()).stream()
            .sorted(reluctant.isEmpty() ? byLength.reversed() : byLength)
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    StringBuilder regex = new StringBuilder();
    Matcher gap = GAP.matcher(part);
    int literal = 0;
    while (gap.find()) {
      regex.append(Pattern.quote(part.substring(literal, gap.start())));
      regex.append(
          switch (gap.group()) {
            case PATIENT -> "(?<patient>.+" + reluctant + ")";
            case STATE -> "(?<state>" + states + ")";
            default -> ".*" + reluctant;
          });
      literal = gap.end();
    }
    regex.append(Pattern.quote(part.substring(literal)));
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  boolean namesPatient() {
    return names(PATIENT);
  }

  boolean namesState() {
    return names(STATE);
  }

  private boolean names(String gap) {
    return text.contains(gap);
  }

  /** How many segments, from the left and without the last, stand for themselves. */
  int literalFolders() {
    int count = 0;
    while (count < segments.size() - 1 && segments.get(count).isLiteral()) {
      count++;
    }
    return count;
  }

  /**
   * What a path captures; empty where it does not fit, or what it captures depends on how it is
   * read.
   *
   * @param names the path's segments
   */
  Optional<Captured> captured(List<String> names) {
    if (names.size() != segments.size()) {
      return Optional.empty();
    }
    Optional<String> patient = Optional.empty();
    Optional<String> state = Optional.empty();
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      Matcher longest = segment.longest().matcher(names.get(i));
      Matcher shortest = segment.shortest().matcher(names.get(i));
      if (!longest.matches() || !shortest.matches()) {
        return Optional.empty();
      }
      if (segment.text().contains(PATIENT)) {
        patient = Optional.of(longest.group("patient"));
        if (!patient.get().equals(shortest.group("patient"))) {
          return Optional.empty();
        }
      }
      if (segment.text().contains(STATE)) {
        state = Optional.of(longest.group("state"));
        if (!state.get().equals(shortest.group("state"))) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new Captured(patient, state));
  }
}
