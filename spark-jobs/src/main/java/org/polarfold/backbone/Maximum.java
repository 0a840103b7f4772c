package org.polarfold.backbone;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The maximum over 3 x 3 pixels, every other one, of pictures that lie channel by channel. Where
 * several share a maximum the gradient goes to one of them; DL4J's own layer gives it to each.
 */
final class Maximum extends SubsamplingLayer {

  private static final long serialVersionUID = 1L;
  private static final int SIDE = 3;
  private static final int STRIDE = 2;
  private static final int PADDING = 1;
  private static final int CHANNELS_LAST = 1;

  Maximum() {
    super(
        new SubsamplingLayer.Builder(PoolingType.MAX)
            .kernelSize(SIDE, SIDE)
            .stride(STRIDE, STRIDE)
            .padding(PADDING, PADDING)
            .dataFormat(CNN2DFormat.NHWC));
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialise,
      DataType type) {
    ToOne layer = new ToOne(configuration, type);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(configuration, parameters, initialise));
    layer.setConf(configuration);
    return layer;
  }

  /** The layer at work. */
  private static final class ToOne
      extends org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer {

    private static final long serialVersionUID = 1L;

    ToOne(NeuralNetConfiguration configuration, DataType type) {
      super(configuration, type);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspace) {
      assertInputSet(true);
      INDArray before =
          workspace.create(ArrayType.ACTIVATION_GRAD, input.dataType(), input.shape(), 'c');
      Nd4j.exec(
          DynamicCustomOp.builder("maxpool2d_bp")
              .addInputs(input.dup('c'), epsilon.dup('c'))
              .addOutputs(before)
              .addIntegerArguments(
                  SIDE, SIDE, STRIDE, STRIDE, PADDING, PADDING, 1, 1, 0, 0, CHANNELS_LAST)
              .build());
      return new Pair<>(new DefaultGradient(), before);
    }
  }
}
