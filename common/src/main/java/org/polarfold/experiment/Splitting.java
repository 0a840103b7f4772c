package org.polarfold.experiment;

import java.util.List;
import org.polarfold.study.Target;

/**
 * Who trains and who is held out.
 *
 * @param folds folds of the internal arm, 2 to 20
 * @param primaryTarget the label that folds are balanced on
 * @param minimumPatients a site with fewer is never held out
 * @param minimumPerClass nor is one with fewer of either class of the primary target
 * @param designs the arms that are trained, internal and external among them, none twice
 */
public record Splitting(
    int folds,
    Target primaryTarget,
    int minimumPatients,
    int minimumPerClass,
    List<Design> designs) {

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
    MATCHED_EXTERNAL
  }

  public Splitting {
    designs = List.copyOf(designs);
  }

  static Splitting from(Settings settings) {
    List<Design> designs =
        settings.has("designs") ? settings.choices("designs", Design.class) : USUAL;
    if (!designs.containsAll(USUAL)) {
      throw settings.invalid("designs", "internal and external among them: the drop is of the two");
    }
    return new Splitting(
        settings.whole("folds", 2, 20),
        settings.choice("primary-target", Target.class),
        settings.whole("minimum-patients", 1, 1_000_000, 20),
        settings.whole("minimum-per-class", 1, 1_000_000, 5),
        designs);
  }
}
