/**
 * Simulations that judge the statistics: how often intervals cover and tests find what is planted.
 * Nothing else in this module knows them.
 */
@NullMarked
package org.polarfold.coverage;

import org.jspecify.annotations.NullMarked;
