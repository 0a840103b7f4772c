package org.polarfold.evaluate;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.polarfold.study.SiteId;

/**
 * The out-of-fold scores of the internal arm, of all sites but one at a time: what is known of a
 * model before it meets that site. A score is sorted once for all sites together.
 */
final class TrainingScores {

  static final String NO_OTHER = "no other site has internal scores";

  private final SortedMap<SiteId, Sample> sites;
  private final SortedMap<Repeat, ScoreTally> tallies;

  private TrainingScores(SortedMap<SiteId, Sample> sites, SortedMap<Repeat, ScoreTally> tallies) {
    this.sites = sites;
    this.tallies = tallies;
  }

  /** From the internal arm. */
  static TrainingScores of(SortedMap<SiteId, Sample> internal) {
    SortedMap<SiteId, Sample> sites = new TreeMap<>(internal);
    sites.values().removeIf(sample -> sample.size() == 0);
    SortedSet<Repeat> repeats = new TreeSet<>();
    sites.values().forEach(sample -> repeats.addAll(sample.repeats()));
    SortedMap<Repeat, ScoreTally> tallies = new TreeMap<>();
    for (Repeat repeat : repeats) {
      List<Sample> having =
          sites.values().stream().filter(sample -> sample.repeats().contains(repeat)).toList();
      tallies.put(repeat, ScoreTally.of(having, repeat));
    }
    return new TrainingScores(sites, tallies);
  }

  /** Sites with internal scores, with those. */
  SortedMap<SiteId, Sample> sites() {
    return sites;
  }

  /** Repeats that all other sites have. */
  List<Repeat> repeatsWithout(SiteId site) {
    if (others(site) == 0) {
      return List.of();
    }
    return tallies.keySet().stream()
        .filter(
            repeat ->
                sites.entrySet().stream()
                    .filter(other -> !other.getKey().equals(site))
                    .allMatch(other -> other.getValue().repeats().contains(repeat)))
        .toList();
  }

  /** Why {@link #repeatsWithout} has none. */
  String whyNone(SiteId site) {
    return others(site) == 0 ? NO_OTHER : "no repeat is at all other sites";
  }

  private long others(SiteId site) {
    return sites.keySet().stream().filter(other -> !other.equals(site)).count();
  }

  /** The other sites' scores in a repeat that all of them have. */
  ScoreTally without(SiteId site, Repeat repeat) {
    ScoreTally all = tallies.get(repeat);
    if (all == null) {
      throw new IllegalArgumentException("Invalid repeat: " + repeat);
    }
    Sample own = sites.getOrDefault(site, Sample.NOBODY);
    return own.repeats().contains(repeat) ? all.without(own, repeat) : all;
  }
}
