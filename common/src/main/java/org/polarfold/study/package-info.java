/**
 * One perfusion examination: who, where, how acquired, and its polar maps, with units and shape.
 * Nothing here reads a file or knows how studies are split, learnt from or judged.
 */
@NullMarked
package org.polarfold.study;

import org.jspecify.annotations.NullMarked;
