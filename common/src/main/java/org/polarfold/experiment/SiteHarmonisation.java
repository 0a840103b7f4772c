package org.polarfold.experiment;

/**
 * How sites are made alike in what the frozen network yields, learnt in every cell from its
 * training studies alone.
 *
 * @param method how
 * @param unseen what a site is done that no training study comes from
 */
public record SiteHarmonisation(Method method, Unseen unseen) {

  /** None, as where the configuration says nothing. */
  public static final SiteHarmonisation NONE =
      new SiteHarmonisation(Method.NONE, new Unseen.Nothing());

  /** How sites are made alike. */
  public enum Method {
    NONE,
    /** Location and scale of every feature, shrunk towards what a site does to all of them. */
    COMBAT,
    /** One factor for all features. */
    GAIN,
    /** Quantiles of every feature. */
    HISTOGRAM
  }

  /** What a site is done that nothing was learnt from. */
  public sealed interface Unseen {

    /**
     * Nothing: training sites are brought to what they have in common, and it is taken as it is.
     */
    record Nothing() implements Unseen {}

    /**
     * Nothing as well, but training sites are brought to the largest of them, so that the network
     * knows one that is as measured.
     */
    record LikeReference() implements Unseen {}

    /**
     * It is made alike from some of its patients, whose labels nobody looks at, in an arm of its
     * own beside that where nothing is done.
     *
     * @param patients how many of each site, drawn by seed; all of a site that has fewer
     */
    record Adapted(int patients) implements Unseen {}
  }

  private static final int FEWEST = 2;
  private static final int MOST = 100_000;

  static SiteHarmonisation from(Settings settings) {
    return new SiteHarmonisation(
        settings.choice("method", Method.class),
        settings.has("unseen") ? unseen(settings) : new Unseen.Nothing());
  }

  private static Unseen unseen(Settings settings) {
    String text = settings.scalar("unseen").orElse("");
    if (text.equals("none")) {
      return new Unseen.Nothing();
    }
    if (text.equals("reference")) {
      return new Unseen.LikeReference();
    }
    if (text.matches("[0-9]{1,6}")
        && Integer.parseInt(text) >= FEWEST
        && Integer.parseInt(text) <= MOST) {
      return new Unseen.Adapted(Integer.parseInt(text));
    }
    throw settings.invalid(
        "unseen", "none, reference or a number of patients from " + FEWEST + " to " + MOST);
  }
}
