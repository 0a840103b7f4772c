/**
 * What a run's authors hand in beside their paper: sheets of reporting guidelines, a model card,
 * tables, figures and the methods, each figure with the file and the key that it came from. A pure
 * function of a run's files: nothing here estimates, trains, or types a number.
 */
@NullMarked
package org.polarfold.evidence;

import org.jspecify.annotations.NullMarked;
