package org.polarfold.backbone;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.polarfold.backbone.ResNet50.Block;
import org.polarfold.backbone.ResNet50.Convolution;

/**
 * The frozen part of a {@link ResNet50}: normalisations are folded into the convolutions before
 * them and activations lie channel by channel (NHWC), so that a convolution of 1 x 1 is one product
 * of matrices; the arrays between input and output are used again by every block and every pass.
 * Several threads at once have such arrays each. For scoring only.
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

    /** Stages before it. */
    int stages() {
      return stages;
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

  private final ResNet50 network;
  private final Cut cut;
  private final boolean around;
  private final Map<String, FoldedConvolution> weights = new HashMap<>();
  private final Queue<Pass> idle = new ConcurrentLinkedQueue<>();

  /** Folds the weights up to where the frozen part ends. */
  public FoldedResNet(ResNet50 network, ResNetWeights weights, Cut cut) {
    this(network, weights, cut, false);
  }

  /**
   * Folds the weights.
   *
   * @param around whether the last column of a picture is beside its first, as the sectors of a
   *     polar map are; its width must be a multiple of 32
   */
  FoldedResNet(ResNet50 network, ResNetWeights weights, Cut cut, boolean around) {
    this.network = network;
    this.cut = cut;
    this.around = around;
    fold(network.stem(), weights);
    for (int stage = 1; stage <= cut.stages; stage++) {
      network.stage(stage).forEach(block -> block.convolutions().forEach(c -> fold(c, weights)));
    }
  }

  private void fold(Convolution convolution, ResNetWeights from) {
    weights.put(convolution.name(), FoldedConvolution.of(convolution, from));
  }

  /**
   * What the frozen part yields.
   *
   * @param images [batch, height, width, 3]
   * @return [batch, height, width, channels], or [batch, 2,048] of the mean
   */
  public INDArray output(INDArray images) {
    Pass pass = idle.poll();
    if (pass == null || !Arrays.equals(pass.images.shape(), images.shape())) {
      pass = new Pass(images.shape());
    }
    INDArray yielded = pass.run(images);
    INDArray output = cut == Cut.AVGPOOL ? yielded.mean(1, 2) : yielded.dup('c');
    idle.add(pass);
    return output;
  }

  /** The steps for pictures of one shape, in their order, and the arrays they work on. */
  private final class Pass {

    private static final String STREAM = "stream";

    private final List<Runnable> steps = new ArrayList<>();
    private final Map<String, INDArray> arrays = new HashMap<>();
    private final INDArray images;
    private final INDArray yielded;

    Pass(long... shape) {
      MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces();
      try {
        images = Nd4j.createUninitialized(DataType.FLOAT, shape);
        yielded = through(images);
      } finally {
        outside.close();
      }
    }

    private INDArray through(INDArray pictures) {
      INDArray x = maximum(relu(convolved(network.stem(), pictures, "stem")));
      for (int stage = 1; stage <= cut.stages; stage++) {
        for (Block block : network.stage(stage)) {
          x = through(block, x);
        }
      }
      return x;
    }

    INDArray run(INDArray from) {
      images.assign(from);
      steps.forEach(Runnable::run);
      return yielded;
    }

    /** The last convolution adds to the shortcut, which then is what the block yields. */
    private INDArray through(Block block, INDArray x) {
      INDArray sum = block.shortcut().map(s -> convolved(s, x, STREAM)).orElse(x);
      INDArray y = relu(convolved(block.first(), x, "first"));
      y = relu(convolved(block.second(), y, "second"));
      product(block.third(), y, sum, 1);
      return relu(sum);
    }

    private INDArray convolved(Convolution c, INDArray x, String name) {
      if (!around || c.kernel() == 1) {
        return within(c, x, name);
      }
      long reach = reach(c.padding(), c.stride());
      return middle(within(c, wider(x, reach), "wide " + name), reach / c.stride(), name);
    }

    /** Columns by which a picture is continued, so that every second one stays what it was. */
    private static long reach(int padding, int stride) {
      return (long) (padding + stride - 1) / stride * stride;
    }

    /** A picture continued on either side by the columns of the other. */
    private INDArray wider(INDArray x, long reach) {
      long width = x.size(2);
      INDArray wide = array("wider", x.size(0), x.size(1), width + 2 * reach, x.size(3));
      copy(x, 0, width, wide, reach);
      copy(x, width - reach, reach, wide, 0);
      copy(x, 0, reach, wide, width + reach);
      return wide;
    }

    /** What is left when the continuations are cut off. */
    private INDArray middle(INDArray wide, long reach, String name) {
      long width = wide.size(2) - 2 * reach;
      INDArray out = array(name, wide.size(0), wide.size(1), width, wide.size(3));
      copy(wide, reach, width, out, 0);
      return out;
    }

    private void copy(INDArray from, long column, long columns, INDArray to, long at) {
      INDArray source = from.get(all(), all(), interval(column, column + columns), all());
      INDArray target = to.get(all(), all(), interval(at, at + columns), all());
      steps.add(() -> target.assign(source));
    }

    private INDArray within(Convolution c, INDArray x, String name) {
      int rows = c.side((int) x.size(1));
      int columns = c.side((int) x.size(2));
      INDArray out = array(name, x.size(0), rows, columns, c.out());
      if (c.kernel() == 1 && c.stride() == 1) {
        product(c, x, out, 0);
      } else if (c.kernel() == 1 || x.size(0) * rows * columns < c.out()) {
        // ND4J's convolution rearranges its weights at every call: for few rows of outputs that is
        // slower than copying patches for a product of matrices.
        product(c, patches(c, x), out, 0);
      } else {
        add(convolution(c, x, out));
      }
      return out;
    }

    /** What each place of the kernel meets, side by side; what lies outside stays zero. */
    private INDArray patches(Convolution c, INDArray x) {
      KernelPatches geometry = new KernelPatches(c.kernel(), c.stride(), x.shape());
      INDArray all = array("patches" + c.stride(), geometry.patches());
      steps.addAll(geometry.gathering(x, all));
      return all;
    }

    private void add(CustomOp operation) {
      steps.add(() -> Nd4j.exec(operation));
    }

    /** A convolution that meets each of its patches once: out = patches x kernel + keep x out. */
    private void product(Convolution c, INDArray patches, INDArray out, double keep) {
      FoldedConvolution folded = folded(c);
      long rows = out.length() / c.out();
      INDArray matrix = out.reshape(rows, c.out());
      add(
          DynamicCustomOp.builder("matmul")
              .addInputs(
                  patches.reshape(rows, patches.size(3)),
                  folded.kernel().reshape(patches.size(3), c.out()))
              .addOutputs(matrix)
              .addIntegerArguments(0, 0, 0)
              .addFloatingPointArguments(1.0, keep)
              .build());
      add(
          DynamicCustomOp.builder("biasadd")
              .addInputs(matrix, folded.bias())
              .addOutputs(matrix)
              .build());
    }

    private CustomOp convolution(Convolution c, INDArray x, INDArray out) {
      FoldedConvolution folded = folded(c);
      int padding = c.padding();
      // kernel, stride, padding, dilation, padding as told, NHWC, weights [height, width, in, out]
      return DynamicCustomOp.builder("conv2d")
          .addInputs(x, folded.kernel(), folded.bias())
          .addOutputs(out)
          .addIntegerArguments(
              c.kernel(), c.kernel(), c.stride(), c.stride(), padding, padding, 1, 1, 0, 1, 0)
          .build();
    }

    private INDArray maximum(INDArray x) {
      return around
          ? middle(maximum(wider(x, 2), "wide " + STREAM), 1, STREAM)
          : maximum(x, STREAM);
    }

    private INDArray maximum(INDArray x, String name) {
      INDArray out = array(name, x.size(0), half(x.size(1)), half(x.size(2)), x.size(3));
      add(
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

    private INDArray relu(INDArray x) {
      add(
          DynamicCustomOp.builder("relu")
              .addInputs(x)
              .addOutputs(x)
              .addFloatingPointArguments(0.0)
              .build());
      return x;
    }

    /** The same one for every block whose arrays have this shape. */
    private INDArray array(String name, long... shape) {
      return arrays.computeIfAbsent(
          name + Arrays.toString(shape), key -> Nd4j.zeros(DataType.FLOAT, shape));
    }

    private FoldedConvolution folded(Convolution c) {
      return Objects.requireNonNull(weights.get(c.name()));
    }
  }
}
