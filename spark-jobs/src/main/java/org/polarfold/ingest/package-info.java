/**
 * From a site's export to accepted or rejected studies: reading, checking, pseudonymising, bringing
 * to the canonical grid and units. Nothing here writes a file, and no identifier of a hospital ever
 * leaves this package.
 */
@NullMarked
package org.polarfold.ingest;

import org.jspecify.annotations.NullMarked;
