package org.polarfold.validate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.polarfold.audit.Preparation;
import org.polarfold.audit.Seen;
import org.polarfold.audit.SiteAudit;
import org.polarfold.experiment.SiteHarmonisation;
import org.polarfold.harmonise.Harmonisation;
import org.polarfold.harmonise.Studies;
import org.polarfold.provenance.Seeds;
import org.polarfold.train.Harmoniser;

/**
 * How well sites are told from features that a harmonisation has made alike. It is learnt anew from
 * what the discriminant learns from, as a cell learns it from its training studies.
 *
 * @param map as {@code reserve}
 * @param method as {@code combat}
 * @param sites the audit; chance is that of shuffled sites through the same harmonisation
 */
public record HarmonisedAudit(String map, String method, SiteAudit sites) {

  private static final double[] NO_COVARIATES = new double[0];

  static HarmonisedAudit of(
      String map, List<Seen> features, Seeds seeds, SiteHarmonisation settings) {
    return new HarmonisedAudit(
        map,
        settings.method().name().toLowerCase(Locale.ROOT),
        SiteAudit.of(features, seeds, SiteAudit.USUAL_SHUFFLES, preparation(settings)));
  }

  private static Preparation preparation(SiteHarmonisation settings) {
    return (values, siteOf) -> {
      Harmonisation learnt =
          Harmoniser.learnt(
              new Studies(
                  values,
                  values.stream().map(study -> NO_COVARIATES).toList(),
                  Arrays.stream(siteOf).boxed().toList()),
              settings);
      return (row, site) -> learnt.at(site).of(row, NO_COVARIATES);
    };
  }
}
