package org.polarfold.evaluate;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.polarfold.study.SiteId;

/**
 * Predictions of any number of targets, models, maps and arms as columns, checked row by row while
 * they were gathered: one row each, one site a patient, one label a patient and target.
 */
public final class Predictions {

  private final List<SiteId> sites;
  private final int[] siteOfPatient;
  private final Map<String, byte[]> labels;
  private final SortedMap<Cell, SortedMap<Arm, SortedMap<Repeat, Series>>> series;

  Predictions(
      List<SiteId> sites,
      int[] siteOfPatient,
      Map<String, byte[]> labels,
      SortedMap<Cell, SortedMap<Arm, SortedMap<Repeat, Series>>> series) {
    this.sites = sites;
    this.siteOfPatient = siteOfPatient;
    this.labels = labels;
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

  /** The sites in order of name; a site's code is its place here. */
  List<SiteId> sites() {
    return sites;
  }

  /** The code of the site of a patient. */
  int siteOf(int patient) {
    return siteOfPatient[patient];
  }

  /** Labels 0 or 1 by patient; -1 where no row gave one. */
  byte[] labels(Cell cell) {
    byte[] column = labels.get(cell.target());
    if (column == null) {
      throw new IllegalArgumentException("Invalid target: " + cell.target());
    }
    return column;
  }

  /** All series, in the order in which results list them. */
  SortedMap<Cell, SortedMap<Arm, SortedMap<Repeat, Series>>> series() {
    return series;
  }
}
