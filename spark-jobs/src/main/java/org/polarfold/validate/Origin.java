package org.polarfold.validate;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.polarfold.store.SiteCohort;
import org.polarfold.train.MadeFor;

/**
 * Where the studies of a lake come from.
 *
 * @param simulated whether any is
 * @param sites all that have studies
 */
public record Origin(boolean simulated, List<SiteCohort> sites) {

  /** What is to be told of so many studies of some sites. */
  MadeFor of(List<String> names, long studies) {
    SortedMap<String, SortedSet<String>> acquisition = new TreeMap<>();
    sites.stream()
        .filter(site -> names.contains(site.site().value()))
        .forEach(
            site -> {
              for (Map.Entry<String, Map<String, Long>> told : site.acquisition().entrySet()) {
                if (!told.getValue().isEmpty()) {
                  acquisition
                      .computeIfAbsent(told.getKey(), column -> new TreeSet<>())
                      .addAll(told.getValue().keySet());
                }
              }
            });
    return new MadeFor(simulated, names, studies, acquisition);
  }
}
