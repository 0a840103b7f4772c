/**
 * Pretrained networks: their graphs, weight files and digests, the picture of a map that they are
 * shown, and the cache of what their frozen part yields. Nothing here is fitted to a study's
 * patients.
 */
@NullMarked
package org.polarfold.backbone;

import org.jspecify.annotations.NullMarked;
