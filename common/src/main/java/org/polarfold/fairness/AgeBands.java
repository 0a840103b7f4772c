package org.polarfold.fairness;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.polarfold.UserException;

/**
 * Bands that ages are told apart by.
 *
 * @param edges years, whole, ascending, 1 to 129: each begins a band; those below the first are a
 *     band of their own
 */
public record AgeBands(List<Integer> edges) implements Serializable {

  /** Below 50, 50 to 64, 65 to 74, 75 and above. */
  public static final AgeBands USUAL = new AgeBands(List.of(50, 65, 75));

  private static final int OLDEST = 129;

  /**
   * Checks the edges.
   *
   * @throws UserException where there is none, or they are not ascending from 1 to 129
   */
  public AgeBands {
    edges = List.copyOf(edges);
    int before = 0;
    for (int edge : edges) {
      if (edge <= before || edge > OLDEST) {
        throw invalid(edges.toString());
      }
      before = edge;
    }
    if (edges.isEmpty()) {
      throw invalid("");
    }
  }

  /**
   * Reads edges parted by commas, as in {@code 50,65,75}.
   *
   * @throws UserException where they are not ascending whole numbers from 1 to 129
   */
  public static AgeBands parse(String text) {
    List<Integer> edges = new ArrayList<>();
    for (String edge : text.split(",", -1)) {
      try {
        edges.add(Integer.valueOf(edge.strip()));
      } catch (NumberFormatException e) {
        throw invalid(text);
      }
    }
    return new AgeBands(edges);
  }

  private static UserException invalid(String value) {
    return new UserException(
        "Invalid age bands: \"" + value + "\" (expected ascending whole years, as in 50,65,75)");
  }

  /** Names of the bands, the youngest first. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    names.add("below " + edges.get(0));
    for (int i = 0; i + 1 < edges.size(); i++) {
      int last = edges.get(i + 1) - 1;
      names.add(edges.get(i) == last ? String.valueOf(last) : edges.get(i) + " to " + last);
    }
    names.add(edges.get(edges.size() - 1) + " and above");
    return List.copyOf(names);
  }

  /** The place of an age's band among the names. */
  int band(double age) {
    int band = 0;
    while (band < edges.size() && age >= edges.get(band)) {
      band++;
    }
    return band;
  }
}
