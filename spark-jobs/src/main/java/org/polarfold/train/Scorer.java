package org.polarfold.train;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.polarfold.backbone.Backbone;
import org.polarfold.backbone.WeightFlaw;
import org.polarfold.study.InputMaps;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Target;

/**
 * A finished network that scores studies one at a time, as it did where it was held against them.
 * Not safe for several threads.
 */
public final class Scorer {

  private final Backbone backbone;
  private final InputMaps maps;
  private final TransferNetwork network;
  private final ExampleForm form;
  private @Nullable MapGradient gradient;

  Scorer(Backbone backbone, InputMaps maps, TransferNetwork network) {
    this.backbone = backbone;
    this.maps = maps;
    this.network = network;
    this.form = ExampleForm.of(1, network.structure().features());
  }

  /**
   * The network of a cell's file.
   *
   * @throws WeightFlaw where it is not one of these maps behind this backbone
   */
  public static Scorer of(Backbone backbone, InputMaps maps, byte[] model) throws WeightFlaw {
    SavedModel saved = SavedModel.read(model);
    HeadNetwork structure =
        HeadNetwork.finished(
            backbone.features(maps), backbone.unfrozen(), saved.facts().hiddenUnits());
    return new Scorer(backbone, maps, saved.network(structure));
  }

  /** The targets, in the order of {@link #scores}. */
  public List<Target> targets() {
    return network.targets();
  }

  /**
   * The probabilities of all targets.
   *
   * @param features that the backbone yields for a study's maps
   * @return in [0, 1]
   */
  public double[] scores(float[] features) {
    return TransferNetwork.probabilities(network.network(), network.scaling(), form, features);
  }

  /**
   * The direction in which a target's loss rises, with respect to the maps: the gradient of the
   * logit, towards the wrong label. The loss's own is a positive multiple of it.
   *
   * @param study a map a kind
   * @param features of the study
   * @param label the true one, 0 or 1
   * @return by kind, 2,160 values ring by ring
   */
  public float[][] lossRises(List<PolarMap> study, float[] features, Target target, int label) {
    MapGradient known = gradient;
    if (known == null) {
      known = new MapGradient(backbone, maps, network);
      gradient = known;
    }
    float[][] rises =
        known.of(
            study.stream().map(PolarMap::toArray).toList(),
            features,
            network.targets().indexOf(target));
    if (label == 1) {
      for (float[] ofMap : rises) {
        for (int i = 0; i < ofMap.length; i++) {
          ofMap[i] = -ofMap[i];
        }
      }
    }
    return rises;
  }
}
