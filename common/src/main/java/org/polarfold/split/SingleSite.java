package org.polarfold.split;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.polarfold.provenance.Seeds;
import org.polarfold.split.SplitPlan.PlannedDesign;
import org.polarfold.study.PatientId;

/**
 * What a single centre would have published, and what it would have been worth elsewhere: an arm a
 * site. Everybody of the site trains the network that is judged at all other sites; at the site
 * itself k networks are judged, each on a fold of its patients, trained on the rest of them. Only
 * of sites that are big enough to be held out (see {@link LeaveOneSiteOut}).
 *
 * @param k folds within the site, at least 2
 */
record SingleSite(int k) implements ValidationDesign {

  private static final String ARM = "single-site:";

  @Override
  public List<PlannedDesign> planned(Enrolment enrolment) {
    Set<PatientId> everyone = Set.copyOf(enrolment.everyone());
    return new LeaveOneSiteOut()
        .folds(enrolment).stream().map(site -> planned(enrolment, site, everyone)).toList();
  }

  private PlannedDesign planned(Enrolment enrolment, Fold site, Set<PatientId> everyone) {
    Set<PatientId> own = Set.copyOf(site.heldOut());
    List<PatientId> others =
        everyone.stream().filter(patient -> !own.contains(patient)).sorted().toList();
    List<Enrolled> enrolled =
        enrolment.patients().stream().filter(p -> own.contains(p.patient())).toList();
    Seeds seeds = enrolment.seeds().family("single-site", site.name());
    List<Fold> folds = new ArrayList<>();
    folds.add(new Fold("elsewhere", others));
    for (Fold fold : new KFold(k).folds(enrolment.of(enrolled, seeds))) {
      folds.add(fold.settingAside(others));
    }
    return new PlannedDesign(ARM + site.name(), folds);
  }
}
