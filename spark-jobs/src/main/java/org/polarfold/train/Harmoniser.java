package org.polarfold.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polarfold.UserException;
import org.polarfold.experiment.SiteHarmonisation;
import org.polarfold.experiment.SiteHarmonisation.Unseen;
import org.polarfold.harmonise.Harmonisation;
import org.polarfold.harmonise.Reference;
import org.polarfold.harmonise.SiteChange;
import org.polarfold.harmonise.Studies;
import org.polarfold.harmonise.Way;
import org.polarfold.store.FeatureChange;
import org.polarfold.store.TrainingStudies;
import org.polarfold.store.UnlabelledStudies;

/**
 * Makes the sites of a cell alike in their features, as learnt from its training studies. A study
 * of another site stays as it is, unless the site was adapted to.
 */
public final class Harmoniser implements FeatureChange {

  private static final long serialVersionUID = 1L;

  private static final double[] NO_COVARIATES = new double[0];

  private final Harmonisation learnt;
  private final Map<String, SiteChange> changes;
  private final String reference;

  private Harmoniser(Harmonisation learnt, Map<String, SiteChange> changes, String reference) {
    this.learnt = learnt;
    this.changes = changes;
    this.reference = reference;
  }

  /** What the driver needs of a study. */
  private record Seen(String patient, String site, double[] features)
      implements java.io.Serializable {}

  /**
   * Learns from the training studies, on the driver.
   *
   * @param settings of a method that is not none
   * @throws UserException where their features cannot be made alike
   */
  public static Harmoniser fit(TrainingStudies studies, SiteHarmonisation settings) {
    List<Seen> seen =
        studies
            .shares()
            .map(study -> new Seen(study.patient(), study.site(), widened(study.features())))
            .collect()
            .stream()
            .sorted(Comparator.comparing(Seen::patient))
            .toList();
    List<String> sites = seen.stream().map(Seen::site).distinct().sorted().toList();
    Map<String, SiteChange> changes = new TreeMap<>();
    Studies all =
        new Studies(
            seen.stream().map(Seen::features).toList(),
            seen.stream().map(one -> NO_COVARIATES).toList(),
            seen.stream().map(one -> sites.indexOf(one.site)).toList());
    Harmonisation learnt = learnt(all, settings);
    for (int site = 0; site < sites.size(); site++) {
      changes.put(sites.get(site), learnt.at(site));
    }
    return new Harmoniser(
        learnt, changes, toLargest(all, settings) ? sites.get(all.largestSite()) : "");
  }

  /**
   * What is learnt from studies.
   *
   * @param settings of a method that is not none
   * @throws UserException where they cannot be made alike
   */
  public static Harmonisation learnt(Studies studies, SiteHarmonisation settings) {
    Reference to =
        toLargest(studies, settings) ? Reference.site(studies.largestSite()) : Reference.POOLED;
    try {
      return Way.valueOf(settings.method().name()).learn(studies, to);
    } catch (IllegalArgumentException e) {
      throw new UserException("Cannot harmonise features: " + e.getMessage(), e);
    }
  }

  /** Of a single site nothing is changed; others can still be adapted to it. */
  private static boolean toLargest(Studies studies, SiteHarmonisation settings) {
    return settings.unseen() instanceof Unseen.LikeReference || studies.siteCount() == 1;
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /** The same for known sites, and adapted to others. */
  public Harmoniser adaptedTo(UnlabelledStudies studies) {
    Map<String, SiteChange> all = new TreeMap<>(changes);
    for (Map.Entry<String, List<float[]>> site : studies.bySite().entrySet()) {
      List<double[]> values = new ArrayList<>();
      List<double[]> covariates = new ArrayList<>();
      for (float[] study : site.getValue()) {
        values.add(widened(study));
        covariates.add(NO_COVARIATES);
      }
      all.put(site.getKey(), learnt.adaptedTo(values, covariates));
    }
    return new Harmoniser(learnt, all, reference);
  }

  /** The site that the others were brought to; empty where that is all of them. */
  public String reference() {
    return reference;
  }

  @Override
  public float[] of(String site, float[] features) {
    SiteChange change = changes.get(site);
    if (change == null) {
      return features;
    }
    double[] alike = change.of(widened(features), NO_COVARIATES);
    float[] narrow = new float[alike.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) alike[i];
    }
    return narrow;
  }
}
