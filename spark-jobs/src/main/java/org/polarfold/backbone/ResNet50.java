package org.polarfold.backbone;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The residual network of 50 layers (He et al., CVPR 2016), as torchvision names its parts: three
 * channels in, 2,048 features after the pooling, 23,508,032 parameters before the last layer.
 *
 * @param variant where its stages halve the picture
 */
public record ResNet50(Variant variant) {

  /** The two that are published; their weights do not fit one another. */
  public enum Variant {
    /** On the first convolution of 1 x 1: the original, and Keras. */
    STRIDE_ON_1X1,
    /** On the convolution of 3 x 3: torchvision ("v1.5"). */
    STRIDE_ON_3X3
  }

  /** Features after the pooling. */
  public static final int FEATURES = 2048;

  /** Outputs of the last layer, the classes of ImageNet. */
  public static final int CLASSES = 1000;

  /** Input channels. */
  public static final int CHANNELS = 3;

  static final int LEAST_SIDE = 32;
  static final int MOST_SIDE = 512;
  static final String LAST = "fc";

  private static final int[] BLOCKS = {3, 4, 6, 3};
  private static final int STEM_CHANNELS = 64;
  private static final int EXPANSION = 4;

  /**
   * A convolution without bias and the batch normalisation that follows it.
   *
   * @param name of the convolution
   * @param norm name of the normalisation
   * @param in channels
   * @param out channels
   * @param kernel side, odd; so many pixels less one are padded, half of them on each side
   * @param stride 1 or 2
   */
  record Convolution(String name, String norm, int in, int out, int kernel, int stride) {
    int padding() {
      return kernel / 2;
    }

    /** The side of what it makes of a picture. */
    int side(int before) {
      return (before + 2 * padding() - kernel) / stride + 1;
    }
  }

  /**
   * Three convolutions around which a shortcut leads.
   *
   * @param name as {@code layer1.0}
   * @param shortcut the projection of a stage's first block; otherwise the input itself
   */
  record Block(
      String name,
      Convolution first,
      Convolution second,
      Convolution third,
      Optional<Convolution> shortcut) {

    Stream<Convolution> convolutions() {
      return Stream.concat(Stream.of(first, second, third), shortcut.stream());
    }
  }

  /** What comes before the blocks; a maximum over 3 x 3 with stride 2 follows it. */
  Convolution stem() {
    return new Convolution("conv1", "bn1", CHANNELS, STEM_CHANNELS, 7, 2);
  }

  /** The blocks of a stage. */
  List<Block> stage(int stage) {
    List<Block> blocks = new ArrayList<>();
    int width = STEM_CHANNELS << (stage - 1);
    for (int i = 0; i < BLOCKS[stage - 1]; i++) {
      int in = i > 0 ? EXPANSION * width : stage == 1 ? STEM_CHANNELS : EXPANSION * width / 2;
      blocks.add(block("layer" + stage + "." + i, in, width, i == 0 && stage > 1 ? 2 : 1, i == 0));
    }
    return blocks;
  }

  /** Channels of what a stage yields. */
  static int channels(int stage) {
    return (EXPANSION * STEM_CHANNELS) << (stage - 1);
  }

  /** How many stages there are. */
  static int stages() {
    return BLOCKS.length;
  }

  /** Every convolution, in the order in which they are computed. */
  Stream<Convolution> convolutions() {
    Stream<Convolution> all = Stream.of(stem());
    for (int stage = 1; stage <= stages(); stage++) {
      all = Stream.concat(all, stage(stage).stream().flatMap(Block::convolutions));
    }
    return all;
  }

  private Block block(String name, int in, int width, int stride, boolean projected) {
    boolean early = variant == Variant.STRIDE_ON_1X1;
    String downsample = name + ".downsample";
    return new Block(
        name,
        new Convolution(name + ".conv1", name + ".bn1", in, width, 1, early ? stride : 1),
        new Convolution(name + ".conv2", name + ".bn2", width, width, 3, early ? 1 : stride),
        new Convolution(name + ".conv3", name + ".bn3", width, EXPANSION * width, 1, 1),
        projected
            ? Optional.of(
                new Convolution(
                    downsample + ".0", downsample + ".1", in, EXPANSION * width, 1, stride))
            : Optional.empty());
  }

  /** Refuses a side that the network cannot be given. */
  static void requireSide(int side) {
    if (side < LEAST_SIDE || side > MOST_SIDE) {
      throw new IllegalArgumentException(
          "Invalid side: " + side + " (expected " + LEAST_SIDE + " to " + MOST_SIDE + " pixels)");
    }
  }
}
