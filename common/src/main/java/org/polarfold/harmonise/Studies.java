package org.polarfold.harmonise;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Studies of known sites, to learn from.
 *
 * @param values of each study, equally many, finite
 * @param covariates of each study, equally many, finite, without a constant; may be none
 * @param sites of each study, from 0
 */
public record Studies(List<double[]> values, List<double[]> covariates, List<Integer> sites) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException where there is none, they are not equally long, or a site has
   *     no study
   */
  public Studies {
    values = List.copyOf(values);
    covariates = List.copyOf(covariates);
    sites = List.copyOf(sites);
    int most = sites.stream().mapToInt(Integer::intValue).max().orElse(-1);
    if (values.isEmpty()
        || values.size() != covariates.size()
        || values.size() != sites.size()
        || sites.stream().distinct().count() != most + 1) {
      throw new IllegalArgumentException(
          "Invalid studies: %d with %d covariates at %d sites"
              .formatted(values.size(), covariates.size(), most + 1));
    }
  }

  /** How many sites there are. */
  public int siteCount() {
    return sites.stream().mapToInt(Integer::intValue).max().orElseThrow() + 1;
  }

  /** The site with most studies, the first of equally large ones. */
  public int largestSite() {
    int largest = 0;
    for (int site = 1; site < siteCount(); site++) {
      largest = of(site).length > of(largest).length ? site : largest;
    }
    return largest;
  }

  /** How many values a study has. */
  int length() {
    return values.get(0).length;
  }

  /** The places of a site's studies. */
  int[] of(int site) {
    return IntStream.range(0, sites.size()).filter(i -> sites.get(i) == site).toArray();
  }

  /** The studies of one site, or of all where there is no reference. */
  List<double[]> target(Reference reference) {
    return reference instanceof Reference.Site one
        ? IntStream.of(of(one.place())).mapToObj(values::get).toList()
        : values;
  }
}
