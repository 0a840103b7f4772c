/**
 * The estimates of {@code evaluate} and their drops by sex, race, age band and the crossings of two
 * of these, with gaps against the largest group. Nothing here reads predictions, decides how an
 * area is estimated, or shows figures of groups so small that they tell of persons.
 */
@NullMarked
package org.polarfold.fairness;

import org.jspecify.annotations.NullMarked;
