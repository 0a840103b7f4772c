package org.polarfold.backbone;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A convolution with bias whose activations lie channel by channel, [batch, height, width,
 * channels], and which is computed as a product of matrices, patches times kernel, forwards and
 * backwards. Half the kernel's side is padded on each side. Kernels lie as [height, width, in,
 * out], so that neither they nor what comes in is rearranged where the kernel is 1 x 1.
 */
public final class ChannelsLastConvolution extends ConvolutionLayer {

  /** For reading a configuration from JSON. */
  public ChannelsLastConvolution() {
    super(new ConvolutionLayer.Builder(1, 1));
  }

  /**
   * A layer.
   *
   * @param activation IDENTITY or RELU, which is computed in place
   */
  ChannelsLastConvolution(int kernel, int stride, int channels, Activation activation) {
    super(
        new ConvolutionLayer.Builder(kernel, kernel)
            .stride(stride, stride)
            .padding(kernel / 2, kernel / 2)
            .nOut(channels)
            .convolutionMode(ConvolutionMode.Truncate)
            .dataFormat(CNN2DFormat.NHWC)
            .activation(activation)
            .hasBias(true));
  }

  @Override
  public ParamInitializer initializer() {
    return Kernels.INSTANCE;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialise,
      DataType type) {
    Products layer = new Products(configuration, type);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(configuration, parameters, initialise));
    layer.setConf(configuration);
    return layer;
  }

  /** Bias and kernels as DL4J lays them out, the kernels' values in another order. */
  private static final class Kernels extends ConvolutionParamInitializer {

    static final Kernels INSTANCE = new Kernels();

    @Override
    public Map<String, INDArray> init(
        NeuralNetConfiguration configuration, INDArray parameters, boolean initialise) {
      Map<String, INDArray> all = super.init(configuration, parameters, initialise);
      all.computeIfPresent(WEIGHT_KEY, (key, kernel) -> channelsLast(kernel));
      return all;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(
        NeuralNetConfiguration configuration, INDArray gradients) {
      Map<String, INDArray> all = super.getGradientsFromFlattened(configuration, gradients);
      all.computeIfPresent(WEIGHT_KEY, (key, kernel) -> channelsLast(kernel));
      return all;
    }

    /** The same memory; where values are drawn at random, their order does not matter. */
    private static INDArray channelsLast(INDArray kernel) {
      return kernel.reshape('c', kernel.size(2), kernel.size(3), kernel.size(1), kernel.size(0));
    }
  }

  /** The layer at work. */
  private static final class Products
      extends org.deeplearning4j.nn.layers.convolution.ConvolutionLayer {

    private transient @Nullable INDArray patches;
    private transient @Nullable INDArray output;
    private transient @Nullable INDArray whereabouts;
    private transient @Nullable KernelPatches whereaboutsOf;

    Products(NeuralNetConfiguration configuration, DataType type) {
      super(configuration, type);
    }

    private KernelPatches geometry() {
      return new KernelPatches(
          layerConf().getKernelSize()[0], layerConf().getStride()[0], input.shape());
    }

    private boolean rectified() {
      return layerConf().getActivationFn() instanceof ActivationReLU;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspace) {
      assertInputSet(false);
      applyDropOutIfNecessary(training, workspace);
      INDArray kernel =
          getParamWithNoise(ConvolutionParamInitializer.WEIGHT_KEY, training, workspace);
      INDArray bias = getParamWithNoise(ConvolutionParamInitializer.BIAS_KEY, training, workspace);
      KernelPatches geometry = geometry();
      INDArray met = patches(geometry, workspace);
      long channels = layerConf().getNOut();
      INDArray out =
          workspace.createUninitialized(
              ArrayType.ACTIVATIONS, kernel.dataType(), geometry.outputs(channels), 'c');
      INDArray matrix = out.reshape(geometry.rows(), channels);
      product(met, matrix(kernel), matrix, false, false);
      Nd4j.exec(
          DynamicCustomOp.builder("biasadd")
              .addInputs(matrix, bias.reshape(channels))
              .addOutputs(matrix)
              .build());
      if (rectified()) {
        Nd4j.exec(
            DynamicCustomOp.builder("relu")
                .addInputs(matrix)
                .addOutputs(matrix)
                .addFloatingPointArguments(0.0)
                .build());
      }
      patches = met;
      output = matrix;
      return out;
    }

    private INDArray patches(KernelPatches geometry, LayerWorkspaceMgr workspace) {
      INDArray dense = dense(input, ArrayType.ACTIVATIONS, workspace);
      if (geometry.areTheInput()) {
        return dense.reshape(geometry.rows(), geometry.length());
      }
      INDArray met =
          workspace.create(ArrayType.ACTIVATIONS, dense.dataType(), geometry.patches(), 'c');
      geometry.gather(dense, met);
      return met.reshape(geometry.rows(), geometry.length());
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspace) {
      INDArray kernel = getParamWithNoise(ConvolutionParamInitializer.WEIGHT_KEY, true, workspace);
      INDArray kernelGradient =
          Objects.requireNonNull(gradientViews.get(ConvolutionParamInitializer.WEIGHT_KEY));
      INDArray biasGradient =
          Objects.requireNonNull(gradientViews.get(ConvolutionParamInitializer.BIAS_KEY));
      KernelPatches geometry = geometry();
      long channels = layerConf().getNOut();
      INDArray error =
          dense(epsilon, ArrayType.BP_WORKING_MEM, workspace).reshape(geometry.rows(), channels);
      if (rectified()) {
        Nd4j.exec(
            DynamicCustomOp.builder("relu_bp")
                .addInputs(Objects.requireNonNull(output), error)
                .addOutputs(error)
                .addFloatingPointArguments(0.0)
                .build());
      }
      product(Objects.requireNonNull(patches), error, matrix(kernelGradient), true, false);
      INDArray ones =
          workspace.create(
              ArrayType.BP_WORKING_MEM, error.dataType(), new long[] {1, geometry.rows()}, 'c');
      ones.assign(1);
      product(ones, error, biasGradient.reshape(1, channels), false, false);

      INDArray inputGradient =
          workspace.createUninitialized(
              ArrayType.ACTIVATION_GRAD, error.dataType(), geometry.input(), 'c');
      if (geometry.areTheInput()) {
        product(
            error,
            matrix(kernel),
            inputGradient.reshape(geometry.rows(), geometry.length()),
            false,
            true);
      } else {
        INDArray met = working(geometry.patchesAndZero(), error, workspace);
        met.getRow(met.size(0) - 1).assign(0);
        INDArray patch =
            met.get(NDArrayIndex.interval(0, met.size(0) - 1), NDArrayIndex.all())
                .reshape(geometry.rows(), geometry.length());
        product(error, matrix(kernel), patch, false, true);
        geometry.scatter(
            whereabouts(geometry),
            met,
            working(geometry.copies(), error, workspace),
            inputGradient);
      }
      Gradient gradient = new DefaultGradient();
      gradient.setGradientFor(ConvolutionParamInitializer.WEIGHT_KEY, kernelGradient, 'c');
      gradient.setGradientFor(ConvolutionParamInitializer.BIAS_KEY, biasGradient);
      weightNoiseParams.clear();
      return new Pair<>(gradient, inputGradient);
    }

    @Override
    public void clear() {
      super.clear();
      patches = null;
      output = null;
    }

    private INDArray whereabouts(KernelPatches geometry) {
      if (whereabouts == null || !geometry.equals(whereaboutsOf)) {
        MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces();
        try {
          whereabouts = geometry.whereabouts();
          whereaboutsOf = geometry;
        } finally {
          outside.close();
        }
      }
      return whereabouts;
    }

    private static INDArray working(long[] shape, INDArray like, LayerWorkspaceMgr workspace) {
      return workspace.createUninitialized(ArrayType.BP_WORKING_MEM, like.dataType(), shape, 'c');
    }

    private static INDArray matrix(INDArray kernel) {
      return kernel.reshape(kernel.length() / kernel.size(3), kernel.size(3));
    }

    private static INDArray dense(INDArray array, ArrayType place, LayerWorkspaceMgr workspace) {
      return array.ordering() == 'c' && Shape.hasDefaultStridesForShape(array)
          ? array
          : workspace.dup(place, array, 'c');
    }

    private static void product(
        INDArray a, INDArray b, INDArray out, boolean transposeA, boolean transposeB) {
      Nd4j.exec(
          DynamicCustomOp.builder("matmul")
              .addInputs(a, b)
              .addOutputs(out)
              .addIntegerArguments(transposeA ? 1 : 0, transposeB ? 1 : 0, 0)
              .build());
    }
  }
}
