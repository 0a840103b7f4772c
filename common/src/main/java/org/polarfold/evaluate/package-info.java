/**
 * Predictions turned into estimates with intervals: discrimination by site and pooled, the drop
 * from internal to external, random-effects meta-analysis, and the results file. Nothing here
 * trains, splits or draws, and nothing knows where predictions came from.
 */
@NullMarked
package org.polarfold.evaluate;

import org.jspecify.annotations.NullMarked;
