/**
 * One experiment as a tree of records, read from HOCON and wholly validated before anything runs.
 * Nothing here runs anything.
 */
@NullMarked
package org.polarfold.experiment;

import org.jspecify.annotations.NullMarked;
