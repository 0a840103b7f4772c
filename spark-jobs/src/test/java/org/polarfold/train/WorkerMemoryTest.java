package org.polarfold.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.polarfold.backbone.Backbone;
import org.polarfold.experiment.Augmentation;
import org.polarfold.experiment.Network;
import org.polarfold.experiment.Training;
import org.polarfold.experiment.Training.Averaging;
import org.polarfold.experiment.Training.Schedule;
import org.polarfold.experiment.Training.Traits;
import org.polarfold.experiment.Training.TransferStep;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;
import org.polarfold.study.Target;

class WorkerMemoryTest {

  private static final InputMaps RESERVE = InputMaps.of(MapKind.RESERVE);

  private static WorkerMemory memory(String frozenTo, int batch, int views) {
    Backbone backbone =
        Backbone.of(
            new Network(
                Network.Backbone.COMPACT,
                Optional.empty(),
                Network.Drawing.DISC,
                64,
                frozenTo,
                Augmentation.NONE),
            new Configuration());
    TransferStep step = new TransferStep(1, 0.01, 0, Schedule.CONSTANT, 1);
    Training training =
        new Training(
            2,
            batch,
            1,
            Averaging.WEIGHTED,
            64,
            1,
            false,
            Traits.TOGETHER,
            Optional.empty(),
            step,
            step);
    return WorkerMemory.of(
        new HeadNetwork(backbone.features(RESERVE), backbone.unfrozen(), training),
        1001,
        views,
        List.of(Target.IMPAIRED_MFR));
  }

  @Test
  void examplesAreCountedByWorkerViewAndValue() {
    assertThat(memory("features", 32, 1).share()).isEqualTo(501L * 128 * 4);
    assertThat(memory("image", 32, 5).share()).isEqualTo(501L * 5 * 64 * 64 * 4);
  }

  /** 128 x 64 + 64 weights, 17 x 65 and 65 of the heads; Adam keeps two of each. */
  @Test
  void whatTravelsIsParametersAndUpdater() {
    long parameters = 128 * 64 + 64 + 17 * 65 + 65;

    assertThat(memory("features", 32, 1).state()).isEqualTo(3 * parameters * 4);
    assertThat(memory("image", 32, 1).state()).isEqualTo(3 * (parameters + 281_344) * 4);
  }

  @Test
  void aLargerBatchAndMoreLayersTakeMore() {
    long heads = memory("features", 32, 1).network();
    long whole = memory("image", 32, 1).network();

    assertThat(whole).isGreaterThan(20 * heads);
    assertThat(memory("image", 64, 1).network()).isGreaterThan(whole * 3 / 2);
  }

  @Test
  void aProcessHoldsAllSharesAndTheNetworksAtWork() {
    WorkerMemory memory = new WorkerMemory(10, 100, 7);

    assertThat(memory.outsideHeap(3, 2)).isEqualTo(230);
    assertThat(memory.outsideHeap(1, 4)).isEqualTo(110);
    assertThat(memory.onDriversHeap(2, 3)).isEqualTo(2 * (3 + 2 * 3) * 7);
    assertThat(memory.onWorkersHeap(2, 4)).isEqualTo((2 + 3 * 4) * 7);
  }
}
