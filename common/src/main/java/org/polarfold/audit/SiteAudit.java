package org.polarfold.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.commons.math3.stat.StatUtils;
import org.polarfold.UserException;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.SiteId;

/**
 * How well sites are told from what was seen of their patients: a linear discriminant learns in all
 * folds but one and tells the site of those held out. What it cannot tell a network might, since it
 * sees means alone; what it tells may be the site's patients as well as its scanner.
 *
 * @param n patients
 * @param values of each patient
 * @param shuffles how often sites were dealt anew among the patients of each fold, and told again
 * @param balancedAccuracy mean over sites of the share of their patients whose site is told; by
 *     chance one over the number of sites
 * @param auroc mean over sites of the area under the ROC curve of the site against the rest, within
 *     folds; by chance 0.5, unless values were prepared
 * @param sites each by itself, in order of name
 * @param leftOut patients of sites with too few of them, by site
 */
public record SiteAudit(
    int n,
    int values,
    int shuffles,
    Figure balancedAccuracy,
    Figure auroc,
    List<Site> sites,
    Map<String, Integer> leftOut) {

  /** A site with fewer patients is left out. */
  public static final int FEWEST = 20;

  /** As many as make the smallest p a hundredth. */
  public static final int USUAL_SHUFFLES = 99;

  /**
   * A figure beside chance. Folds share most of what they learn from, so that a figure of theirs
   * varies more than one of a single model (Noirhomme et al., NeuroImage: Clinical 2014;4:687): the
   * standard error is the larger of that with the discriminants as they are and the spread over
   * shuffled sites, which knows of it.
   *
   * @param value in [0, 1]
   * @param chance what it is where nothing is told
   * @param se its standard error
   * @param lower {@code value} less 1.96 of them, at least 0
   * @param upper the other end, at most 1
   * @param p share of shuffles, the figure itself among them, that tell as much or more
   */
  public record Figure(
      double value, double chance, double se, double lower, double upper, double p) {

    private static final double Z = 1.959963984540054;

    static Figure of(double value, double chance, double variance, double[] shuffled) {
      double se = Math.sqrt(Math.max(variance, StatUtils.variance(shuffled)));
      double more = Arrays.stream(shuffled).filter(one -> one >= value).count();
      return new Figure(
          value,
          chance,
          se,
          Math.max(0, value - Z * se),
          Math.min(1, value + Z * se),
          (more + 1) / (shuffled.length + 1));
    }

    /** Whether chance lies between the ends. */
    public boolean holdsChance() {
      return lower <= chance && chance <= upper;
    }
  }

  /**
   * One site.
   *
   * @param site its name
   * @param n its patients
   * @param told those whose site is told
   * @param auroc area under the ROC curve of the site against the rest, within folds
   */
  public record Site(String site, int n, int told, double auroc) {}

  /**
   * Audits.
   *
   * @param patients in any order that is the same each time
   * @param seeds of the shuffles
   * @param shuffles at least 2
   * @throws UserException where there are fewer than two sites with {@link #FEWEST} patients
   */
  public static SiteAudit of(List<Seen> patients, Seeds seeds, int shuffles) {
    return of(patients, seeds, shuffles, Preparation.NONE);
  }

  /**
   * Audits what a preparation leaves. Whoever is brought to a mean that was learnt without him lies
   * on its other side than those it was learnt from: where sites do not differ, less is told than
   * by guessing. Chance is then the mean over shuffles, through the whole of it.
   *
   * @param preparation learnt anew in every fold and shuffle
   */
  public static SiteAudit of(
      List<Seen> patients, Seeds seeds, int shuffles, Preparation preparation) {
    TreeMap<SiteId, Integer> sizes = new TreeMap<>();
    patients.forEach(patient -> sizes.merge(patient.site(), 1, Integer::sum));
    Map<String, Integer> leftOut = new TreeMap<>();
    List<SiteId> sites = new ArrayList<>();
    sizes.forEach(
        (site, size) -> {
          if (size < FEWEST) {
            leftOut.put(site.value(), size);
          } else {
            sites.add(site);
          }
        });
    if (sites.size() < 2) {
      throw new UserException(
          "Cannot audit sites: "
              + sites.size()
              + " with at least "
              + FEWEST
              + " patients (expected 2 or more)");
    }
    List<Seen> some = patients.stream().filter(seen -> sites.contains(seen.site())).toList();
    int[] siteOf = some.stream().mapToInt(seen -> sites.indexOf(seen.site())).toArray();
    SitesTold told = SitesTold.of(some, siteOf, sites, preparation);
    double[] accuracies = new double[shuffles];
    double[] areas = new double[shuffles];
    for (int shuffle = 0; shuffle < shuffles; shuffle++) {
      SitesTold by =
          SitesTold.of(
              some, shuffled(some, siteOf, seeds.seed("shuffle", shuffle)), sites, preparation);
      accuracies[shuffle] = by.accuracy();
      areas[shuffle] = by.area();
    }
    boolean plain = preparation.equals(Preparation.NONE);
    return new SiteAudit(
        siteOf.length,
        some.get(0).values().length,
        shuffles,
        Figure.of(
            told.accuracy(),
            plain ? 1.0 / sites.size() : StatUtils.mean(accuracies),
            told.accuracyVariance(),
            accuracies),
        Figure.of(told.area(), plain ? 0.5 : StatUtils.mean(areas), told.areaVariance(), areas),
        told.bySite(),
        Collections.unmodifiableMap(leftOut));
  }

  /** Sites dealt anew among the patients of each fold, so that no fold gets more of one. */
  private static int[] shuffled(List<Seen> patients, int[] siteOf, long seed) {
    Map<String, List<Integer>> places = new TreeMap<>();
    for (int i = 0; i < siteOf.length; i++) {
      places.computeIfAbsent(patients.get(i).fold(), fold -> new ArrayList<>()).add(i);
    }
    Random random = new Random(seed);
    int[] dealt = new int[siteOf.length];
    for (List<Integer> fold : places.values()) {
      List<Integer> from = new ArrayList<>(fold);
      Collections.shuffle(from, random);
      for (int i = 0; i < from.size(); i++) {
        dealt[fold.get(i)] = siteOf[from.get(i)];
      }
    }
    return dealt;
  }
}
