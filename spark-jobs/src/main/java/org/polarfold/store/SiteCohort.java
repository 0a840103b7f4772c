package org.polarfold.store;

import java.time.YearMonth;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.polarfold.study.MapKind;
import org.polarfold.study.Quantity;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

/**
 * The accepted studies of a site in figures, none of them suppressed however small. Words are those
 * of the consortium; a word that nobody said is counted nowhere and so is missing.
 *
 * @param site its name
 * @param patients accepted studies, one a patient
 * @param ages at the examination
 * @param examined months of the examinations; empty where no month is known
 * @param labels every target
 * @param race patients by word
 * @param readers what each of the site's readers called abnormal, by the reader's name
 * @param angiographyDone who reached angiography
 * @param obstructiveDisease what angiography found, of those whose result is known; missing are
 *     those whose angiography was done without a known result
 * @param acquisition studies by column of {@link StudyCodec#ACQUISITION}, in that order, and word
 * @param quantities studies by what their maps measure; every quantity
 * @param maps studies that have a map, of whatever quantity; every kind
 * @param colourResiduals of studies read off pictures
 * @param meanSegments mean of each of the 17 segments by map of flow, in the map's unit; a map that
 *     no study has is left out
 * @param meanSegmentsByLabel the same of patients with one label of the target that was asked for;
 *     empty where none was
 */
public record SiteCohort(
    SiteId site,
    long patients,
    Ages ages,
    Optional<Months> examined,
    Map<Target, Share> labels,
    Map<String, Long> race,
    Map<String, Share> readers,
    Share angiographyDone,
    Share obstructiveDisease,
    Map<String, Map<String, Long>> acquisition,
    Map<Quantity, Long> quantities,
    Map<MapKind, Long> maps,
    ColourResiduals colourResiduals,
    Map<MapKind, List<Double>> meanSegments,
    List<OfLabel> meanSegmentsByLabel) {

  /**
   * The mean map of a site's patients with one label.
   *
   * @param positive whether the label is that of the target
   * @param patients how many, all with that map of flow; at least 1
   * @param segments 17 means in the map's unit
   */
  public record OfLabel(MapKind kind, boolean positive, long patients, List<Double> segments) {}

  /**
   * How many of whom something is true.
   *
   * @param positive of whom it is true
   * @param known of whom it is known whether
   * @param missing of whom it is not known
   */
  public record Share(long positive, long known, long missing) {

    /** Of nobody. */
    static final Share NONE = new Share(0, 0, 0);

    /** Of the patients of both. */
    Share plus(Share other) {
      return new Share(positive + other.positive, known + other.known, missing + other.missing);
    }
  }

  /**
   * When patients were examined.
   *
   * @param known patients whose month is known
   * @param from the first month
   * @param to the last month
   */
  public record Months(long known, YearMonth from, YearMonth to) {

    /** Of the patients of both. */
    Months plus(Months other) {
      return new Months(
          known + other.known,
          from.isBefore(other.from) ? from : other.from,
          to.isAfter(other.to) ? to : other.to);
    }
  }

  /** A site of which no study was accepted. */
  public static SiteCohort none(SiteId site) {
    Map<Target, Share> labels = new EnumMap<>(Target.class);
    for (Target target : Target.values()) {
      labels.put(target, Share.NONE);
    }
    Map<Quantity, Long> quantities = new EnumMap<>(Quantity.class);
    for (Quantity quantity : Quantity.values()) {
      quantities.put(quantity, 0L);
    }
    Map<MapKind, Long> maps = new EnumMap<>(MapKind.class);
    for (MapKind kind : MapKind.values()) {
      maps.put(kind, 0L);
    }
    Map<String, Map<String, Long>> acquisition = new LinkedHashMap<>();
    StudyCodec.ACQUISITION.forEach(column -> acquisition.put(column, Map.of()));
    return new SiteCohort(
        site,
        0,
        Ages.none(),
        Optional.empty(),
        labels,
        Map.of(),
        Map.of(),
        Share.NONE,
        Share.NONE,
        acquisition,
        quantities,
        maps,
        ColourResiduals.none(),
        Map.of(),
        List.of());
  }

  /** All sites of a lake that have studies, in order of name. */
  public static List<SiteCohort> of(StudyStore studies) {
    return of(studies.read());
  }

  /** The same, with mean maps by the label of a target; in the same pass. */
  public static List<SiteCohort> of(StudyStore studies, Target target) {
    return CohortQuery.cohorts(studies.read(), Optional.of(target));
  }

  /**
   * All sites that have studies, in order of name; two passes over the studies, which read no map.
   *
   * @param studies columns of {@link StudyCodec#schema()} and the site
   */
  public static List<SiteCohort> of(Dataset<Row> studies) {
    return CohortQuery.cohorts(studies, Optional.empty());
  }
}
