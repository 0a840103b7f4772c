package org.polarfold.experiment;

import java.util.List;

/**
 * Whom estimates are parted by, besides sex and race.
 *
 * @param ageBands years, whole, ascending, 1 to 129: each begins a band
 */
public record Subgroups(List<Integer> ageBands) {

  /** Below 50, 50 to 64, 65 to 74, 75 and above. */
  public static final Subgroups USUAL = new Subgroups(List.of(50, 65, 75));

  private static final int OLDEST = 129;

  /** Copies. */
  public Subgroups {
    ageBands = List.copyOf(ageBands);
  }

  static Subgroups from(Settings settings) {
    List<Long> edges = settings.wholes("age-bands");
    boolean ascending = edges.equals(edges.stream().sorted().toList());
    if (!ascending || edges.get(0) < 1 || edges.get(edges.size() - 1) > OLDEST) {
      throw settings.invalid("age-bands", "ascending whole years, as in [50, 65, 75]");
    }
    return new Subgroups(edges.stream().map(Math::toIntExact).toList());
  }
}
