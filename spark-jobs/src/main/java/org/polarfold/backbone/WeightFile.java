package org.polarfold.backbone;

import java.util.Set;

/** Arrays by name, as a file of weights holds them. */
interface WeightFile {

  /** All names. */
  Set<String> names();

  /** The sizes of an array, slowest first; of a name that is there. */
  long[] shape(String name);

  /** The values of an array in C order; of a name that is there. */
  float[] values(String name);
}
