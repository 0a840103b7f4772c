package org.polarfold.evidence;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

class StyleSheetTest {

  private static final String CSS =
      """
      :root { --ink: #111; --c: red; }
      /* the dark theme is not the page's */
      @media (prefers-color-scheme: dark) { :root { --ink: #eee; } @supports (x: y) { p { fill: blue } } }
      svg text { font: 600 .8125rem/1.4 system-ui, sans-serif; fill: var(--ink); }
      svg .quiet { fill: var(--none, grey); stroke: currentcolor; }
      .a { --c: green; color: #123456; }
      .shape { fill: var(--c); }
      .shape:hover { fill: yellow; }
      """;

  private final Element page =
      Jsoup.parse(
          "<div class=a><svg><text id=t>x</text><text id=q class=quiet>x</text>"
              + "<path class=shape></path></svg></div>");

  @Test
  void laterAndNarrowerRulesWinAndTheDarkThemeIsLeftOut() {
    assertThat(looks("#t")).containsEntry("fill", "#111").containsEntry("font-size", ".8125rem");
    assertThat(looks("#q")).containsEntry("fill", "grey").containsEntry("font-weight", "600");
  }

  @Test
  void variablesAndTheColourOfTextPassDown() {
    assertThat(looks(".shape")).containsEntry("fill", "green");
    assertThat(looks("#q")).containsEntry("stroke", "#123456");
  }

  private Map<String, String> looks(String selector) {
    StyleSheet style = StyleSheet.of(CSS);
    Element element = requireNonNull(page.selectFirst(selector));
    Map<String, String> inherited = Map.of();
    Deque<Element> outside = new ArrayDeque<>();
    element.parents().forEach(outside::push);
    for (Element parent : outside) {
      inherited = StyleSheet.passedOn(style.of(parent, inherited), inherited);
    }
    return style.of(element, inherited);
  }
}
