package org.polarfold.backbone;

import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution with bias, "same" padding and no activation, [batch, channels, height, width], on
 * ND4J's operations {@code conv2d} and {@code conv2d_bp}. DL4J's own layer never reaches oneDNN and
 * is several times slower in training; parameters and their names are the same.
 */
public final class OpConvolution extends ConvolutionLayer {

  /** For reading a configuration from JSON. */
  public OpConvolution() {
    super(new ConvolutionLayer.Builder(1, 1));
  }

  OpConvolution(int kernel, int stride, int channels) {
    super(
        new ConvolutionLayer.Builder(kernel, kernel)
            .stride(stride, stride)
            .nOut(channels)
            .convolutionMode(ConvolutionMode.Same)
            .activation(Activation.IDENTITY)
            .hasBias(true));
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialise,
      DataType type) {
    Operations layer = new Operations(configuration, type);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(configuration, parameters, initialise));
    layer.setConf(configuration);
    return layer;
  }

  /** The layer at work. */
  private static final class Operations
      extends org.deeplearning4j.nn.layers.convolution.ConvolutionLayer {

    Operations(NeuralNetConfiguration configuration, DataType type) {
      super(configuration, type);
    }

    private DynamicCustomOp.DynamicCustomOpsBuilder operation(String name) {
      int[] kernel = layerConf().getKernelSize();
      int[] stride = layerConf().getStride();
      // kernel, stride, padding, dilation, same padding, NCHW, weights [out, in, height, width]
      return DynamicCustomOp.builder(name)
          .addIntegerArguments(kernel[0], kernel[1], stride[0], stride[1], 0, 0, 1, 1, 1, 0, 1);
    }

    @Override
    protected Pair<INDArray, INDArray> preOutput(
        boolean training, boolean forBackpropagation, LayerWorkspaceMgr workspace) {
      INDArray weights =
          getParamWithNoise(ConvolutionParamInitializer.WEIGHT_KEY, training, workspace);
      INDArray bias = getParamWithNoise(ConvolutionParamInitializer.BIAS_KEY, training, workspace);
      int[] stride = layerConf().getStride();
      long[] shape = {
        input.size(0),
        layerConf().getNOut(),
        (input.size(2) + stride[0] - 1) / stride[0],
        (input.size(3) + stride[1] - 1) / stride[1]
      };
      INDArray output =
          workspace.createUninitialized(ArrayType.ACTIVATIONS, weights.dataType(), shape, 'c');
      Nd4j.exec(
          operation("conv2d")
              .addInputs(input.castTo(weights.dataType()), weights, bias.reshape(bias.length()))
              .addOutputs(output)
              .build());
      return new Pair<>(output, null);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspace) {
      INDArray weights = getParamWithNoise(ConvolutionParamInitializer.WEIGHT_KEY, true, workspace);
      INDArray bias = getParamWithNoise(ConvolutionParamInitializer.BIAS_KEY, true, workspace);
      INDArray weightGradient = gradientViews.get(ConvolutionParamInitializer.WEIGHT_KEY);
      INDArray biasGradient =
          Objects.requireNonNull(gradientViews.get(ConvolutionParamInitializer.BIAS_KEY));
      INDArray inputGradient =
          workspace.createUninitialized(
              ArrayType.ACTIVATION_GRAD, weights.dataType(), input.shape(), 'c');
      INDArray dense =
          epsilon.ordering() == 'c' && Shape.hasDefaultStridesForShape(epsilon)
              ? epsilon
              : epsilon.dup('c');
      Nd4j.exec(
          operation("conv2d_bp")
              .addInputs(input, weights, bias.reshape(bias.length()), dense)
              .addOutputs(
                  inputGradient, weightGradient, biasGradient.reshape(biasGradient.length()))
              .build());
      Gradient gradient = new DefaultGradient();
      gradient.setGradientFor(ConvolutionParamInitializer.WEIGHT_KEY, weightGradient, 'c');
      gradient.setGradientFor(ConvolutionParamInitializer.BIAS_KEY, biasGradient);
      weightNoiseParams.clear();
      return new Pair<>(gradient, inputGradient);
    }
  }
}
