package org.polarfold.store;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Features of some patients of held-out sites, without their labels: for what is adapted to a site,
 * and told in an arm of its own. Only {@link CellStudies} makes them.
 */
public final class UnlabelledStudies {

  private final SortedMap<String, List<float[]>> bySite;

  UnlabelledStudies(SortedMap<String, List<float[]>> bySite) {
    this.bySite = Collections.unmodifiableSortedMap(new TreeMap<>(bySite));
  }

  /** The features of each site's patients, in an order drawn by seed. */
  public SortedMap<String, List<float[]>> bySite() {
    return bySite;
  }
}
