package org.polarfold.backbone;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.polarfold.backbone.ResNet50.Block;
import org.polarfold.backbone.ResNet50.Convolution;

/**
 * The frozen part of a {@link ResNet50}: normalisations are folded into the convolutions before
 * them, activations lie channel by channel (NHWC), and everything between input and output lives in
 * one workspace. For scoring only, and not for use by several threads at once.
 */
public final class FoldedResNet {

  /** Where the frozen part may end: what a stage yields, or its mean over the picture. */
  public enum Cut {
    /** After stage 1, 256 channels. */
    LAYER1(1),
    /** After stage 2, 512 channels. */
    LAYER2(2),
    /** After stage 3, 1,024 channels. */
    LAYER3(3),
    /** After stage 4, 2,048 channels. */
    LAYER4(4),
    /** The mean of stage 4 over the picture, 2,048 features. */
    AVGPOOL(4);

    private final int stages;

    Cut(int stages) {
      this.stages = stages;
    }

    /** Channels of what is yielded. */
    int channels() {
      return ResNet50.channels(stages);
    }

    /** The side of what the last stage yields of a square picture, before any mean. */
    int side(int pixels) {
      int side = pixels;
      // The stem, the maximum after it and every stage but the first take every second pixel.
      for (int halving = 0; halving <= stages; halving++) {
        side = (side - 1) / 2 + 1;
      }
      return side;
    }
  }

  private static final WorkspaceConfiguration WORKSPACE =
      WorkspaceConfiguration.builder()
          .initialSize(0)
          .policyLearning(LearningPolicy.FIRST_LOOP)
          .policyAllocation(AllocationPolicy.STRICT)
          .build();

  private record Folded(INDArray kernel, INDArray bias) {}

  private final ResNet50 network;
  private final Cut cut;
  private final Map<String, Folded> weights = new HashMap<>();

  /** Folds the weights up to where the frozen part ends. */
  public FoldedResNet(ResNet50 network, ResNetWeights weights, Cut cut) {
    this.network = network;
    this.cut = cut;
    fold(network.stem(), weights);
    for (int stage = 1; stage <= cut.stages; stage++) {
      network.stage(stage).forEach(block -> block.convolutions().forEach(c -> fold(c, weights)));
    }
  }

  private void fold(Convolution convolution, ResNetWeights from) {
    ResNetWeights.Normalisation norm = from.normalisation(convolution);
    INDArray factor = norm.scale().div(Transforms.sqrt(norm.variance().add(ResNetWeights.EPSILON)));
    INDArray kernel = from.kernel(convolution).mul(factor.reshape(convolution.out(), 1, 1, 1));
    INDArray bias = norm.shift().sub(norm.mean().mul(factor));
    weights.put(convolution.name(), new Folded(kernel.permute(0, 2, 3, 1).dup('c'), bias.dup('c')));
  }

  /**
   * What the frozen part yields.
   *
   * @param images [batch, height, width, 3]
   * @return [batch, height, width, channels], or [batch, 2,048] of the mean
   */
  public INDArray output(INDArray images) {
    MemoryWorkspace scope =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace(WORKSPACE, "polarfold-frozen");
    try {
      INDArray x = maximum(convolved(network.stem(), images, true));
      for (int stage = 1; stage <= cut.stages; stage++) {
        for (Block block : network.stage(stage)) {
          x = through(block, x);
        }
      }
      return (cut == Cut.AVGPOOL ? x.mean(1, 2) : x).detach();
    } finally {
      scope.close();
    }
  }

  private INDArray through(Block block, INDArray x) {
    INDArray shortcut = block.shortcut().map(s -> convolved(s, x, false)).orElse(x);
    INDArray y = convolved(block.first(), x, true);
    y = convolved(block.second(), y, true);
    y = convolved(block.third(), y, false);
    y.addi(shortcut);
    return relu(y);
  }

  private INDArray convolved(Convolution convolution, INDArray x, boolean relu) {
    Folded folded = Objects.requireNonNull(weights.get(convolution.name()));
    int rows = convolution.side((int) x.size(1));
    int columns = convolution.side((int) x.size(2));
    INDArray out =
        Nd4j.createUninitialized(DataType.FLOAT, x.size(0), rows, columns, convolution.out());
    int padding = convolution.padding();
    // kernel, stride, padding, dilation, padding as told, NHWC, weights [out, height, width, in]
    Nd4j.exec(
        DynamicCustomOp.builder("conv2d")
            .addInputs(x, folded.kernel, folded.bias)
            .addOutputs(out)
            .addIntegerArguments(
                convolution.kernel(),
                convolution.kernel(),
                convolution.stride(),
                convolution.stride(),
                padding,
                padding,
                1,
                1,
                0,
                1,
                2)
            .build());
    return relu ? relu(out) : out;
  }

  private static INDArray maximum(INDArray x) {
    INDArray out =
        Nd4j.createUninitialized(
            DataType.FLOAT, x.size(0), half(x.size(1)), half(x.size(2)), x.size(3));
    Nd4j.exec(
        DynamicCustomOp.builder("maxpool2d")
            .addInputs(x)
            .addOutputs(out)
            .addIntegerArguments(3, 3, 2, 2, 1, 1, 1, 1, 0, 1, 1)
            .build());
    return out;
  }

  private static long half(long side) {
    return (side - 1) / 2 + 1;
  }

  private static INDArray relu(INDArray x) {
    Nd4j.exec(
        DynamicCustomOp.builder("relu")
            .addInputs(x)
            .addOutputs(x)
            .addFloatingPointArguments(0.0)
            .build());
    return x;
  }
}
