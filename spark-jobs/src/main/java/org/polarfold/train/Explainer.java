package org.polarfold.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.polarfold.backbone.Backbone;
import org.polarfold.study.InputMaps;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;
import org.polarfold.study.Target;

/**
 * What in a study's maps moves a finished network, in logits of a target's probability. A positive
 * value says that the place, as it is, speaks for the target. Not safe for several threads.
 *
 * <p>Occlusion (Zeiler and Fergus, ECCV 2014): how much the logit falls when an AHA segment is made
 * like the rest of the map, at its mean. Gradient: that of the logit at the map, times how far the
 * map lies from its mean there (gradient times input, Shrikumar et al., arXiv 1605.01713, from the
 * patient's own mean).
 */
public final class Explainer {

  /** How an attribution was made. */
  public enum Method {
    OCCLUSION,
    GRADIENT;

    /** The name used in files. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Backbone backbone;
  private final InputMaps maps;
  private final List<Target> targets;
  private final MapGradient network;

  /** Explains a network that was trained on these maps behind this backbone. */
  public Explainer(Backbone backbone, InputMaps maps, TransferNetwork network) {
    this.backbone = backbone;
    this.maps = maps;
    this.targets = network.targets();
    this.network = new MapGradient(backbone, maps, network);
  }

  /** The targets, in the order of what {@link #of} returns. */
  public List<Target> targets() {
    return targets;
  }

  /**
   * Explains a study.
   *
   * @param study a map a kind
   * @return by target and kind, 2,160 logits ring by ring
   */
  public double[][][] of(List<PolarMap> study, Method method) {
    List<float[]> values = study.stream().map(PolarMap::toArray).toList();
    return switch (method) {
      case OCCLUSION -> occlusion(values);
      case GRADIENT -> gradient(values);
    };
  }

  /** What the network makes of a study: the probability of each target. */
  public double[] probabilities(List<PolarMap> study) {
    float[] features =
        backbone.features(List.of(study.stream().map(PolarMap::toArray).toList()), maps)[0];
    return Arrays.stream(network.logits(features)).map(x -> 1 / (1 + Math.exp(-x))).toArray();
  }

  private double[][][] occlusion(List<float[]> study) {
    List<List<float[]>> seen = new ArrayList<>(List.of(study));
    for (int kind = 0; kind < study.size(); kind++) {
      for (int segment = 1; segment <= Segment17.COUNT; segment++) {
        List<float[]> occluded = new ArrayList<>(study);
        occluded.set(kind, occluded(study.get(kind), segment));
        seen.add(occluded);
      }
    }
    float[][] features = backbone.features(seen, maps);
    double[] whole = network.logits(features[0]);
    double[][][] all = new double[targets.size()][study.size()][PolarMap.SIZE];
    for (int kind = 0; kind < study.size(); kind++) {
      for (int segment = 1; segment <= Segment17.COUNT; segment++) {
        double[] without = network.logits(features[kind * Segment17.COUNT + segment]);
        for (int place = 0; place < PolarMap.SIZE; place++) {
          if (Segment17.at(place) == segment) {
            for (int t = 0; t < whole.length; t++) {
              all[t][kind][place] = whole[t] - without[t];
            }
          }
        }
      }
    }
    return all;
  }

  /** A map whose segment is what the rest of it is on average. */
  private static float[] occluded(float[] map, int segment) {
    double sum = 0;
    int rest = 0;
    for (int place = 0; place < map.length; place++) {
      if (Segment17.at(place) != segment) {
        sum += map[place];
        rest++;
      }
    }
    float[] occluded = map.clone();
    for (int place = 0; place < map.length; place++) {
      if (Segment17.at(place) == segment) {
        occluded[place] = (float) (sum / rest);
      }
    }
    return occluded;
  }

  private double[][][] gradient(List<float[]> study) {
    float[] features = backbone.features(List.of(study), maps)[0];
    double[][][] all = new double[targets.size()][study.size()][PolarMap.SIZE];
    for (int t = 0; t < all.length; t++) {
      float[][] ofMaps = network.of(study, features, t);
      for (int kind = 0; kind < study.size(); kind++) {
        double mean = mean(study.get(kind));
        for (int place = 0; place < PolarMap.SIZE; place++) {
          all[t][kind][place] = ofMaps[kind][place] * (study.get(kind)[place] - mean);
        }
      }
    }
    return all;
  }

  private static double mean(float[] map) {
    double sum = 0;
    for (float value : map) {
      sum += value;
    }
    return sum / map.length;
  }
}
