/**
 * Simulated consortia with a known truth, taken in memory through the pipeline's own split and
 * evaluation with a fast learner between them: what is planted must be found, and what is not
 * planted must not be. Nothing else in this module knows it.
 */
@NullMarked
package org.polarfold.planted;

import org.jspecify.annotations.NullMarked;
