package org.polarfold.harmonise;

import java.io.Serializable;
import java.util.List;

/** A way to make sites alike, learnt. */
public sealed interface Harmonisation extends Serializable
    permits ComBat, GainStandardisation, HistogramStandardisation {

  /**
   * What is done at a site that was learnt from.
   *
   * @param site its place
   */
  SiteChange at(int site);

  /**
   * What is done at another site, learnt from some of its studies. What was learnt before stays as
   * it is. Labels have no part in it; nothing that is told of a site adapted to is external.
   *
   * @param values of at least one study
   * @param covariates of the same
   */
  SiteChange adaptedTo(List<double[]> values, List<double[]> covariates);
}
