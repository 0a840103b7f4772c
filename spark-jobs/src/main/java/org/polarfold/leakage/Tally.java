package org.polarfold.leakage;

import java.io.Serializable;
import java.util.List;
import java.util.TreeSet;

/**
 * How many there are, and the first few of them, whatever order they come in.
 *
 * @param count all of them
 * @param first in order, at most {@link Leak#SHOWN}
 */
record Tally(long count, List<String> first) implements Serializable {

  static final Tally NONE = new Tally(0, List.of());

  static Tally of(String one) {
    return new Tally(1, List.of(one));
  }

  Tally plus(Tally other) {
    if (count == 0) {
      return other;
    } else if (other.count == 0) {
      return this;
    }
    TreeSet<String> both = new TreeSet<>(first);
    both.addAll(other.first);
    return new Tally(count + other.count, both.stream().limit(Leak.SHOWN).toList());
  }
}
