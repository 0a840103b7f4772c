package org.polarfold.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What methods can cite: {@code references.bib} beside this class. */
final class References {

  private References() {}

  /**
   * The entries of some keys, in BibTeX.
   *
   * @param warnings each a line before the first entry, where BibTeX reads nothing
   * @throws IllegalArgumentException for a key without an entry
   */
  static String of(Set<String> keys, List<String> warnings) {
    Map<String, String> entries = entries();
    StringBuilder text = new StringBuilder();
    warnings.forEach(warning -> text.append("% ").append(warning).append('\n'));
    for (String key : keys) {
      String entry = entries.get(key);
      if (entry == null) {
        throw new IllegalArgumentException("No reference: " + key);
      }
      text.append(text.isEmpty() ? "" : "\n").append(entry).append('\n');
    }
    return text.toString();
  }

  private static Map<String, String> entries() {
    Map<String, String> entries = new LinkedHashMap<>();
    try (InputStream stream = References.class.getResourceAsStream("references.bib")) {
      if (stream == null) {
        throw new IllegalStateException("Not in the build: references.bib");
      }
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      for (String entry : text.strip().split("\n\n+", -1)) {
        entries.put(entry.substring(entry.indexOf('{') + 1, entry.indexOf(',')), entry.strip());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }
}
