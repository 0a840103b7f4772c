package org.polarfold.fairness;

import org.polarfold.evaluate.Estimate;

/**
 * What is told of one group of one population.
 *
 * @param <S> the kind of population, since only groups of one are compared
 */
interface Side<S extends Side<S>> {

  /** Patients. */
  int n();

  /** Those with label 1. */
  int events();

  /** The estimate of this group; none of {@link Metric#EQUALISED_ODDS}. */
  Estimate<Figure> figure(Metric metric);

  /** This group minus the reference group; not asked of {@link Metric#EQUALISED_ODDS}. */
  Estimate<Difference> gap(Metric metric, S reference);
}
