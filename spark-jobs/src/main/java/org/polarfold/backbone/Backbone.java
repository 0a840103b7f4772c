package org.polarfold.backbone;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.polarfold.experiment.Network;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;

/**
 * A pretrained network whose first layers are frozen: maps in, features out, the same for every
 * fold, target, arm and seed; and the layers after them, which may go on learning. It travels to
 * the executors as it is.
 */
public sealed interface Backbone extends Serializable permits CompactBackbone, ResNetBackbone {

  /**
   * The backbone of an experiment, its weights read and checked.
   *
   * @throws org.polarfold.UserException where the user's weights cannot be used
   */
  static Backbone of(Network network, Configuration hadoop) {
    return switch (network.backbone()) {
      case COMPACT -> CompactBackbone.shipped(network);
      case RESNET_50 -> ResNetBackbone.read(network, hadoop);
    };
  }

  /** Names everything that features depend on, beside maps and augmentation. */
  String key();

  /** What features are: a vector, or a picture of channels. */
  InputType features(InputMaps maps);

  /**
   * The features of some studies.
   *
   * @param studies each with a map a kind, of 2,160 values on the canonical grid
   * @param maps which kinds they are
   * @return values a study, in the order in which {@link #features(InputMaps)} has them
   */
  float[][] features(List<List<float[]>> studies, InputMaps maps);

  /**
   * A map as the network sees it.
   *
   * @param map 2,160 values on the canonical grid
   * @return rows of pixels from the top, in about standard deviations from a mean over patients
   */
  float[][] picture(float[] map, MapKind kind);

  /**
   * What a gradient with respect to the features of one study is with respect to its maps.
   *
   * @param study a map a kind
   * @return 2,160 values a map
   */
  float[][] pulledBack(List<float[]> study, InputMaps maps, float[] gradientOfFeatures);

  /** The pretrained layers after the frozen ones, where there are some. */
  Optional<UnfrozenPart> unfrozen();

  /** How many values a study's features are. */
  default int length(InputMaps maps) {
    return Math.toIntExact(features(maps).arrayElementsPerExample());
  }

  /** What becomes of features where places do not matter. */
  default PlaceMeans placeMeans(InputMaps maps) {
    long[] shape = features(maps).getShape(false);
    return new PlaceMeans(
        Math.toIntExact(LongStream.of(shape).skip(1).reduce(1, Math::multiplyExact)));
  }

  /** The shape of one study's features, [1, ...]. */
  default long[] shape(InputMaps maps) {
    return LongStream.concat(LongStream.of(1), LongStream.of(features(maps).getShape(false)))
        .toArray();
  }
}
