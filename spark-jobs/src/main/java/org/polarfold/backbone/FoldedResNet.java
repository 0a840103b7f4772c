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
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;
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

  /**
   * Fewer rows of outputs than this times the channels, and ND4J's convolution, which rearranges
   * its weights at every call, is slower than copying the patches for a product of matrices.
   */
  private static final int FEW = 1;

  private record Folded(INDArray kernel, INDArray bias) {}

  private final ResNet50 network;
  private final Cut cut;
  private final Map<String, Folded> weights = new HashMap<>();
  private final Queue<Pass> idle = new ConcurrentLinkedQueue<>();

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
    weights.put(convolution.name(), new Folded(kernel.permute(2, 3, 1, 0).dup('c'), bias.dup('c')));
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
      int rows = c.side((int) x.size(1));
      int columns = c.side((int) x.size(2));
      INDArray out = array(name, x.size(0), rows, columns, c.out());
      if (c.kernel() == 1 && c.stride() == 1) {
        product(c, x, out, 0);
      } else if (c.kernel() == 1 || x.size(0) * rows * columns < (long) FEW * c.out()) {
        product(c, patches(c, x, rows, columns), out, 0);
      } else {
        add(convolution(c, x, out));
      }
      return out;
    }

    /** What each place of the kernel meets, side by side; what lies outside stays zero. */
    private INDArray patches(Convolution c, INDArray x, int rows, int columns) {
      int kernel = c.kernel();
      INDArray all =
          array("patches" + c.stride(), x.size(0), rows, columns, (long) kernel * kernel * c.in());
      for (int place = 0; place < kernel * kernel; place++) {
        Span down = Span.of(place / kernel - c.padding(), c.stride(), (int) x.size(1), rows);
        Span across = Span.of(place % kernel - c.padding(), c.stride(), (int) x.size(2), columns);
        if (down.count() < 1 || across.count() < 1) {
          continue;
        }
        long from = (long) place * c.in();
        INDArray met = met(x, down, across);
        INDArray meeting =
            all.get(all(), down.meeting(), across.meeting(), interval(from, from + c.in()));
        steps.add(() -> meeting.assign(met));
      }
      return all;
    }

    /**
     * By its strides: ND4J's own intervals with a stride are one too long where they end inside.
     */
    private static INDArray met(INDArray x, Span down, Span across) {
      long[] shape = {x.size(0), down.count(), across.count(), x.size(3)};
      long row = x.size(2) * x.size(3);
      long column = x.size(3);
      long[] strides = {x.size(1) * row, down.stride() * row, across.stride() * column, 1};
      long offset = down.at() * row + across.at() * column;
      return Nd4j.create(x.data(), shape, strides, offset, 'c');
    }

    private void add(CustomOp operation) {
      steps.add(() -> Nd4j.exec(operation));
    }

    /** A convolution that meets each of its patches once: out = patches x kernel + keep x out. */
    private void product(Convolution c, INDArray patches, INDArray out, double keep) {
      Folded folded = folded(c);
      long rows = out.length() / c.out();
      INDArray matrix = out.reshape(rows, c.out());
      add(
          DynamicCustomOp.builder("matmul")
              .addInputs(
                  patches.reshape(rows, patches.size(3)),
                  folded.kernel.reshape(patches.size(3), c.out()))
              .addOutputs(matrix)
              .addIntegerArguments(0, 0, 0)
              .addFloatingPointArguments(1.0, keep)
              .build());
      add(
          DynamicCustomOp.builder("biasadd")
              .addInputs(matrix, folded.bias)
              .addOutputs(matrix)
              .build());
    }

    private CustomOp convolution(Convolution c, INDArray x, INDArray out) {
      Folded folded = folded(c);
      int padding = c.padding();
      // kernel, stride, padding, dilation, padding as told, NHWC, weights [height, width, in, out]
      return DynamicCustomOp.builder("conv2d")
          .addInputs(x, folded.kernel, folded.bias)
          .addOutputs(out)
          .addIntegerArguments(
              c.kernel(), c.kernel(), c.stride(), c.stride(), padding, padding, 1, 1, 0, 1, 0)
          .build();
    }

    private INDArray maximum(INDArray x) {
      INDArray out = array(STREAM, x.size(0), half(x.size(1)), half(x.size(2)), x.size(3));
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

    private Folded folded(Convolution c) {
      return Objects.requireNonNull(weights.get(c.name()));
    }
  }

  /**
   * Where one place of a kernel lies within the picture.
   *
   * @param first of the outputs for which it does
   * @param count of them
   * @param at what the first of them meets
   */
  private record Span(long first, long count, long at, long stride) {

    static Span of(int offset, int stride, int side, int outputs) {
      int first = offset < 0 ? (-offset + stride - 1) / stride : 0;
      int last = Math.min(outputs - 1, (side - 1 - offset) / stride);
      return new Span(first, last - first + 1L, (long) first * stride + offset, stride);
    }

    INDArrayIndex meeting() {
      return interval(first, first + count);
    }
  }
}
