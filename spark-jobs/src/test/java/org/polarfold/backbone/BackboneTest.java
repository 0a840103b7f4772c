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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.polarfold.provenance.Digest;
import org.polarfold.provenance.Seeds;
import org.polarfold.simulate.AcquisitionKnobs;
import org.polarfold.simulate.SimulatedStudies;
import org.polarfold.study.MapKind;

class BackboneTest {

  private static Backbone backbone;
  private static List<float[]> maps;

  @BeforeAll
  static void load() {
    backbone = Backbone.shipped();
    maps =
        SimulatedStudies.studies(new Seeds(77), 40, AcquisitionKnobs.REFERENCE)
            .map(study -> study.map(MapKind.RESERVE).orElseThrow().toArray())
            .toList();
  }

  private static byte[] weights() throws IOException {
    try (InputStream stream = BackboneTest.class.getResourceAsStream(Backbone.SHIPPED + ".zip")) {
      return Objects.requireNonNull(stream).readAllBytes();
    }
  }

  @Test
  void everyMapHasFiniteFeaturesOfItsOwn() {
    float[][] features = backbone.features(maps, MapKind.RESERVE);

    assertThat(features.length).isEqualTo(40);
    assertThat(Backbone.featureCount()).isEqualTo(128);
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
    float[][] together = backbone.features(maps, MapKind.RESERVE);
    List<float[]> reversed = new ArrayList<>(maps);
    Collections.reverse(reversed);
    float[][] backwards = backbone.features(reversed, MapKind.RESERVE);

    for (int i = 0; i < maps.size(); i++) {
      assertThat(backwards[maps.size() - 1 - i]).isEqualTo(together[i]);
    }
    for (int i : new int[] {0, 17, 31, 32, 39}) {
      assertThat(backbone.features(List.of(maps.get(i)), MapKind.RESERVE)[0])
          .isEqualTo(together[i]);
    }
    assertThat(backbone.features(List.of(), MapKind.RESERVE).length).isZero();
  }

  @Test
  void anotherInstanceComputesTheSame() {
    assertThat(Backbone.shipped().features(maps.subList(0, 3), MapKind.RESERVE))
        .isDeepEqualTo(backbone.features(maps.subList(0, 3), MapKind.RESERVE));
  }

  @Test
  void theKindOfAMapMatters() {
    assertThat(backbone.features(maps.subList(0, 1), MapKind.REST)[0])
        .isNotEqualTo(backbone.features(maps.subList(0, 1), MapKind.RESERVE)[0]);
    assertThat(Arrays.stream(MapKind.values()).map(Backbone::featureKey).distinct()).hasSize(3);
    assertThat(Backbone.featureKey(MapKind.REST))
        .startsWith(Backbone.shippedDigest().substring(0, 16))
        .endsWith("-rest");
  }

  @Test
  void weightsThatAreNotThoseOfTheDigestAreRefused() throws IOException {
    byte[] weights = weights();
    String digest = Digest.ofStream(new ByteArrayInputStream(weights));
    assertThat(digest).isEqualTo(Backbone.shippedDigest());
    weights[weights.length / 2] ^= 1;

    assertThatThrownBy(() -> Backbone.verified(weights, digest))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Invalid shipped backbone: SHA-256 ")
        .hasMessageEndingWith("(expected " + digest + ")");
  }
}
