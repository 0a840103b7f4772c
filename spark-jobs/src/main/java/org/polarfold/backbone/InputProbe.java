package org.polarfold.backbone;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer that changes nothing and keeps the gradient that comes back to it: DL4J keeps none for
 * what a graph is given.
 */
public final class InputProbe extends ActivationLayer {

  private static final long serialVersionUID = 1L;

  /** The name of the layer. */
  public static final String NAME = "probe";

  /** A layer to add as {@link #NAME} right behind the input. */
  public InputProbe() {
    super(new ActivationLayer.Builder().activation(Activation.IDENTITY));
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialise,
      DataType type) {
    Keeping layer = new Keeping(configuration, type);
    layer.setListeners(listeners);
    layer.setIndex(index);
    return layer;
  }

  /**
   * The gradient of what a graph yields with respect to what it is given.
   *
   * @param graph whose input is probed, and whose outputs are no output layers
   * @param input of one example
   * @param outputs the gradient with respect to every output
   * @return in the order of the input
   */
  public static float[] gradient(ComputationGraph graph, INDArray input, INDArray... outputs) {
    // In training mode layers keep what the way back takes; none of ours does anything else in it.
    graph.feedForward(new INDArray[] {input}, true, false);
    graph.backpropGradient(outputs);
    float[] kept = ((Keeping) graph.getLayer(NAME)).kept;
    if (kept == null) {
      throw new IllegalStateException("No gradient came back to the input");
    }
    return kept;
  }

  /** The layer at work. */
  private static final class Keeping extends org.deeplearning4j.nn.layers.ActivationLayer {

    private static final long serialVersionUID = 1L;

    private transient float @Nullable [] kept;

    Keeping(NeuralNetConfiguration configuration, DataType type) {
      super(configuration, type);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspace) {
      return input;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspace) {
      kept = epsilon.dup('c').data().asFloat();
      return super.backpropGradient(epsilon, workspace);
    }
  }
}
