package org.polarfold.backbone;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Continues a picture [batch, height, width, channels] on either side by the columns of the other,
 * as the sectors of a polar map continue, or cuts columns off either side.
 */
final class Columns implements InputPreProcessor {

  private static final long serialVersionUID = 1L;
  private static final int WIDTH = 2;

  private final int reach;

  /**
   * So many columns.
   *
   * @param reach added on either side; below 0 cut off
   */
  Columns(int reach) {
    this.reach = reach;
  }

  private static INDArray columns(INDArray picture, long from, long to) {
    return picture.get(all(), all(), interval(from, to), all());
  }

  @Override
  public INDArray preProcess(INDArray picture, int batch, LayerWorkspaceMgr workspace) {
    long width = picture.size(WIDTH);
    INDArray changed =
        reach < 0
            ? columns(picture, -reach, width + reach).dup('c')
            : Nd4j.concat(
                WIDTH, columns(picture, width - reach, width), picture, columns(picture, 0, reach));
    return workspace.leverageTo(ArrayType.ACTIVATIONS, changed);
  }

  @Override
  public INDArray backprop(INDArray gradient, int batch, LayerWorkspaceMgr workspace) {
    long width = gradient.size(WIDTH) - 2L * reach;
    INDArray before;
    if (reach < 0) {
      before =
          Nd4j.zeros(
              gradient.dataType(), gradient.size(0), gradient.size(1), width, gradient.size(3));
      columns(before, -reach, width + reach).assign(gradient);
    } else {
      before = columns(gradient, reach, reach + width).dup('c');
      columns(before, width - reach, width).addi(columns(gradient, 0, reach));
      columns(before, 0, reach).addi(columns(gradient, reach + width, width + 2L * reach));
    }
    return workspace.leverageTo(ArrayType.ACTIVATION_GRAD, before);
  }

  @Override
  public InputPreProcessor clone() {
    return new Columns(reach);
  }

  @Override
  public InputType getOutputType(InputType type) {
    InputTypeConvolutional picture = (InputTypeConvolutional) type;
    return InputType.convolutional(
        picture.getHeight(),
        picture.getWidth() + 2L * reach,
        picture.getChannels(),
        CNN2DFormat.NHWC);
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(INDArray mask, MaskState state, int batch) {
    return new Pair<>(mask, state);
  }
}
