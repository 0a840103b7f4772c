package org.polarfold.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.polarfold.UserException;
import org.polarfold.study.SiteId;

/** Every patient's site as it was told by a discriminant that did not learn from the patient. */
final class SitesTold {

  private final List<SiteId> sites;
  private final int[] sizes;
  private final int[] right;
  private final List<OneAgainstRest> curves;

  private SitesTold(
      List<Seen> patients, int[] siteOf, List<SiteId> sites, List<double[]> logProbabilities) {
    this.sites = sites;
    sizes = new int[sites.size()];
    right = new int[sites.size()];
    for (int i = 0; i < siteOf.length; i++) {
      sizes[siteOf[i]]++;
      right[siteOf[i]] += most(logProbabilities.get(i)) == siteOf[i] ? 1 : 0;
    }
    curves =
        IntStream.range(0, sites.size())
            .mapToObj(site -> OneAgainstRest.of(patients, siteOf, logProbabilities, site))
            .toList();
  }

  /**
   * Learns in all folds but one, and tells in that.
   *
   * @param siteOf each patient's site as its place in {@code sites}
   * @param preparation of the values, learnt in the same folds
   * @throws UserException where a site lies in one fold as a whole
   */
  static SitesTold of(
      List<Seen> patients, int[] siteOf, List<SiteId> sites, Preparation preparation) {
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
      for (int site = 0; site < sites.size(); site++) {
        if (!classes.contains(site)) {
          throw new UserException(
              "Cannot audit sites: "
                  + sites.get(site)
                  + " is held out as a whole in "
                  + fold
                  + " (expected folds by patient)");
        }
      }
      int[] of = classes.stream().mapToInt(Integer::intValue).toArray();
      Preparation.Learnt prepared = preparation.learn(rows, of);
      List<double[]> alike =
          IntStream.range(0, of.length).mapToObj(i -> prepared.of(rows.get(i), of[i])).toList();
      LinearDiscriminant discriminant = new LinearDiscriminant(alike, of, sites.size());
      for (int i = 0; i < siteOf.length; i++) {
        if (patients.get(i).fold().equals(fold)) {
          double[] row = prepared.of(patients.get(i).values(), siteOf[i]);
          told.set(i, discriminant.logProbabilities(row));
        }
      }
    }
    return new SitesTold(patients, siteOf, sites, told);
  }

  private static int most(double[] values) {
    int best = 0;
    for (int c = 1; c < values.length; c++) {
      best = values[c] > values[best] ? c : best;
    }
    return best;
  }

  /** Mean over sites of the share of their patients whose site is told. */
  double accuracy() {
    return IntStream.range(0, sizes.length)
        .mapToDouble(site -> (double) right[site] / sizes[site])
        .average()
        .orElseThrow();
  }

  /** Its variance with the discriminants as they are. */
  double accuracyVariance() {
    double sum = 0;
    for (int site = 0; site < sizes.length; site++) {
      // A site that is told always, or never, is not known for certain to be so.
      double share = (right[site] + 1.0) / (sizes[site] + 2.0);
      sum += share * (1 - share) / sizes[site];
    }
    return sum / sizes.length / sizes.length;
  }

  /** Mean over sites of the area against the rest. */
  double area() {
    return curves.stream().mapToDouble(OneAgainstRest::area).average().orElseThrow();
  }

  /** Its variance with the discriminants as they are; a patient is in every site's curve. */
  double areaVariance() {
    double[] influence = new double[Arrays.stream(sizes).sum()];
    for (OneAgainstRest curve : curves) {
      for (int i = 0; i < influence.length; i++) {
        influence[i] += curve.influence()[i] / curves.size();
      }
    }
    return Arrays.stream(influence).map(one -> one * one).sum();
  }

  /** Each site by itself. */
  List<SiteAudit.Site> bySite() {
    return IntStream.range(0, sizes.length)
        .mapToObj(
            site ->
                new SiteAudit.Site(
                    sites.get(site).value(), sizes[site], right[site], curves.get(site).area()))
        .toList();
  }
}
