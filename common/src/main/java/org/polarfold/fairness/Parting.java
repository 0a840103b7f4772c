package org.polarfold.fairness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.polarfold.evaluate.Arm;
import org.polarfold.evaluate.Codes;
import org.polarfold.evaluate.Estimate;

/**
 * How the patients of a target are parted.
 *
 * @param groupings by each attribute, and by each two crossed
 * @param tooFine attributes of so many values that they part nobody
 */
record Parting(List<Grouping> groupings, List<Attribute> tooFine) {

  static Parting of(List<Attribute> attributes) {
    List<Attribute> tooFine =
        attributes.stream().filter(one -> one.values().size() > Grouping.MOST_VALUES).toList();
    return new Parting(
        Grouping.of(attributes.stream().filter(one -> !tooFine.contains(one)).toList()), tooFine);
  }

  /**
   * Groups that are not told of, by arm: groupings x groups. Arms of the same patients hide the
   * same groups.
   *
   * @param patients of each arm: codes, ascending
   * @param counts of each arm
   * @param ofDrop counts of the patients in both the internal and the external arm
   */
  SortedMap<Arm, boolean[][]> hidden(
      SortedMap<Arm, int[]> patients, SortedMap<Arm, GroupCounts> counts, GroupCounts ofDrop) {
    SortedMap<Arm, boolean[][]> hidden = new TreeMap<>();
    for (Arm arm : counts.keySet()) {
      Set<Arm> same = sharing(arm, patients);
      List<GroupCounts> populations = new ArrayList<>();
      counts.forEach(
          (other, ofArm) -> {
            if (same.contains(other)) {
              populations.add(ofArm);
            }
          });
      if (same.contains(Arm.INTERNAL)) {
        populations.add(ofDrop);
      }
      hidden.put(arm, Suppression.of(groupings, populations));
    }
    return hidden;
  }

  /** Arms that share patients with an arm, or with one that does. */
  private static Set<Arm> sharing(Arm arm, SortedMap<Arm, int[]> patients) {
    Set<Arm> same = new TreeSet<>(Set.of(arm));
    boolean more = true;
    while (more) {
      more =
          same.addAll(
              patients.entrySet().stream()
                  .filter(
                      other ->
                          same.stream()
                              .anyMatch(
                                  one ->
                                      Codes.common(
                                                  patients.getOrDefault(one, new int[0]),
                                                  other.getValue())
                                              .length
                                          > 0))
                  .map(Map.Entry::getKey)
                  .toList());
    }
    return same;
  }

  /**
   * Codes of each group's patients, ascending: groupings x groups.
   *
   * @param patients codes, ascending
   */
  int[][][] members(int[] patients) {
    int[][][] members = new int[groupings.size()][][];
    for (int g = 0; g < members.length; g++) {
      Map<Integer, IntStream.Builder> groups = new HashMap<>();
      for (int patient : patients) {
        groups
            .computeIfAbsent(groupings.get(g).group(patient), group -> IntStream.builder())
            .add(patient);
      }
      members[g] = new int[groupings.get(g).size()][0];
      for (Map.Entry<Integer, IntStream.Builder> group : groups.entrySet()) {
        members[g][group.getKey()] = group.getValue().build().toArray();
      }
    }
    return members;
  }

  /** The breakdowns, and for each attribute that parts nobody why. */
  List<Breakdown> withTooFine(List<Breakdown> breakdowns) {
    List<Breakdown> all = new ArrayList<>(breakdowns);
    for (Attribute fine : tooFine) {
      String why =
          "%d different values (at most %d)"
              .formatted(fine.values().size() - 1, Grouping.MOST_VALUES - 1);
      all.add(new Breakdown(fine.name(), Estimate.none(why), Estimate.none(why)));
    }
    return List.copyOf(all);
  }
}
