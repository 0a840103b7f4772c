/**
 * How programs of hospitals write polar maps: every form that {@code docs/site-export.md} allows,
 * and what may be wrong with a record in it. Knows nothing of how such files are read.
 */
@NullMarked
package org.polarfold.export;

import org.jspecify.annotations.NullMarked;
