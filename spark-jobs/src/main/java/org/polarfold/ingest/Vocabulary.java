package org.polarfold.ingest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.polarfold.experiment.Settings;

/**
 * The words that may stand in a column, and what each of them means; no other word ever gets
 * further.
 *
 * @param column where they stand
 * @param meanings by word, in the order of site.conf
 */
record Vocabulary<T>(String column, Map<String, T> meanings) {

  private static final int LONGEST_TERM = 100;

  /**
   * Reads {@code column}, {@code positive} (1) and {@code negative} (0), which share no word.
   *
   * @param missing words for no value, which may not be among them
   */
  static Vocabulary<Integer> binary(Settings block, List<String> missing) {
    Map<String, Integer> meanings = new LinkedHashMap<>();
    String column = block.text("column");
    add(block, "positive", 1, missing, meanings);
    add(block, "negative", 0, missing, meanings);
    return new Vocabulary<>(column, Collections.unmodifiableMap(meanings));
  }

  /**
   * Reads {@code column} and {@code words}: by the term that is stored, the site's words for it.
   */
  static Vocabulary<String> terms(Settings block, List<String> missing) {
    Map<String, String> meanings = new LinkedHashMap<>();
    String column = block.text("column");
    Settings words = block.block("words");
    for (String term : words.keys()) {
      if (term.isBlank()
          || term.length() > LONGEST_TERM
          || term.chars().anyMatch(Character::isISOControl)) {
        throw block.invalid("words", "terms of 1 to " + LONGEST_TERM + " characters");
      }
      add(words, term, term, missing, meanings);
    }
    if (meanings.isEmpty()) {
      throw block.invalid("words", "at least one term with its words");
    }
    return new Vocabulary<>(column, Collections.unmodifiableMap(meanings));
  }

  private static <T> void add(
      Settings block, String key, T meaning, List<String> missing, Map<String, T> meanings) {
    List<String> words = block.texts(key);
    for (String word : words) {
      if (missing.contains(word)
          || !meanings.getOrDefault(word, meaning).equals(meaning)
          || !word.equals(word.strip())) {
        throw block.invalid(
            key, "at least one word, none of those for another meaning or for missing");
      }
      meanings.put(word, meaning);
    }
    if (words.isEmpty()) {
      throw block.invalid(
          key, "at least one word, none of those for another meaning or for missing");
    }
  }

  /** What a word means. */
  T meaning(String word) throws RecordFlaw {
    T meaning = meanings.get(word);
    if (meaning == null) {
      Set<String> words = meanings.keySet();
      throw new RecordFlaw(
          RejectionReason.LABEL_NOT_IN_VOCABULARY,
          "column " + column + ": expected one of " + String.join(", ", words));
    }
    return meaning;
  }
}
