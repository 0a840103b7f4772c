package org.polarfold.split;

import static java.util.stream.Collectors.groupingBy;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.polarfold.UserException;
import org.polarfold.experiment.Splitting;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.PatientId;
import org.polarfold.study.SiteId;

/**
 * The patients that a plan is made for.
 *
 * @param patients those of development, sorted by site, then patient; each once
 * @param named those of the named external sites, sorted alike
 * @param splitting the experiment's settings
 * @param seeds the plan's seeds
 */
public record Enrolment(
    List<Enrolled> patients, List<Enrolled> named, Splitting splitting, Seeds seeds) {

  public Enrolment {
    patients = inOrder(patients);
    named = inOrder(named);
  }

  /**
   * Tells the named external sites' patients from the others.
   *
   * @throws UserException where a patient is enrolled twice, or a named site has nobody
   */
  public Enrolment(List<Enrolled> everyone, Splitting splitting, Seeds seeds) {
    this(
        everyone.stream().filter(p -> !splitting.namedExternal().contains(p.site())).toList(),
        everyone.stream().filter(p -> splitting.namedExternal().contains(p.site())).toList(),
        splitting,
        seeds);
    requireOnce(inOrder(everyone));
    for (SiteId site : splitting.namedExternal()) {
      if (named.stream().noneMatch(patient -> patient.site().equals(site))) {
        throw new UserException(
            "Invalid value of split.named-external-sites: "
                + site
                + " (expected a site with enrolled patients: "
                + bySite().keySet().stream().map(SiteId::value).collect(Collectors.joining(", "))
                + ")");
      }
    }
  }

  private static List<Enrolled> inOrder(List<Enrolled> patients) {
    return patients.stream()
        .sorted(Comparator.comparing(Enrolled::site).thenComparing(Enrolled::patient))
        .toList();
  }

  private static void requireOnce(List<Enrolled> patients) {
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

  /** The same patients, of whom others are drawn. */
  Enrolment withSeeds(Seeds others) {
    return new Enrolment(patients, named, splitting, others);
  }

  /** One site's patients of development. */
  Enrolment of(List<Enrolled> some, Seeds others) {
    return new Enrolment(some, List.of(), splitting, others);
  }

  /** Those whom development never touches. */
  List<PatientId> untouched() {
    return named.stream().map(Enrolled::patient).toList();
  }

  /** Everybody of development. */
  List<PatientId> everyone() {
    return patients.stream().map(Enrolled::patient).toList();
  }

  /** The patients of every site, sites in order. */
  TreeMap<SiteId, List<Enrolled>> bySite() {
    return patients.stream().collect(groupingBy(Enrolled::site, TreeMap::new, Collectors.toList()));
  }
}
