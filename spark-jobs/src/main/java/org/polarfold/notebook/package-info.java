/**
 * What a notebook opens: a finished run for reading, without pseudonyms, and drawings of its maps
 * and figures. Nothing here writes, estimates or trains, and nothing else may know it.
 */
@NullMarked
package org.polarfold.notebook;

import org.jspecify.annotations.NullMarked;
