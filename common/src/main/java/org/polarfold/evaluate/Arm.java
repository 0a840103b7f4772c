package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.polarfold.UserException;
import org.polarfold.study.SiteId;

/**
 * How the model behind a score had met the patient's site: the estimand depends on it.
 *
 * <p>Arms are ordered as the results list them: internal, external, the two size-matched ones, then
 * the others by name.
 *
 * @param name {@code internal}, {@code external}, {@code matched-internal}, {@code
 *     matched-external}, {@code external-adapted}, {@code named-external}, {@code temporal} or
 *     {@code single-site:} and the training site
 */
public record Arm(String name) implements Comparable<Arm>, Serializable {

  private static final List<String> LEADING =
      List.of("internal", "external", "matched-internal", "matched-external");
  private static final List<String> OTHERS =
      List.of("external-adapted", "named-external", "temporal");
  private static final String SINGLE_SITE = "single-site:";
  private static final Comparator<Arm> ORDER =
      Comparator.comparingInt(Arm::rank).thenComparing(Arm::name);

  /** What a name may be, for messages. */
  static final String EXPECTED =
      String.join(", ", LEADING)
          + ", "
          + String.join(", ", OTHERS)
          + " or "
          + SINGLE_SITE
          + "<training site>";

  /** Out-of-fold scores with the patient's own site present in training. */
  public static final Arm INTERNAL = new Arm("internal");

  /** Scores of models that never saw the patient's site. */
  public static final Arm EXTERNAL = new Arm("external");

  /** As internal, with every training set cut to the size common to both matched arms. */
  public static final Arm MATCHED_INTERNAL = new Arm("matched-internal");

  /** As external, with every training set cut to the size common to both matched arms. */
  public static final Arm MATCHED_EXTERNAL = new Arm("matched-external");

  /**
   * Checks the name.
   *
   * @throws UserException where the name is none of the above
   */
  public Arm {
    if (name.startsWith(SINGLE_SITE)) {
      new SiteId(name.substring(SINGLE_SITE.length()));
    } else if (!LEADING.contains(name) && !OTHERS.contains(name)) {
      throw new UserException("Invalid arm: \"" + name + "\" (expected " + EXPECTED + ")");
    }
  }

  /** The one site that a single-site model was trained in; empty for every other arm. */
  public Optional<SiteId> trainingSite() {
    return name.startsWith(SINGLE_SITE)
        ? Optional.of(new SiteId(name.substring(SINGLE_SITE.length())))
        : Optional.empty();
  }

  private int rank() {
    int rank = LEADING.indexOf(name);
    return rank < 0 ? LEADING.size() : rank;
  }

  @Override
  public int compareTo(Arm other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return name;
  }
}
