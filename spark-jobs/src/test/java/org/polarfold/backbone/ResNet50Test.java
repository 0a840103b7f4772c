package org.polarfold.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.polarfold.backbone.ResNet50.Variant;

/** The network against torchvision's, stage by stage: {@code resnet50-forward.json}. */
final class ResNet50Test {

  private static final Map<String, String> STAGES =
      Map.of(
          "conv1", "conv1",
          "bn1", "bn1",
          "maxpool", "maxpool",
          "layer1", "layer1.2",
          "layer2", "layer2.3",
          "layer3", "layer3.5",
          "layer4", "layer4.2",
          "avgpool", "avgpool",
          "fc", "fc");

  private static final FormulaWeights WEIGHTS = new FormulaWeights();

  @ParameterizedTest
  @CsvSource({
    "STRIDE_ON_3X3, 64", "STRIDE_ON_3X3, 96", "STRIDE_ON_3X3, 224",
    "STRIDE_ON_1X1, 64", "STRIDE_ON_1X1, 96", "STRIDE_ON_1X1, 224"
  })
  void everyStageIsThatOfThePublishedNetwork(Variant variant, int side) throws IOException {
    JsonNode expected = expected(variant, side);
    ResNet50 network = new ResNet50(variant);
    INDArray images =
        Nd4j.createFromArray(FormulaWeights.uniform("input", 2 * 3 * side * side))
            .reshape(2, 3, side, side);
    ComputationGraph graph = ResNetGraph.of(network, side, WEIGHTS);

    Map<String, INDArray> activations = graph.feedForward(images, false);
    // The rectifier works in place, on what the normalisation gave.
    activations.put(
        "bn1",
        graph
            .getLayer("bn1")
            .activate(
                Objects.requireNonNull(activations.get("conv1")),
                false,
                LayerWorkspaceMgr.noWorkspaces()));

    assertThat(expected.path("stages").size()).isEqualTo(STAGES.size());
    STAGES.forEach(
        (stage, layer) ->
            assertStage(
                expected.path("stages").path(stage),
                Objects.requireNonNull(activations.get(layer)),
                stage));

    for (FoldedResNet.Cut cut : FoldedResNet.Cut.values()) {
      INDArray folded =
          new FoldedResNet(network, WEIGHTS, cut).output(images.permute(0, 2, 3, 1).dup('c'));
      INDArray unfolded =
          Objects.requireNonNull(activations.get(STAGES.get(cut.name().toLowerCase(Locale.ROOT))));
      assertThat(
              distance(
                  cut == FoldedResNet.Cut.AVGPOOL ? folded : folded.permute(0, 3, 1, 2), unfolded))
          .as(cut.name())
          .isLessThan(1e-4);
    }
  }

  @Test
  void theNetworkHasAsManyParametersAsThePublishedOne() {
    for (Variant variant : Variant.values()) {
      long kernels =
          new ResNet50(variant)
              .convolutions()
              .mapToLong(c -> (long) c.in() * c.out() * c.kernel() * c.kernel() + 2L * c.out())
              .sum();
      assertThat(kernels).isEqualTo(23_508_032);
    }
  }

  @Test
  void sidesOutsideTheRangeAreRefused() {
    for (int side : new int[] {31, 513}) {
      assertThatThrownBy(() -> ResNetGraph.of(new ResNet50(Variant.STRIDE_ON_3X3), side, WEIGHTS))
          .hasMessage("Invalid side: " + side + " (expected 32 to 512 pixels)");
    }
  }

  private static void assertStage(JsonNode expected, INDArray actual, String stage) {
    for (int item = 0; item < 2; item++) {
      INDArray own = actual.slice(item);
      double sd = expected.path("std").path(item).asDouble();
      assertThat(own.meanNumber().doubleValue())
          .as("%s, mean of %d", stage, item)
          .isCloseTo(expected.path("mean").path(item).asDouble(), within(1e-4 * sd));
      assertThat(own.std(false).getDouble(0))
          .as("%s, SD of %d", stage, item)
          .isCloseTo(sd, within(1e-4 * sd));
      float[] first = own.dup('c').ravel().toFloatVector();
      JsonNode eight = expected.path("first8_of_item" + item);
      assertThat(eight.size()).isEqualTo(8);
      for (int i = 0; i < 8; i++) {
        double value = eight.path(i).asDouble();
        assertThat((double) first[i])
            .as("%s, value %d of %d", stage, i, item)
            .isCloseTo(value, within(1e-4 * (Math.abs(value) + sd)));
      }
    }
  }

  /** Largest difference over the largest value. */
  private static double distance(INDArray one, INDArray other) {
    INDArray same = other.reshape(one.shape());
    return one.sub(same).amaxNumber().doubleValue() / same.amaxNumber().doubleValue();
  }

  private static JsonNode expected(Variant variant, int side) throws IOException {
    try (InputStream stream = ResNet50Test.class.getResourceAsStream("resnet50-forward.json")) {
      JsonNode variants = new ObjectMapper().readTree(stream).path("variants");
      for (Map.Entry<String, JsonNode> entry :
          (Iterable<Map.Entry<String, JsonNode>>) variants::fields) {
        if (entry.getKey().startsWith("v1.5") == (variant == Variant.STRIDE_ON_3X3)) {
          for (JsonNode one : entry.getValue()) {
            if (one.path("input_size").asInt() == side) {
              return one;
            }
          }
        }
      }
    }
    throw new AssertionError("nothing is known of " + variant + " at " + side);
  }
}
