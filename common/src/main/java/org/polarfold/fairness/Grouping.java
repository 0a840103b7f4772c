package org.polarfold.fairness;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One way of parting all patients: by one attribute, or by two crossed.
 *
 * @param attributes one or two
 */
record Grouping(List<Attribute> attributes) {

  /** Beyond this a column is no grouping but a name of patients. */
  static final int MOST_VALUES = 20;

  /** By each attribute, then by each two. */
  static List<Grouping> of(List<Attribute> attributes) {
    List<Grouping> groupings = new ArrayList<>();
    attributes.forEach(one -> groupings.add(new Grouping(List.of(one))));
    for (int i = 0; i < attributes.size(); i++) {
      for (int j = i + 1; j < attributes.size(); j++) {
        groupings.add(new Grouping(List.of(attributes.get(i), attributes.get(j))));
      }
    }
    return List.copyOf(groupings);
  }

  /** As in {@code sex x race}. */
  String by() {
    return attributes.stream().map(Attribute::name).collect(Collectors.joining(" x "));
  }

  /** How many groups there could be. */
  int size() {
    return attributes.stream().mapToInt(one -> one.values().size()).reduce(1, (a, b) -> a * b);
  }

  /** The place of a patient's group. */
  int group(int patient) {
    int group = 0;
    for (Attribute one : attributes) {
      group = group * one.values().size() + one.of().apply(patient);
    }
    return group;
  }

  /** The value of one attribute in a group. */
  int value(int group, int attribute) {
    int last = attributes.get(attributes.size() - 1).values().size();
    if (attributes.size() == 1) {
      return group;
    }
    return attribute == 0 ? group / last : group % last;
  }

  /** As in {@code female, black}. */
  String name(int group) {
    List<String> names = new ArrayList<>();
    for (int a = 0; a < attributes.size(); a++) {
      names.add(attributes.get(a).values().get(value(group, a)));
    }
    return String.join(", ", names);
  }

  /** Whether all attributes are known of a group's patients. */
  boolean known(int group) {
    for (int a = 0; a < attributes.size(); a++) {
      if (!attributes.get(a).known(value(group, a))) {
        return false;
      }
    }
    return true;
  }
}
