package org.polarfold.evidence;

import java.util.ArrayList;
import java.util.List;

/**
 * What a run says of itself in a sentence, and where it is from.
 *
 * @param text the sentence
 * @param from of every figure and word in it that a file holds, in order; none where the sentence
 *     holds of every run
 */
record Statement(String text, List<Cited> from) {

  /** The sentence with what is cited in the places of {@code {}}. */
  static Statement of(String sentence, Cited... cited) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    for (Cited figure : cited) {
      int hole = sentence.indexOf("{}", at);
      text.append(sentence, at, hole).append(figure.shown());
      at = hole + 2;
    }
    return new Statement(text.append(sentence.substring(at)).toString(), List.of(cited));
  }

  /**
   * An estimate with its interval, or why there is none.
   *
   * @param what it is an estimate of
   * @param estimate a block of results
   * @param valueKey the key of its value in the block
   * @param lowerKey of the lower end of its interval
   * @param upperKey of the upper end
   */
  static Statement estimate(
      String what, Place estimate, String valueKey, String lowerKey, String upperKey) {
    Place value = estimate.at(valueKey);
    Place lower = estimate.at(lowerKey);
    Place upper = estimate.at(upperKey);
    String name = what.replace("{}", "");
    if (value.isNumber() && lower.isNumber() && upper.isNumber()) {
      return of(
          name + " {} (95 % interval {} to {}).",
          Cited.figure(value),
          Cited.figure(lower),
          Cited.figure(upper));
    }
    if (value.isNumber()) {
      return of(name + " {}, without an interval.", Cited.figure(value));
    }
    for (Place why : List.of(estimate.at("notEstimable"), value.at("notEstimable"))) {
      if (why.node().isTextual()) {
        return of(name + " not estimable: {}.", Cited.text(why));
      }
    }
    return of(name + " not estimated.");
  }

  /** The mean of a meta-analysis. */
  static Statement meta(String what, Place meta) {
    return estimate(what, meta, "estimate", "lower", "upper");
  }

  /** This sentence, then another. */
  Statement then(Statement next) {
    List<Cited> all = new ArrayList<>(from);
    all.addAll(next.from);
    return new Statement(text + " " + next.text, List.copyOf(all));
  }

  /**
   * Where its figures are from, as a reader finds them again: keys of one block are written {@code
   * block.{lower, upper}}, and a file is named once where several places of it follow.
   */
  List<String> places() {
    List<String> places = new ArrayList<>();
    List<Cited> left = from.stream().distinct().toList();
    String file = "";
    for (int i = 0, next; i < left.size(); i = next) {
      Cited first = left.get(i);
      List<String> leaves = new ArrayList<>();
      for (next = i; next < left.size() && together(first, left.get(next)); next++) {
        leaves.add(leaf(left.get(next)));
      }
      String leaf = String.join(", ", leaves);
      String block = block(first);
      String key =
          block + (block.isEmpty() ? "" : ".") + (leaves.size() > 1 ? "{" + leaf + "}" : leaf);
      boolean same = file.equals(first.file());
      places.add(key.isEmpty() ? first.file() : same ? key : first.file() + ": " + key);
      file = first.file();
    }
    return List.copyOf(places.stream().distinct().toList());
  }

  private static boolean together(Cited first, Cited second) {
    return first.file().equals(second.file())
        && block(first).equals(block(second))
        && (first.equals(second) || !block(first).isEmpty());
  }

  /** What a key has before its last step; nothing where names of other characters stand in it. */
  private static String block(Cited cited) {
    boolean plain = !cited.key().contains("[\"");
    return cited.key().substring(0, plain ? Math.max(0, cited.key().lastIndexOf('.')) : 0);
  }

  private static String leaf(Cited cited) {
    String block = block(cited);
    return block.isEmpty() ? cited.key() : cited.key().substring(block.length() + 1);
  }
}
