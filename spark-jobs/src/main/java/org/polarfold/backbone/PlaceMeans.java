package org.polarfold.backbone;

import java.io.Serializable;

/**
 * Features without their places: where the frozen network yields pictures of channels, the mean of
 * each channel, as the pretrained network's own last layer takes it; a vector as it is.
 *
 * @param places of a channel, which lie next to one another; 1 for a vector
 */
public record PlaceMeans(int places) implements Serializable {

  /** The means, one a channel. */
  public double[] of(float[] features) {
    double[] means = new double[features.length / places];
    for (int channel = 0; channel < means.length; channel++) {
      for (int i = channel * places; i < (channel + 1) * places; i++) {
        means[channel] += features[i];
      }
      means[channel] /= places;
    }
    return means;
  }
}
