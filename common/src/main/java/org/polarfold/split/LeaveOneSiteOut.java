package org.polarfold.split;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.polarfold.UserException;
import org.polarfold.experiment.Splitting;
import org.polarfold.split.SplitPlan.PlannedDesign;
import org.polarfold.study.SiteId;

/**
 * Every site held out once, as a whole; a site too small to be judged stays in training always (see
 * {@link #notHeldOut}). Internal-external cross-validation: Steyerberg and Harrell, J Clin
 * Epidemiol 2016;69:245.
 */
public record LeaveOneSiteOut() implements ValidationDesign {

  private static final String ARM = "external";

  @Override
  public List<PlannedDesign> planned(Enrolment enrolment) {
    return List.of(new PlannedDesign(ARM, folds(enrolment)));
  }

  List<Fold> folds(Enrolment enrolment) {
    Map<SiteId, List<Enrolled>> sites = enrolment.bySite();
    if (sites.size() < 2) {
      throw new UserException(
          "Cannot leave a site out of " + sites.size() + " (expected at least 2 sites)");
    }
    Map<SiteId, String> small = notHeldOut(enrolment);
    return sites.entrySet().stream()
        .filter(site -> !small.containsKey(site.getKey()))
        .map(
            site ->
                new Fold(
                    site.getKey().value(),
                    site.getValue().stream().map(Enrolled::patient).toList()))
        .toList();
  }

  /** The sites that are never held out, with the reason. */
  static Map<SiteId, String> notHeldOut(Enrolment enrolment) {
    Map<SiteId, String> reasons = new TreeMap<>();
    enrolment
        .bySite()
        .forEach(
            (site, patients) ->
                tooSmall(patients, enrolment.splitting()).ifPresent(why -> reasons.put(site, why)));
    return reasons;
  }

  private static Optional<String> tooSmall(List<Enrolled> patients, Splitting splitting) {
    if (patients.size() < splitting.minimumPatients()) {
      return Optional.of(patients.size() + " patients, fewer than " + splitting.minimumPatients());
    }
    for (int label = 0; label <= 1; label++) {
      int wanted = label;
      long count =
          patients.stream()
              .filter(p -> p.label(splitting.primaryTarget()).orElse(-1) == wanted)
              .count();
      if (count < splitting.minimumPerClass()) {
        return Optional.of(
            count
                + " patients with "
                + splitting.primaryTarget().key()
                + " = "
                + label
                + ", fewer than "
                + splitting.minimumPerClass());
      }
    }
    return Optional.empty();
  }
}
