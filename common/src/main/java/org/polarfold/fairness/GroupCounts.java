package org.polarfold.fairness;

import java.util.List;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.Sample;

/**
 * Patients of one population by group and label.
 *
 * @param cells groupings x groups x label
 * @param labelled whether there are labels: otherwise everybody counts as of the first
 */
record GroupCounts(int[][][] cells, boolean labelled) {

  /** Counts the patients of a population without labels. */
  static GroupCounts of(List<Grouping> groupings, int[] patients) {
    int[][][] cells = new int[groupings.size()][][];
    for (int g = 0; g < cells.length; g++) {
      cells[g] = new int[groupings.get(g).size()][2];
      for (int patient : patients) {
        cells[g][groupings.get(g).group(patient)][0]++;
      }
    }
    return new GroupCounts(cells, false);
  }

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
    return new GroupCounts(cells, true);
  }

  int n(int grouping, int group) {
    return cells[grouping][group][0] + cells[grouping][group][1];
  }

  Estimate<Integer> events(int grouping, int group) {
    return labelled
        ? Estimate.of(cells[grouping][group][1])
        : Estimate.none(Metric.OF_LABELS_ALONE);
  }

  /** The smaller class of a group; all of it where there are no labels. */
  int least(int grouping, int group) {
    return least(grouping, List.of(group));
  }

  /** The smaller class of several groups together. */
  int least(int grouping, List<Integer> groups) {
    int[] both = new int[2];
    for (int group : groups) {
      both[0] += cells[grouping][group][0];
      both[1] += cells[grouping][group][1];
    }
    return labelled ? Math.min(both[0], both[1]) : both[0];
  }
}
