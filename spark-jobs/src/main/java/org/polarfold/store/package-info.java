/**
 * The only code that reads or writes Parquet: the lake's explicit schemas, their codecs, and the
 * replacement of what was there before. Nothing here judges a study or knows how sites export.
 */
@NullMarked
package org.polarfold.store;

import org.jspecify.annotations.NullMarked;
