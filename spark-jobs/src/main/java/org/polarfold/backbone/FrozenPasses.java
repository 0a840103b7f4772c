package org.polarfold.backbone;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.polarfold.backbone.ResNet50.Convolution;

/**
 * The frozen pass of a ResNet-50, as Polarfold computes it and as DL4J's own layers do: to compare
 * their speed and what they yield.
 */
public final class FrozenPasses {

  private static final int SEED = 50;

  private final ResNet50 network;
  private final FoldedResNet folded;
  private final ComputationGraph stock;
  private final INDArray images;
  private final INDArray channelByChannel;

  /**
   * Both networks, with weights of no meaning.
   *
   * @param side of the pictures, 32 to 512 pixels
   * @param batch pictures at a time
   */
  public FrozenPasses(int side, int batch) {
    this(
        new PublishedWeights(new ResNet50(ResNet50.Variant.STRIDE_ON_3X3), new DrawnWeights()),
        side,
        batch);
  }

  /** Both networks, with weights from a file. */
  public FrozenPasses(PublishedWeights published, int side, int batch) {
    network = published.network();
    ResNetWeights weights = published.weights();
    Nd4j.getRandom().setSeed(SEED);
    folded = new FoldedResNet(network, weights, FoldedResNet.Cut.AVGPOOL);
    stock = ResNetGraph.of(network, side, weights);
    images = Nd4j.rand(batch, ResNet50.CHANNELS, side, side);
    channelByChannel = images.permute(0, 2, 3, 1).dup('c');
  }

  /** One pass as Polarfold computes it; features of the last picture, so that none is left out. */
  public float folded() {
    INDArray features = folded.output(channelByChannel);
    return features.getFloat(features.length() - 1);
  }

  /** One pass of DL4J's own layers. */
  public float stock() {
    INDArray classes = stock.outputSingle(images);
    return classes.getFloat(classes.length() - 1);
  }

  /** The largest difference of the features, over the largest feature. */
  public double distance() {
    INDArray ours = folded.output(channelByChannel);
    INDArray theirs =
        stock.feedForward(images, false).getOrDefault(ResNetGraph.POOLED, Nd4j.zeros(ours.shape()));
    return ours.sub(theirs.reshape(ours.shape())).amaxNumber().doubleValue()
        / theirs.amaxNumber().doubleValue();
  }

  /** Multiplications with an addition that a picture takes in the convolutions, twice each. */
  public double operations(int side) {
    int stem = network.stem().side(side);
    double operations = operations(network.stem(), stem);
    int before = (stem - 1) / 2 + 1;
    for (int stage = 1; stage <= ResNet50.stages(); stage++) {
      for (ResNet50.Block block : network.stage(stage)) {
        int first = block.first().side(before);
        int second = block.second().side(first);
        operations +=
            operations(block.first(), first)
                + operations(block.second(), second)
                + operations(block.third(), second);
        operations += block.shortcut().map(s -> operations(s, second)).orElse(0.0);
        before = second;
      }
    }
    return operations;
  }

  private static double operations(Convolution c, int side) {
    return 2.0 * c.in() * c.out() * c.kernel() * c.kernel() * side * side;
  }
}
