package org.polarfold.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.polarfold.experiment.Network;
import org.polarfold.provenance.Digest;
import org.polarfold.provenance.Seeds;
import org.polarfold.simulate.AcquisitionKnobs;
import org.polarfold.simulate.SimulatedStudies;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;

class CompactBackboneTest {

  private static final InputMaps RESERVE = InputMaps.of(MapKind.RESERVE);

  private static CompactBackbone backbone;
  private static List<List<float[]>> maps;

  @BeforeAll
  static void load() {
    backbone = CompactBackbone.shipped(Network.SHIPPED);
    maps =
        SimulatedStudies.studies(new Seeds(77), 40, AcquisitionKnobs.REFERENCE)
            .map(study -> List.of(study.map(MapKind.RESERVE).orElseThrow().toArray()))
            .toList();
  }

  private static byte[] weights() throws IOException {
    try (InputStream stream =
        CompactBackboneTest.class.getResourceAsStream(CompactBackbone.SHIPPED + ".zip")) {
      return Objects.requireNonNull(stream).readAllBytes();
    }
  }

  @Test
  void everyMapHasFiniteFeaturesOfItsOwn() {
    float[][] features = backbone.features(maps, RESERVE);

    assertThat(features.length).isEqualTo(40);
    assertThat(backbone.length(RESERVE)).isEqualTo(128);
    for (float[] row : features) {
      assertThat(row).hasSize(128);
      for (float value : row) {
        assertThat(value).isFinite();
      }
    }
    assertThat(Arrays.stream(features).map(Arrays::toString).distinct()).hasSize(40);
  }

  @Test
  void featuresDoNotDependOnTheOtherMapsOfACall() {
    float[][] together = backbone.features(maps, RESERVE);
    List<List<float[]>> reversed = new ArrayList<>(maps);
    Collections.reverse(reversed);
    float[][] backwards = backbone.features(reversed, RESERVE);

    for (int i = 0; i < maps.size(); i++) {
      assertThat(backwards[maps.size() - 1 - i]).isEqualTo(together[i]);
    }
    for (int i : new int[] {0, 17, 31, 32, 39}) {
      assertThat(backbone.features(List.of(maps.get(i)), RESERVE)[0]).isEqualTo(together[i]);
    }
    assertThat(backbone.features(List.of(), RESERVE).length).isZero();
  }

  @Test
  void anotherInstanceComputesTheSame() {
    assertThat(CompactBackbone.shipped(Network.SHIPPED).features(maps.subList(0, 3), RESERVE))
        .isDeepEqualTo(backbone.features(maps.subList(0, 3), RESERVE));
  }

  @Test
  void theKindOfAMapMatters() {
    assertThat(backbone.features(maps.subList(0, 1), InputMaps.of(MapKind.REST))[0])
        .isNotEqualTo(backbone.features(maps.subList(0, 1), RESERVE)[0]);
    assertThat(backbone.key())
        .startsWith(CompactBackbone.shippedDigest().substring(0, 16))
        .isNotEqualTo(frozenTo("block-2").key());
  }

  @Test
  void ofSeveralMapsFeaturesFollowOneAnother() {
    InputMaps both = InputMaps.of(MapKind.RESERVE, MapKind.REST);
    float[] reserve = maps.get(0).get(0);
    float[] rest = maps.get(1).get(0);

    float[] together = backbone.features(List.of(List.of(rest, reserve)), both)[0];

    assertThat(together).hasSize(256).hasSize(backbone.length(both));
    assertThat(Arrays.copyOf(together, 128))
        .isEqualTo(backbone.features(List.of(List.of(rest)), InputMaps.of(MapKind.REST))[0]);
    assertThat(Arrays.copyOfRange(together, 128, 256))
        .isEqualTo(backbone.features(List.of(List.of(reserve)), RESERVE)[0]);
  }

  /** Wherever the cut is, frozen and unfrozen part together are the network. */
  @ParameterizedTest
  @ValueSource(strings = {"image", "block-1", "block-2", "block-3"})
  void theUnfrozenPartGoesOnWhereTheFrozenOneEnds(String layer) {
    CompactBackbone cut = frozenTo(layer);

    INDArray seen = Nd4j.createFromArray(cut.features(maps.subList(0, 1), RESERVE));
    INDArray last = graph(cut, RESERVE).outputSingle(shaped(seen, cut.features(RESERVE)));

    assertThat(last.toFloatVector())
        .containsExactly(backbone.features(maps.subList(0, 1), RESERVE)[0], Offset.offset(1e-5f));
  }

  /** Thrice the same picture is that picture. */
  @ParameterizedTest
  @ValueSource(strings = {"image", "block-2", "block-3"})
  void severalMapsAreSeenAsTheOneWas(String layer) {
    CompactBackbone cut = frozenTo(layer);
    InputMaps both = InputMaps.of(MapKind.RESERVE, MapKind.REST);
    float[] one = cut.features(maps.subList(0, 1), RESERVE)[0];
    float[] twice = Arrays.copyOf(one, 2 * one.length);
    System.arraycopy(one, 0, twice, one.length, one.length);

    INDArray last =
        graph(cut, both)
            .outputSingle(shaped(Nd4j.createFromArray(new float[][] {twice}), cut.features(both)));

    assertThat(last.toFloatVector())
        .containsExactly(backbone.features(maps.subList(0, 1), RESERVE)[0], Offset.offset(1e-5f));
  }

  private static CompactBackbone frozenTo(String layer) {
    Network shipped = Network.SHIPPED;
    return CompactBackbone.shipped(
        new Network(
            shipped.backbone(),
            shipped.weights(),
            shipped.drawing(),
            shipped.pixels(),
            layer,
            shipped.augmentation()));
  }

  private static ComputationGraph graph(CompactBackbone cut, InputMaps maps) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.FLOAT)
            .graphBuilder()
            .addInputs("seen")
            .setInputTypes(cut.features(maps));
    UnfrozenPart unfrozen = cut.unfrozen().orElseThrow();
    graph.setOutputs(unfrozen.addTo(graph, "seen", depth -> new Sgd(0.1)));
    ComputationGraph built = new ComputationGraph(graph.build());
    built.init();
    unfrozen.fill(built);
    return built;
  }

  private static INDArray shaped(INDArray rows, InputType type) {
    return rows.reshape(
        LongStream.concat(LongStream.of(1), LongStream.of(type.getShape(false))).toArray());
  }

  @Test
  void weightsThatAreNotThoseOfTheDigestAreRefused() throws IOException {
    byte[] weights = weights();
    String digest = Digest.ofStream(new ByteArrayInputStream(weights));
    assertThat(digest).isEqualTo(CompactBackbone.shippedDigest());
    weights[weights.length / 2] ^= 1;

    assertThatThrownBy(() -> CompactBackbone.verified(weights, digest, "features"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Invalid shipped backbone: SHA-256 ")
        .hasMessageEndingWith("(expected " + digest + ")");
  }
}
