package org.polarfold.store;

import java.io.Serializable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.polarfold.study.Target;

/**
 * What a model sees of one study, for its maps: cached features, segment means, labels.
 *
 * <p>A class, not a record: it travels between Spark's processes often, and Kryo reads it.
 */
public final class FeaturedStudy implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String patient;
  private final String site;
  private final float[] features;
  private final int views;
  private final double[] segments;
  private final double[] reserveSegments;
  private final EnumMap<Target, Integer> labels;
  private final double ageYears;
  private final @Nullable String race;

  FeaturedStudy(
      String patient,
      String site,
      float[] features,
      int views,
      double[] segments,
      double[] reserveSegments,
      EnumMap<Target, Integer> labels,
      double ageYears,
      @Nullable String race) {
    this.patient = patient;
    this.site = site;
    this.features = features;
    this.views = views;
    this.segments = segments;
    this.reserveSegments = reserveSegments;
    this.labels = labels;
    this.ageYears = ageYears;
    this.race = race;
  }

  /** The same with every view of its features changed, to as many values. */
  FeaturedStudy changed(FeatureChange change) {
    float[] all = new float[features.length];
    int length = features.length / views;
    for (int view = 0; view < views; view++) {
      System.arraycopy(change.of(site, view(view)), 0, all, view * length, length);
    }
    return new FeaturedStudy(
        patient, site, all, views, segments, reserveSegments, labels, ageYears, race);
  }

  /** The patient's pseudonym. */
  public String patient() {
    return patient;
  }

  /** The site's name. */
  public String site() {
    return site;
  }

  /** What the frozen network yields for the maps as they are. */
  public float[] features() {
    return views == 1 ? features : view(0);
  }

  /** How many views there are: the maps as they are, and their variants. */
  public int views() {
    return views;
  }

  /** The features of a view; 0 for the maps as they are. */
  public float[] view(int view) {
    int length = features.length / views;
    return Arrays.copyOfRange(features, view * length, (view + 1) * length);
  }

  /** The 17 segment means of each map, in its unit. */
  public double[] segments() {
    return segments;
  }

  /** The 17 segment means of flow reserve, dimensionless; empty where the study has none. */
  public double[] reserveSegments() {
    return reserveSegments;
  }

  /** The label of a target, 0 or 1, or empty where missing. */
  public OptionalInt label(Target target) {
    Integer label = labels.get(target);
    return label == null ? OptionalInt.empty() : OptionalInt.of(label);
  }

  /** Age in years, or NaN where unknown. */
  public double ageYears() {
    return ageYears;
  }

  /** Race as the site told it, or empty where unknown. */
  public Optional<String> race() {
    return Optional.ofNullable(race);
  }
}
