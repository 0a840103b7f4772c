/**
 * Where a result came from: digests of what was read, seeds derived by name, the version of the
 * code. Nothing here reads studies or decides anything.
 */
@NullMarked
package org.polarfold.provenance;

import org.jspecify.annotations.NullMarked;
