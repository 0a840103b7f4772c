package org.polarfold.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.polarfold.backbone.ResNet50.Convolution;
import org.polarfold.backbone.ResNet50.Variant;

/** Files in Keras' layout that h5py wrote ({@code make.py}), and a network under Keras' names. */
final class KerasWeightsTest {

  private static final ResNet50 NETWORK = new ResNet50(Variant.STRIDE_ON_1X1);
  private static final float BIAS = 0.25f;

  @ParameterizedTest
  @ValueSource(strings = {"keras-weights.h5", "keras-model.h5"})
  void weightsAndWholeModelsAreRead(String name) throws Exception {
    KerasFile file = KerasFile.of(resource(name));

    assertThat(file.names())
        .containsExactly(
            "conv1_bn/gamma", "conv1_bn/moving_variance", "conv1_conv/bias", "conv1_conv/kernel");
    assertThat(file.shape("conv1_conv/kernel")).containsExactly(1, 2, 3, 2);
    float[] quarters = new float[12];
    for (int i = 0; i < quarters.length; i++) {
      quarters[i] = i / 4f;
    }
    assertThat(file.values("conv1_conv/kernel")).containsExactly(quarters);
    assertThat(file.values("conv1_conv/bias")).containsExactly(1, -2);
    assertThat(file.values("conv1_bn/moving_variance")).containsExactly(0.5f, 2);
  }

  @Test
  void linksAreNotFollowed() throws Exception {
    assertThat(KerasFile.of(resource("keras-elsewhere.h5")).names())
        .containsExactly("conv1_conv/beta");
  }

  @Test
  void moreThanTheFileHoldsIsRefused() {
    assertThatThrownBy(() -> KerasFile.of(resource("keras-packed.h5")))
        .isInstanceOf(WeightFlaw.class);
    assertThatThrownBy(() -> KerasFile.of(new byte[0])).isInstanceOf(WeightFlaw.class);
    assertThatThrownBy(() -> KerasFile.of(new byte[10_000])).isInstanceOf(WeightFlaw.class);
  }

  @Test
  void changedBytesAreReadOrRefusedAndNothingElse() throws IOException {
    byte[] whole = resource("keras-model.h5");
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 1_000; i++) {
      byte[] changed =
          Arrays.copyOf(
              whole, random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length);
      for (int j = 0; j < 4 && changed.length > 0; j++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      try {
        KerasFile file = KerasFile.of(changed);
        file.names().forEach(file::values);
      } catch (WeightFlaw e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  @Test
  void theSameNetworkUnderKerasNamesHasTheSameWeights() throws Exception {
    FormulaWeights expected = new FormulaWeights();
    KerasWeights actual = KerasWeights.of(new Named(expected));

    for (Convolution c : NETWORK.convolutions().toList()) {
      assertThat(actual.kernel(c)).as(c.name()).isEqualTo(expected.kernel(c));
      ResNetWeights.Normalisation theirs = actual.normalisation(c);
      ResNetWeights.Normalisation ours = expected.normalisation(c);
      assertThat(theirs.scale()).isEqualTo(ours.scale());
      assertThat(theirs.shift()).isEqualTo(ours.shift());
      assertThat(theirs.mean().equalsWithEps(ours.mean(), 1e-6)).as(c.norm()).isTrue();
      assertThat(theirs.variance().equalsWithEps(ours.variance(), 1e-6)).as(c.norm()).isTrue();
    }
    assertThat(actual.lastKernel()).isEqualTo(expected.lastKernel());
    assertThat(actual.lastBias()).isEqualTo(expected.lastBias());
  }

  @Test
  void whatIsMissingOrOtherIsListedAndNothingIsUsed() {
    Named odd = new Named(new FormulaWeights());
    odd.arrays.put("conv1_conv/kernel", Nd4j.zeros(3, 3, 3, 64));
    odd.arrays.remove("conv5_block3_3_bn/gamma");
    assertThatThrownBy(() -> KerasWeights.of(odd))
        .hasMessage(
            "every weight of a ResNet-50 as Keras names them; missing are conv5_block3_3_bn/gamma;"
                + " of another shape are conv1_conv/kernel is [3, 3, 3, 64] and not [7, 7, 3, 64]");
    assertThatThrownBy(
            () ->
                TorchvisionWeights.of(
                    new ResNet50(Variant.STRIDE_ON_3X3),
                    SafeTensors.of(resource("small.safetensors"))))
        .hasMessageStartingWith(
            "every weight of a ResNet-50 as torchvision names them; missing are conv1.weight,"
                + " bn1.weight, bn1.bias and 263 more; of another shape are layer1.0.conv1.weight is"
                + " [2, 3, 2, 2] and not [64, 64, 1, 1]");
  }

  /** Weights as Keras would name and lay them out. */
  private static final class Named implements WeightFile {

    private final Map<String, INDArray> arrays = new LinkedHashMap<>();

    Named(FormulaWeights weights) {
      for (Convolution c : NETWORK.convolutions().toList()) {
        String conv = KerasWeights.layer(c) + "_conv/";
        String norm = KerasWeights.layer(c) + "_bn/";
        ResNetWeights.Normalisation n = weights.normalisation(c);
        arrays.put(conv + "kernel", weights.kernel(c).permute(2, 3, 1, 0).dup('c'));
        arrays.put(conv + "bias", Nd4j.valueArrayOf(new long[] {c.out()}, BIAS));
        arrays.put(norm + "gamma", n.scale());
        arrays.put(norm + "beta", n.shift());
        arrays.put(norm + "moving_mean", n.mean().add(BIAS));
        arrays.put(norm + "moving_variance", n.variance().sub(1e-8));
      }
      arrays.put("predictions/kernel", weights.lastKernel().transpose().dup('c'));
      arrays.put("predictions/bias", weights.lastBias());
    }

    @Override
    public Set<String> names() {
      return arrays.keySet();
    }

    @Override
    public long[] shape(String name) {
      return Objects.requireNonNull(arrays.get(name)).shape();
    }

    @Override
    public float[] values(String name) {
      return Objects.requireNonNull(arrays.get(name)).dup('c').ravel().toFloatVector();
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream stream = KerasWeightsTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(stream).readAllBytes();
    }
  }
}
