/**
 * Simulations that judge the statistics: how often intervals cover and tests find what is planted.
 */
@NullMarked
package org.polarfold.coverage;

import org.jspecify.annotations.NullMarked;
