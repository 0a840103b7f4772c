package org.polarfold.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4j;
import org.polarfold.backbone.Backbone;
import org.polarfold.stress.Kind;
import org.polarfold.stress.MapChange;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Target;

class ScorerTest {

  private static float[] features(Backbone backbone, InputMaps maps, List<PolarMap> study) {
    return backbone.features(List.of(study.stream().map(PolarMap::toArray).toList()), maps)[0];
  }

  private static List<PolarMap> study(int kinds, Random random) {
    return IntStream.range(0, kinds)
        .mapToObj(kind -> NetworkFixture.map(random.nextInt(18), random))
        .toList();
  }

  @Test
  void aScoreIsThatOfTheNetwork() {
    Backbone backbone = NetworkFixture.frozenTo("features");
    TransferNetwork network = NetworkFixture.untrained(backbone, NetworkFixture.RESERVE);
    Scorer scorer = new Scorer(backbone, NetworkFixture.RESERVE, network);
    float[] features = features(backbone, NetworkFixture.RESERVE, study(1, new Random(1)));

    assertThat(scorer.targets()).containsExactly(Target.IMPAIRED_MFR);
    assertThat(scorer.scores(features))
        .containsExactly(
            network
                .network()
                .output(Nd4j.createFromArray(new float[][] {network.scaling().scaled(features)}))[1]
                .getDouble(0));
  }

  /**
   * The logit's margin to the wrong label falls for every patient, by the step times the gradient's
   * sum of sizes.
   */
  @ParameterizedTest
  @CsvSource({"features, 1", "features, 2", "block-2, 1"})
  void aStepAgainstTheNetworkCostsItsMargin(String layer, int kinds) {
    Backbone backbone = NetworkFixture.frozenTo(layer);
    InputMaps maps =
        kinds == 1 ? NetworkFixture.RESERVE : InputMaps.of(MapKind.REST, MapKind.RESERVE);
    TransferNetwork network = NetworkFixture.untrained(backbone, maps);
    Scorer scorer = new Scorer(backbone, maps, network);
    Random random = new Random(6);
    MapChange step = new MapChange(Kind.FGSM, 0.002);
    List<Double> ratios = new ArrayList<>();
    for (int patient = 0; patient < 12; patient++) {
      List<PolarMap> study = study(kinds, random);
      int label = patient % 2;
      float[][] rises =
          scorer.lossRises(study, features(backbone, maps, study), Target.IMPAIRED_MFR, label);
      List<PolarMap> moved = step.against(study, rises);

      double expected = 0;
      for (int kind = 0; kind < kinds; kind++) {
        float[] before = study.get(kind).toArray();
        float[] after = moved.get(kind).toArray();
        for (int place = 0; place < before.length; place++) {
          expected += (double) rises[kind][place] * (after[place] - before[place]);
        }
      }
      double lost =
          (2 * label - 1)
              * (NetworkFixture.logit(network, backbone, maps, study)
                  - NetworkFixture.logit(network, backbone, maps, moved));
      assertThat(lost).isPositive();
      ratios.add(lost / expected);
    }
    assertThat(ratios.stream().mapToDouble(r -> r).average().orElse(0)).isCloseTo(1, within(0.05));
    assertThat(ratios).allMatch(ratio -> ratio > 0.8 && ratio < 1.25);
  }
}
