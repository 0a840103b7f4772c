package org.polarfold.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whom and what a model has learnt from, so that it is not shown something else unawares. All of it
 * is flow in mL/min/g, and its reserve.
 *
 * @param simulated whether the studies were
 * @param sites whose patients it has seen, by name
 * @param studies how many
 * @param acquisition words by what they tell, as {@code tracer}: those of the sites; what no site
 *     said is left out
 */
public record MadeFor(
    boolean simulated,
    List<String> sites,
    long studies,
    SortedMap<String, SortedSet<String>> acquisition) {

  /** What must be as it was; scanners, programs and reconstructions differ wherever one goes. */
  private static final Set<String> MUST_BE_KNOWN =
      Set.of("tracer", "kinetic_model", "attenuation_correction", "stressor");

  /** Copies the collections. */
  public MadeFor {
    sites = List.copyOf(sites);
    SortedMap<String, SortedSet<String>> copy = new TreeMap<>();
    acquisition.forEach((column, words) -> copy.put(column, new TreeSet<>(words)));
    acquisition = copy;
  }

  /**
   * What is unlike anything that the model has seen.
   *
   * @param acquired studies by what they tell and its word; those who don't say are left out
   * @param studies how many there are
   * @return a line for each, none where all is as it was
   */
  public List<String> unlike(Map<String, Map<String, Long>> acquired, long studies) {
    List<String> lines = new ArrayList<>();
    acquisition.forEach(
        (column, known) -> {
          if (MUST_BE_KNOWN.contains(column)) {
            Map<String, Long> words = acquired.getOrDefault(column, Map.of());
            long said = 0;
            for (Map.Entry<String, Long> word : new TreeMap<>(words).entrySet()) {
              said += word.getValue();
              if (!known.contains(word.getKey())) {
                lines.add(line(word.getValue(), column, "= " + word.getKey(), known));
              }
            }
            if (said < studies) {
              lines.add(line(studies - said, column, "not told", known));
            }
          }
        });
    return lines;
  }

  private static String line(long studies, String column, String found, Set<String> known) {
    return studies
        + " studies with "
        + column
        + " "
        + found
        + " (expected "
        + String.join(" or ", known)
        + ")";
  }
}
