package org.polarfold.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.select.Evaluator;
import org.jsoup.select.QueryParser;
import org.jsoup.select.Selector;

/**
 * A page's style sheet as far as figures are drawn with it: rules outside of {@code @media}, which
 * are those of the light theme on a wide screen.
 */
final class StyleSheet {

  private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
  private static final Pattern STATE =
      Pattern.compile(":(hover|focus|active|visited|target)|::|\\*");
  private static final Pattern VARIABLE =
      Pattern.compile("var\\(\\s*(--[\\w-]+)\\s*(?:,\\s*([^()]*))?\\)");
  private static final Pattern FONT =
      Pattern.compile(
          "(?:(italic|oblique)\\s+)?(?:(bold|[1-9]00)\\s+)?([\\d.]+(?:px|rem))(?:/\\S+)?\\s+(.+)");
  private static final int DEPTH = 8;

  private final List<Rule> rules;

  private record Rule(Evaluator matches, int weight, Map<String, String> declarations) {}

  private StyleSheet(List<Rule> rules) {
    this.rules = rules;
  }

  /** The rules of a text in CSS; what it has beyond plain rules is left out. */
  static StyleSheet of(String css) {
    List<Rule> rules = new ArrayList<>();
    String text = COMMENT.matcher(css).replaceAll("");
    int at = 0;
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', at)) {
      String selectors = text.substring(at, open).strip();
      int close = end(text, open);
      if (!selectors.startsWith("@")) {
        Map<String, String> declarations = declarations(text.substring(open + 1, close));
        for (String selector : selectors.split(",", -1)) {
          add(rules, selector.strip(), declarations);
        }
      }
      at = close + 1;
    }
    rules.sort(Comparator.comparingInt(Rule::weight)); // stable: later rules of a weight win
    return new StyleSheet(rules);
  }

  /**
   * What holds for an element.
   *
   * @param inherited what its parent passed on: variables and the colour of text
   * @return property to value, variables among them and none left in other values
   */
  Map<String, String> of(Element element, Map<String, String> inherited) {
    Map<String, String> all = new LinkedHashMap<>();
    for (Rule rule : rules) {
      if (element.is(rule.matches())) {
        all.putAll(rule.declarations());
      }
    }
    all.putAll(declarations(element.attr("style")));
    Map<String, String> known = new LinkedHashMap<>(inherited);
    all.forEach(
        (property, value) -> {
          if (passesOn(property)) {
            known.put(property, value);
          }
        });
    all.replaceAll((property, value) -> resolved(value, known));
    return all;
  }

  /** What a child gets of {@link #of}, beside what it has itself. */
  static Map<String, String> passedOn(Map<String, String> of, Map<String, String> inherited) {
    Map<String, String> known = new LinkedHashMap<>(inherited);
    of.forEach(
        (property, value) -> {
          if (passesOn(property)) {
            known.put(property, value);
          }
        });
    return known;
  }

  private static boolean passesOn(String property) {
    return property.startsWith("--") || property.equals("color");
  }

  private static String resolved(String value, Map<String, String> known) {
    String text = value;
    for (int i = 0; i < DEPTH && text.contains("var("); i++) {
      text =
          VARIABLE
              .matcher(text)
              .replaceAll(
                  found ->
                      Matcher.quoteReplacement(
                          known.getOrDefault(
                              found.group(1), found.group(2) == null ? "none" : found.group(2))));
    }
    return text.equalsIgnoreCase("currentcolor") ? known.getOrDefault("color", "#000") : text;
  }

  private static void add(List<Rule> rules, String selector, Map<String, String> declarations) {
    if (selector.isEmpty() || STATE.matcher(selector).find()) {
      return;
    }
    try {
      rules.add(new Rule(QueryParser.parse(selector), weight(selector), declarations));
    } catch (Selector.SelectorParseException e) {
      // No figure is drawn with what jsoup does not know.
    }
  }

  /** Specificity: ids, then classes and the like, then elements. */
  private static int weight(String selector) {
    int ids = count(selector, "#[\\w-]");
    int classes = count(selector, "\\.[\\w-]|\\[|:(?!not\\()[a-z]");
    int elements = count(selector, "(^|[\\s>+~(])[a-zA-Z]");
    return 10_000 * ids + 100 * classes + elements;
  }

  private static int count(String text, String pattern) {
    return (int) Pattern.compile(pattern).matcher(text).results().count();
  }

  private static int end(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return text.length() - 1;
  }

  private static Map<String, String> declarations(String block) {
    Map<String, String> declarations = new LinkedHashMap<>();
    for (String declaration : block.split(";", -1)) {
      int colon = declaration.indexOf(':');
      if (colon > 0) {
        String property = declaration.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String value = declaration.substring(colon + 1).replace("!important", "").strip();
        if (property.equals("font")) {
          font(value, declarations);
        } else {
          declarations.put(property, value);
        }
      }
    }
    return declarations;
  }

  private static void font(String value, Map<String, String> declarations) {
    Matcher font = FONT.matcher(value);
    if (font.matches()) {
      declarations.put("font-style", font.group(1) == null ? "normal" : font.group(1));
      declarations.put("font-weight", font.group(2) == null ? "400" : font.group(2));
      declarations.put("font-size", font.group(3));
      declarations.put("font-family", font.group(4));
    }
  }
}
