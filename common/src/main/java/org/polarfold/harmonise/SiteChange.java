package org.polarfold.harmonise;

import java.io.Serializable;

/** What is done to each study of one site. */
@FunctionalInterface
public interface SiteChange extends Serializable {

  /** Nothing. */
  SiteChange NONE = (values, covariates) -> values.clone();

  /**
   * A study's values as they would be elsewhere.
   *
   * @param values as many as were learnt from
   * @param covariates as many as were learnt from
   */
  double[] of(double[] values, double[] covariates);
}
