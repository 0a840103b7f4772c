/**
 * How far a result moves where the label is no gold standard: several readers who differ, or a
 * reference test that only some patients had. Nothing here changes what {@code evaluate} estimates
 * from the labels as they are; it stands beside it.
 */
@NullMarked
package org.polarfold.reference;

import org.jspecify.annotations.NullMarked;
