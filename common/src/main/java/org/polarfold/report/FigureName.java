package org.polarfold.report;

import java.text.Normalizer;
import java.util.Locale;
import org.polarfold.provenance.Digest;

/**
 * The name of a figure on a page, as {@code auroc-by-site-impaired-mfr-reserve-dl}: what {@code
 * data-figure} says, and the name of its file in the evidence pack.
 */
final class FigureName {

  private static final int LONGEST = 80;
  private static final int DIGITS = 8;

  private FigureName() {}

  /**
   * A name of small letters, digits and hyphens, at most 80 characters. Where foreign words had to
   * be changed or cut to fit, a digest of all of them ends it, so that different figures have
   * different names.
   *
   * @param kind what the figure shows, in such characters
   * @param of whose: target, map and model, or map and site
   */
  static String of(String kind, String... of) {
    Digest digest = Digest.sha256();
    StringBuilder name = new StringBuilder(kind);
    boolean changed = false;
    for (String word : of) {
      digest.add(word);
      String slug = slug(word);
      changed |= !slug.equals(word.replace('_', '-'));
      name.append(slug.isEmpty() ? "" : "-" + slug);
    }
    if (!changed && name.length() <= LONGEST) {
      return name.toString();
    }
    String cut = name.substring(0, Math.min(name.length(), LONGEST - DIGITS - 1));
    return cut.replaceAll("-+$", "") + "-" + digest.hex().substring(0, DIGITS);
  }

  private static String slug(String word) {
    return Normalizer.normalize(word, Normalizer.Form.NFD)
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\p{M}+", "")
        .replaceAll("[^a-z0-9]+", "-")
        .replaceAll("^-|-$", "");
  }
}
