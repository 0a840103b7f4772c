package org.polarfold.store;

import java.io.Serializable;

/** What is done to the features of each study, by where it is from. */
@FunctionalInterface
public interface FeatureChange extends Serializable {

  /** The features, changed; as many as before. */
  float[] of(String site, float[] features);
}
