package org.polarfold.experiment;

import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.polarfold.UserException;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

/**
 * Who trains and who is held out.
 *
 * @param folds folds of the internal arm, 2 to 20
 * @param primaryTarget the label that folds are balanced on
 * @param minimumPatients a site with fewer is never held out
 * @param minimumPerClass nor is one with fewer of either class of the primary target
 * @param designs the arms that are trained, internal and external among them, none twice
 * @param repeats how often what is drawn is drawn again: folds, and whom the matched arms leave
 *     out; 1 to 100
 * @param temporalFrom the first month of the studies that the temporal arm is judged on
 * @param namedExternal sites that no other arm touches, sorted
 */
public record Splitting(
    int folds,
    Target primaryTarget,
    int minimumPatients,
    int minimumPerClass,
    List<Design> designs,
    int repeats,
    Optional<YearMonth> temporalFrom,
    List<SiteId> namedExternal) {

  /** The arms where nothing else is asked for. */
  public static final List<Design> USUAL = List.of(Design.INTERNAL, Design.EXTERNAL);

  /** What decides who trains and who is held out; each is an arm of the results. */
  public enum Design {
    /** k folds by patient: the site is in the training data. */
    INTERNAL,
    /** Leaving one site out. */
    EXTERNAL,
    /** As internal, every training set cut to the size that both matched arms of a site share. */
    MATCHED_INTERNAL,
    /** As external, cut alike. */
    MATCHED_EXTERNAL,
    /** Every site by itself: trained there alone, judged there by k folds and at all others. */
    SINGLE_SITE,
    /** Sites that development never touches, judged on once. */
    NAMED_EXTERNAL,
    /** Trained on what was examined before a month, judged on the rest. */
    TEMPORAL
  }

  public Splitting {
    designs = List.copyOf(designs);
    namedExternal = namedExternal.stream().sorted().toList();
  }

  /** Designs that are drawn once, and need neither a month nor named sites. */
  public Splitting(
      int folds,
      Target primaryTarget,
      int minimumPatients,
      int minimumPerClass,
      List<Design> designs) {
    this(
        folds,
        primaryTarget,
        minimumPatients,
        minimumPerClass,
        designs,
        1,
        Optional.empty(),
        List.of());
  }

  static Splitting from(Settings settings) {
    List<Design> designs =
        settings.has("designs") ? settings.choices("designs", Design.class) : USUAL;
    if (!designs.containsAll(USUAL)) {
      throw settings.invalid("designs", "internal and external among them: the drop is of the two");
    }
    Optional<YearMonth> temporalFrom = month(settings, "temporal-from");
    if (designs.contains(Design.TEMPORAL) && temporalFrom.isEmpty()) {
      throw settings.invalid("designs", "split.temporal-from beside temporal, as 2019-01");
    }
    List<SiteId> named =
        settings.has("named-external-sites")
            ? settings.texts("named-external-sites").stream()
                .map(site -> site(settings, site))
                .toList()
            : List.of();
    if (designs.contains(Design.NAMED_EXTERNAL) && named.isEmpty()) {
      throw settings.invalid("designs", "split.named-external-sites beside named-external");
    }
    return new Splitting(
        settings.whole("folds", 2, 20),
        settings.choice("primary-target", Target.class),
        settings.whole("minimum-patients", 1, 1_000_000, 20),
        settings.whole("minimum-per-class", 1, 1_000_000, 5),
        designs,
        settings.whole("repeats", 1, 100, 1),
        temporalFrom,
        named);
  }

  private static Optional<YearMonth> month(Settings settings, String key) {
    if (!settings.has(key)) {
      return Optional.empty();
    }
    try {
      return Optional.of(YearMonth.parse(settings.text(key)));
    } catch (DateTimeParseException e) {
      throw settings.invalid(key, "a year and a month, as 2019-01");
    }
  }

  private static SiteId site(Settings settings, String name) {
    try {
      return new SiteId(name);
    } catch (UserException e) {
      throw settings.invalid("named-external-sites", "names of sites: a-z, 0-9 and -");
    }
  }
}
