package org.polarfold.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.polarfold.UserException;
import org.polarfold.audit.Seen;
import org.polarfold.experiment.SiteHarmonisation;
import org.polarfold.experiment.SiteHarmonisation.Unseen;
import org.polarfold.harmonise.Harmonisation;
import org.polarfold.harmonise.Reference;
import org.polarfold.harmonise.Studies;
import org.polarfold.harmonise.Way;
import org.polarfold.study.SiteId;

/** What an audit sees after sites have been made alike. */
final class SeenAlike {

  private SeenAlike() {}

  /**
   * Every patient as made alike by what was learnt in the folds that he is not in.
   *
   * @throws UserException where the patients of some folds cannot be made alike
   */
  static List<Seen> of(List<Seen> patients, SiteHarmonisation settings) {
    List<Seen> alike = new ArrayList<>(patients);
    for (String fold : new TreeSet<>(patients.stream().map(Seen::fold).toList())) {
      List<Seen> others = patients.stream().filter(seen -> !seen.fold().equals(fold)).toList();
      List<SiteId> sites = others.stream().map(Seen::site).distinct().toList();
      Studies studies =
          new Studies(
              others.stream().map(Seen::values).toList(),
              others.stream().map(seen -> new double[0]).toList(),
              others.stream().map(seen -> sites.indexOf(seen.site())).toList());
      Harmonisation learnt = learnt(studies, settings);
      for (int i = 0; i < alike.size(); i++) {
        Seen seen = patients.get(i);
        int site = sites.indexOf(seen.site());
        if (seen.fold().equals(fold) && site >= 0) {
          double[] values = learnt.at(site).of(seen.values(), new double[0]);
          alike.set(i, new Seen(seen.site(), fold, values));
        }
      }
    }
    return alike;
  }

  private static Harmonisation learnt(Studies studies, SiteHarmonisation settings) {
    try {
      return Way.valueOf(settings.method().name())
          .learn(
              studies,
              settings.unseen() instanceof Unseen.LikeReference
                  ? Reference.site(studies.largestSite())
                  : Reference.POOLED);
    } catch (IllegalArgumentException e) {
      throw new UserException("Cannot harmonise features: " + e.getMessage(), e);
    }
  }
}
