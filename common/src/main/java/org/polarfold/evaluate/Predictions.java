package org.polarfold.evaluate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.polarfold.study.SiteId;

/**
 * Predictions of any number of targets, models, maps and arms as columns, checked row by row while
 * they were gathered: one row each, one site a patient, one label a patient, target and segment.
 */
public final class Predictions {

  private final List<SiteId> sites;
  private final int[] siteOfPatient;
  private final Map<Measure, double[]> labels;
  private final Map<String, double[]> weights;
  private final PatientAttributes attributes;
  private final Map<String, LabelSources> sources;
  private final Targets targets;
  private final SortedMap<Cell, SortedMap<Arm, SortedMap<Repeat, SortedMap<Integer, Series>>>>
      series;

  Predictions(
      List<SiteId> sites,
      int[] siteOfPatient,
      Map<Measure, double[]> labels,
      Map<String, double[]> weights,
      PatientAttributes attributes,
      Map<String, LabelSources> sources,
      Targets targets,
      SortedMap<Cell, SortedMap<Arm, SortedMap<Repeat, SortedMap<Integer, Series>>>> series) {
    this.sites = sites;
    this.siteOfPatient = siteOfPatient;
    this.labels = labels;
    this.weights = weights;
    this.attributes = attributes;
    this.sources = sources;
    this.targets = targets;
    this.series = series;
  }

  /**
   * Begins to gather predictions.
   *
   * @param source the file or table that rows come from, named in messages
   */
  public static PredictionsBuilder from(String source) {
    return from(RowPlaces.in(source));
  }

  /**
   * Begins to gather predictions that do not all come from one file.
   *
   * @param places names rows in messages
   */
  public static PredictionsBuilder from(RowPlaces places) {
    return new PredictionsBuilder(places);
  }

  /** A series by the sites of its patients. */
  SortedMap<SiteId, Series> bySite(Series series) {
    int[] sizes = new int[sites.size()];
    for (int patient : series.patients()) {
      sizes[siteOfPatient[patient]]++;
    }
    int[][] positions = new int[sizes.length][];
    for (int s = 0; s < sizes.length; s++) {
      positions[s] = new int[sizes[s]];
    }
    int[] filled = new int[sizes.length];
    for (int i = 0; i < series.patients().length; i++) {
      int site = siteOfPatient[series.patients()[i]];
      positions[site][filled[site]++] = i;
    }
    SortedMap<SiteId, Series> parts = new TreeMap<>();
    for (int s = 0; s < sizes.length; s++) {
      if (sizes[s] > 0) {
        parts.put(sites.get(s), series.at(positions[s]));
      }
    }
    return parts;
  }

  /** Whether a cell's target is measured rather than told apart. */
  boolean isRegression(Cell cell) {
    return targets.isRegression(cell);
  }

  /** Labels by patient; NaN where no row gave one. */
  double[] labels(Measure measure) {
    double[] column = labels.get(measure);
    if (column == null) {
      throw new IllegalArgumentException("Invalid target: " + measure.target());
    }
    return column;
  }

  /** How far each patient's label is trusted, above 0 and at most 1, where the file says so. */
  Optional<double[]> weights(String target) {
    return Optional.ofNullable(weights.get(target));
  }

  /** What is known of each patient beside label and score. */
  PatientAttributes attributes() {
    return attributes;
  }

  /** Where the labels of a target are from. */
  LabelSources sources(String target) {
    LabelSources told = sources.get(target);
    return told == null ? LabelSources.none() : told;
  }

  /** The site of a patient. */
  SiteId site(int patient) {
    return sites.get(siteOfPatient[patient]);
  }

  /** All series, in the order in which results list them. */
  SortedMap<Cell, SortedMap<Arm, SortedMap<Repeat, SortedMap<Integer, Series>>>> series() {
    return series;
  }
}
