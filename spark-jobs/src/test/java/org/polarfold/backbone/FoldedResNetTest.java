package org.polarfold.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What the arrays that every pass uses again must not do; that it computes the published network is
 * {@link ResNet50Test}.
 */
final class FoldedResNetTest {

  private static final int SIDE = 64;

  /** Side 64 ends at 2 x 2 pixels, of which a kernel of 3 x 3 mostly lies outside. */
  @ParameterizedTest
  @EnumSource(ResNet50.Variant.class)
  void aPicturesFeaturesDoNotDependOnItsBatchNorOnTheBatchBefore(ResNet50.Variant variant) {
    FoldedResNet network =
        new FoldedResNet(new ResNet50(variant), new FormulaWeights(), FoldedResNet.Cut.AVGPOOL);
    INDArray images = pictures("input", 5);
    INDArray together = network.output(images);
    INDArray copy = together.dup();

    network.output(pictures("others", 5));
    assertThat(together).as("not written again").isEqualTo(copy);
    for (int i = 0; i < 5; i++) {
      INDArray alone =
          network.output(
              images.get(
                  NDArrayIndex.interval(i, i + 1),
                  NDArrayIndex.all(),
                  NDArrayIndex.all(),
                  NDArrayIndex.all()));
      assertThat(alone.sub(together.getRow(i, true)).amaxNumber().doubleValue())
          .isLessThan(1e-5 * together.amaxNumber().doubleValue());
    }
    assertThat(network.output(images)).isEqualTo(together);
  }

  @Test
  void severalThreadsDoNotDisturbOneAnother() {
    FoldedResNet network =
        new FoldedResNet(
            new ResNet50(ResNet50.Variant.STRIDE_ON_3X3),
            new FormulaWeights(),
            FoldedResNet.Cut.LAYER1);
    List<INDArray> alone =
        IntStream.range(0, 8).mapToObj(i -> network.output(pictures("input" + i, 2))).toList();

    List<INDArray> atOnce =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(i -> network.output(pictures("input" + i, 2)))
            .toList();

    assertThat(atOnce).isEqualTo(alone);
  }

  private static INDArray pictures(String name, int count) {
    return Nd4j.createFromArray(FormulaWeights.uniform(name, count * SIDE * SIDE * 3))
        .castTo(DataType.FLOAT)
        .reshape(count, SIDE, SIDE, 3);
  }
}
