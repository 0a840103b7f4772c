package org.polarfold.leakage;

import java.util.List;
import java.util.Locale;

/**
 * Something by which a network could have known whom it is judged on.
 *
 * @param kind what it is
 * @param place file or folder, and what of it
 * @param found what is wrong there
 * @param records which records, by pseudonym, cell or name; at most {@link #SHOWN} of them
 * @param count how many there are
 * @param expected what was expected in place of it
 */
public record Leak(
    Kind kind, String place, String found, List<String> records, long count, String expected) {

  /** Records that are shown of each leak. */
  static final int SHOWN = 5;

  /** What leaks there are. */
  public enum Kind {
    /** Arm, repeat and fold do not name one cell. */
    FOLDS_OF_ONE_NAME,
    /** The plan's patients are not those of the lake. */
    OTHER_PATIENTS,
    /** Training studies come from the site that is held out as a whole. */
    KNOWN_SITE,
    /** Training studies are of the months that are held out. */
    KNOWN_MONTHS,
    /** Development touches a named external site. */
    TOUCHED_NAMED_EXTERNAL,
    /** A training patient and a held-out one have the same maps. */
    COPIED_MAP,
    /** Features were computed for another experiment or dataset. */
    FOREIGN_FEATURES,
    /** A covariate says the label. */
    COVARIATE_IS_LABEL,
    /** The map says the target, and nobody has declared it. */
    CIRCULAR_TARGET,
    /** A cell is of another plan or experiment. */
    FOREIGN_CELL,
    /** A cell was fitted to others than its training patients. */
    FITTED_ON_HELD_OUT,
    /** When enough was learnt was told by others than training patients. */
    WATCHED_HELD_OUT,
    /** A score is of somebody whom the cell does not hold out. */
    NOT_HELD_OUT,
    /** Somebody whom the cell holds out has no score. */
    NOT_SCORED;

    /** As it is told: {@code copied-map}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Copies the records. */
  public Leak {
    records = List.copyOf(records);
  }

  /** Of all the records, in order. */
  static Leak of(Kind kind, String place, String found, List<String> all, String expected) {
    List<String> shown = all.subList(0, Math.min(SHOWN, all.size()));
    return new Leak(kind, place, found, shown, all.size(), expected);
  }

  /** The whole of it in one line. */
  public String line() {
    long more = count - records.size();
    return "Leak "
        + kind.key()
        + " in "
        + place
        + ": "
        + found
        + (records.isEmpty() ? "" : ": " + String.join(", ", records))
        + (more > 0 ? " and " + more + " more" : "")
        + " (expected "
        + expected
        + ")";
  }
}
