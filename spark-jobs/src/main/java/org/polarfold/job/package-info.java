/**
 * One final class a verb of the command line, each a table of contents of its steps. Nothing here
 * computes: the work lies in the packages that the steps come from.
 */
@NullMarked
package org.polarfold.job;

import org.jspecify.annotations.NullMarked;
