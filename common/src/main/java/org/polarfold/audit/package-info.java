/**
 * Whether maps tell where they were taken: the first part of an audit for shortcuts. It knows what
 * was seen of patients and where, and neither labels nor predictions.
 */
@NullMarked
package org.polarfold.audit;

import org.jspecify.annotations.NullMarked;
