/**
 * How a cell learns: parameter averaging, transfer networks, scaling, and the conventional model
 * beside them. Whatever is fitted here accepts {@link org.polarfold.store.TrainingStudies} only.
 */
@NullMarked
package org.polarfold.train;

import org.jspecify.annotations.NullMarked;
