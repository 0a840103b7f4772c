package org.polarfold.split;

import static java.util.stream.Collectors.groupingBy;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.polarfold.UserException;
import org.polarfold.experiment.Splitting;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.PatientId;
import org.polarfold.study.SiteId;

/**
 * The patients that a plan is made for.
 *
 * @param patients sorted by site, then patient; each once
 * @param splitting the experiment's settings
 * @param seeds the plan's seeds
 */
public record Enrolment(List<Enrolled> patients, Splitting splitting, Seeds seeds) {

  /**
   * Puts the patients in order.
   *
   * @throws UserException where a patient is enrolled twice
   */
  public Enrolment {
    patients =
        patients.stream()
            .sorted(Comparator.comparing(Enrolled::site).thenComparing(Enrolled::patient))
            .toList();
    Set<PatientId> seen = new HashSet<>();
    for (Enrolled enrolled : patients) {
      if (!seen.add(enrolled.patient())) {
        throw new UserException(
            "Invalid dataset: a patient is enrolled twice, the second time at site "
                + enrolled.site()
                + " (expected one study a patient)");
      }
    }
  }

  /** The patients of every site, sites in order. */
  TreeMap<SiteId, List<Enrolled>> bySite() {
    return patients.stream()
        .collect(groupingBy(Enrolled::site, TreeMap::new, java.util.stream.Collectors.toList()));
  }
}
