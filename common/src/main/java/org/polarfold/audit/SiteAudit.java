package org.polarfold.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.polarfold.UserException;
import org.polarfold.study.SiteId;

/**
 * How well sites are told from what was seen of their patients: a linear discriminant learns in all
 * folds but one and tells the site of those held out. What it cannot tell a network might, since it
 * sees means alone; what it tells may be the site's patients as well as its scanner.
 *
 * @param n patients
 * @param values of each patient
 * @param chance balanced accuracy where nothing is told: one over the number of sites
 * @param balancedAccuracy mean over sites of the share of their patients whose site is told
 * @param auroc mean over sites of the area under the ROC curve of the site against the rest, within
 *     folds; 0.5 where nothing is told
 * @param sites each by itself, in order of name
 * @param leftOut patients of sites with too few of them, by site
 */
public record SiteAudit(
    int n,
    int values,
    double chance,
    Figure balancedAccuracy,
    Figure auroc,
    List<Site> sites,
    Map<String, Integer> leftOut) {

  /** A site with fewer patients is left out. */
  public static final int FEWEST = 20;

  /**
   * A figure with its 95 % interval.
   *
   * @param value in [0, 1]
   * @param se its standard error, the models taken as they are
   * @param lower {@code value} less 1.96 of them, at least 0
   * @param upper the other end, at most 1
   */
  public record Figure(double value, double se, double lower, double upper) {

    private static final double Z = 1.959963984540054;

    static Figure of(double value, double variance) {
      double se = Math.sqrt(variance);
      return new Figure(value, se, Math.max(0, value - Z * se), Math.min(1, value + Z * se));
    }

    /** Whether a value lies between the ends. */
    public boolean holds(double other) {
      return lower <= other && other <= upper;
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
   * @throws UserException where there are fewer than two sites with {@link #FEWEST} patients
   */
  public static SiteAudit of(List<Seen> patients) {
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
    Told told = Told.of(some, sites);
    return told.audit(leftOut);
  }

  /** Every patient's site as it was told by a discriminant that did not learn from them. */
  private record Told(
      List<Seen> patients, List<SiteId> sites, int[] siteOf, List<double[]> logProbabilities) {

    static Told of(List<Seen> patients, List<SiteId> sites) {
      int[] siteOf = patients.stream().mapToInt(seen -> sites.indexOf(seen.site())).toArray();
      List<double[]> told = new ArrayList<>();
      patients.forEach(seen -> told.add(new double[0]));
      for (String fold : new TreeSet<>(patients.stream().map(Seen::fold).toList())) {
        List<double[]> rows = new ArrayList<>();
        List<Integer> classes = new ArrayList<>();
        for (int i = 0; i < siteOf.length; i++) {
          if (!patients.get(i).fold().equals(fold)) {
            rows.add(patients.get(i).values());
            classes.add(siteOf[i]);
          }
        }
        int[] learnt = classes.stream().mapToInt(Integer::intValue).toArray();
        requireAll(learnt, sites, fold);
        LinearDiscriminant discriminant = new LinearDiscriminant(rows, learnt, sites.size());
        for (int i = 0; i < siteOf.length; i++) {
          if (patients.get(i).fold().equals(fold)) {
            told.set(i, discriminant.logProbabilities(patients.get(i).values()));
          }
        }
      }
      return new Told(patients, sites, siteOf, told);
    }

    private static void requireAll(int[] learnt, List<SiteId> sites, String fold) {
      for (int site = 0; site < sites.size(); site++) {
        int wanted = site;
        if (Arrays.stream(learnt).noneMatch(one -> one == wanted)) {
          throw new UserException(
              "Cannot audit sites: "
                  + sites.get(site)
                  + " is held out as a whole in "
                  + fold
                  + " (expected folds by patient)");
        }
      }
    }

    SiteAudit audit(Map<String, Integer> leftOut) {
      int k = sites.size();
      int[] sizes = new int[k];
      int[] right = new int[k];
      for (int i = 0; i < siteOf.length; i++) {
        sizes[siteOf[i]]++;
        right[siteOf[i]] += most(logProbabilities.get(i)) == siteOf[i] ? 1 : 0;
      }
      double accuracy = 0;
      double variance = 0;
      double area = 0;
      double[] influence = new double[siteOf.length];
      List<Site> each = new ArrayList<>();
      for (int site = 0; site < k; site++) {
        accuracy += (double) right[site] / sizes[site] / k;
        // A site that is told always, or never, is not known for certain to be so.
        double share = (right[site] + 1.0) / (sizes[site] + 2.0);
        variance += share * (1 - share) / sizes[site] / k / k;
        OneAgainstRest curve = OneAgainstRest.of(patients, siteOf, logProbabilities, site);
        area += curve.area() / k;
        for (int i = 0; i < influence.length; i++) {
          influence[i] += curve.influence()[i] / k;
        }
        each.add(new Site(sites.get(site).value(), sizes[site], right[site], curve.area()));
      }
      double areaVariance = 0;
      for (double one : influence) {
        areaVariance += one * one;
      }
      return new SiteAudit(
          siteOf.length,
          patients.get(0).values().length,
          1.0 / k,
          Figure.of(accuracy, variance),
          Figure.of(area, areaVariance),
          List.copyOf(each),
          Collections.unmodifiableMap(leftOut));
    }

    private static int most(double[] values) {
      int best = 0;
      for (int c = 1; c < values.length; c++) {
        best = values[c] > values[best] ? c : best;
      }
      return best;
    }
  }
}
