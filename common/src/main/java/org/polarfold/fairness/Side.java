package org.polarfold.fairness;

import org.polarfold.evaluate.Estimate;

/**
 * What is told of one group of one population.
 *
 * @param <S> the kind of population, since only groups of one are compared
 */
interface Side<S extends Side<S>> {

  /** The estimate of this group; none of {@link Metric#EQUALISED_ODDS}. */
  Estimate<Figure> figure(Metric metric);

  /** This group minus the reference group; not asked of {@link Metric#EQUALISED_ODDS}. */
  default Estimate<Difference> gap(Metric metric, S reference) {
    return figure(metric)
        .flatMap(mine -> reference.figure(metric).flatMap(theirs -> Difference.of(mine, theirs)));
  }
}
