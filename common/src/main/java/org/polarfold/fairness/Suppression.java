package org.polarfold.fairness;

import java.util.ArrayList;
import java.util.List;

/**
 * Which groups are not told of, since fewer than five of their patients have one of the labels, or
 * since such a number could be found by taking the others from a total (complementary suppression:
 * Hundepool and others, Statistical Disclosure Control, 2012, chapter 4).
 *
 * <p>Every population's totals are known, and so are the totals of a line of a crossing, as all
 * women by race, unless that group is not told of either. A line is safe where no group is hidden,
 * or at least two with five patients of each label between them; until then its smallest shown
 * group is hidden too. A crossing shows nothing of a group that is hidden by itself. Populations
 * that share patients (arms, and the patients of the drop) hide the same groups, since one could be
 * taken from the other. Not looked into: what could be found from several targets, or from files of
 * other runs.
 */
final class Suppression {

  /** Fewer patients of a label than these are not told of. */
  static final int LEAST = 5;

  static final String WHY = "suppressed: fewer than 5 patients of a label, or their complement";

  private final List<Grouping> groupings;
  private final List<GroupCounts> populations;
  private final boolean[][] hidden;
  private boolean changed;

  private Suppression(List<Grouping> groupings, List<GroupCounts> populations) {
    this.groupings = groupings;
    this.populations = populations;
    this.hidden = groupings.stream().map(one -> new boolean[one.size()]).toArray(boolean[][]::new);
  }

  /** Groupings x groups: whether a group is hidden. */
  static boolean[][] of(List<Grouping> groupings, List<GroupCounts> populations) {
    Suppression suppression = new Suppression(groupings, populations);
    suppression.small();
    List<Line> lines = suppression.lines();
    do {
      suppression.changed = false;
      lines.forEach(suppression::close);
    } while (suppression.changed);
    return suppression.hidden;
  }

  private void small() {
    for (GroupCounts counts : populations) {
      for (int g = 0; g < hidden.length; g++) {
        for (int group = 0; group < hidden[g].length; group++) {
          hidden[g][group] |= counts.n(g, group) > 0 && counts.least(g, group) < LEAST;
        }
      }
    }
  }

  /**
   * Groups of one grouping that add up to something known.
   *
   * @param grouping its place
   * @param groups their places
   * @param whole the grouping by the one attribute whose group they add up to, or -1 where they are
   *     everybody
   * @param group that group
   */
  private record Line(int grouping, List<Integer> groups, int whole, int group) {}

  private List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (int g = 0; g < groupings.size(); g++) {
      Grouping grouping = groupings.get(g);
      if (grouping.attributes().size() == 1) {
        lines.add(new Line(g, all(grouping), -1, -1));
        continue;
      }
      for (int a = 0; a < 2; a++) {
        int attribute = a;
        int whole = groupings.indexOf(new Grouping(List.of(grouping.attributes().get(a))));
        for (int v = 0; v < grouping.attributes().get(a).values().size(); v++) {
          int value = v;
          lines.add(
              new Line(
                  g,
                  all(grouping).stream()
                      .filter(group -> grouping.value(group, attribute) == value)
                      .toList(),
                  whole,
                  v));
        }
      }
    }
    return lines;
  }

  private static List<Integer> all(Grouping grouping) {
    List<Integer> groups = new ArrayList<>();
    for (int group = 0; group < grouping.size(); group++) {
      groups.add(group);
    }
    return groups;
  }

  private void close(Line line) {
    if (line.whole >= 0 && hidden[line.whole][line.group]) {
      line.groups.forEach(group -> hide(line.grouping, group));
      return;
    }
    for (GroupCounts counts : populations) {
      while (!safe(line, counts)) {
        int smallest = smallestShown(line, counts);
        if (smallest >= 0) {
          hide(line.grouping, smallest);
        } else if (line.whole >= 0) {
          hide(line.whole, line.group);
          return;
        } else {
          return;
        }
      }
    }
  }

  private void hide(int grouping, int group) {
    changed |= !hidden[grouping][group];
    hidden[grouping][group] = true;
  }

  private boolean safe(Line line, GroupCounts counts) {
    List<Integer> unseen =
        line.groups.stream()
            .filter(group -> hidden[line.grouping][group] && counts.n(line.grouping, group) > 0)
            .toList();
    return unseen.isEmpty() || (unseen.size() > 1 && counts.least(line.grouping, unseen) >= LEAST);
  }

  private int smallestShown(Line line, GroupCounts counts) {
    int smallest = -1;
    for (int group : line.groups) {
      int n = counts.n(line.grouping, group);
      if (n > 0
          && !hidden[line.grouping][group]
          && (smallest < 0 || n < counts.n(line.grouping, smallest))) {
        smallest = group;
      }
    }
    return smallest;
  }
}
