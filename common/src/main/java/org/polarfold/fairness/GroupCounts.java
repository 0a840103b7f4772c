package org.polarfold.fairness;

import java.util.List;
import org.polarfold.evaluate.Sample;

/**
 * Patients of one population by group and label.
 *
 * @param cells groupings x groups x label
 */
record GroupCounts(int[][][] cells) {

  /** Counts the patients of some sites, none of whom is in two. */
  static GroupCounts of(List<Grouping> groupings, Iterable<Sample> sites) {
    int[][][] cells = new int[groupings.size()][][];
    for (int g = 0; g < cells.length; g++) {
      Grouping grouping = groupings.get(g);
      cells[g] = new int[grouping.size()][2];
      for (Sample site : sites) {
        for (int i = 0; i < site.size(); i++) {
          cells[g][grouping.group(site.patients()[i])][site.labels()[i]]++;
        }
      }
    }
    return new GroupCounts(cells);
  }

  int n(int grouping, int group) {
    return cells[grouping][group][0] + cells[grouping][group][1];
  }

  int events(int grouping, int group) {
    return cells[grouping][group][1];
  }

  /** The smaller class of a group. */
  int least(int grouping, int group) {
    return Math.min(cells[grouping][group][0], cells[grouping][group][1]);
  }
}
