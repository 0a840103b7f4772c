package org.polarfold.store;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.polarfold.study.MapKind;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

/**
 * One row of a table of the cohort.
 *
 * @param site the site
 * @param n accepted studies
 * @param ageKnown studies whose age is known
 * @param meanAgeYears mean of the known ages, empty where none is
 * @param labels how often each label is 1
 * @param meanSegments mean over studies of each of the 17 segments, segment s at index s - 1, in
 *     the map's unit
 */
public record SiteSummary(
    SiteId site,
    long n,
    long ageKnown,
    OptionalDouble meanAgeYears,
    Map<Target, LabelCount> labels,
    Map<MapKind, List<Double>> meanSegments) {

  /** How often a label is 1 at this site. */
  public LabelCount label(Target target) {
    return labels.getOrDefault(target, new LabelCount(0, 0));
  }

  /** The mean of each of a map's 17 segments, segment s at index s - 1, in the map's unit. */
  public List<Double> segments(MapKind kind) {
    return Objects.requireNonNull(meanSegments.get(kind));
  }

  /**
   * How often a label is 1.
   *
   * @param known studies that have the label
   * @param positive those of them where it is 1
   */
  public record LabelCount(long known, long positive) {

    /** Per cent of the known ones, empty where none is known. */
    public OptionalDouble percent() {
      return known == 0 ? OptionalDouble.empty() : OptionalDouble.of(100.0 * positive / known);
    }
  }
}
