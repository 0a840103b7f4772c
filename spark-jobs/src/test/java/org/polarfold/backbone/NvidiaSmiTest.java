package org.polarfold.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.UserException;

/** What is made of the driver's answers; the driver is a script. */
class NvidiaSmiTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"3.7", "5.0", "6.1", "7.5", "8.0", "8.6", "8.9"})
  void whatTheLibraryHoldsCodeForIsTaken(String capability) throws IOException {
    Gpu gpu = FakeDriver.asked(FakeDriver.of(folder, capability), null).gpu(0);
    assertThat(gpu.requireCovered("")).hasToString("Fake 0 (" + capability + ")");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.0", "3.5", "9.0", "10.0", "12.0"})
  void anOlderOrNewerGpuIsRefusedWithWhatToDo(String capability) throws IOException {
    Gpu gpu = FakeDriver.asked(FakeDriver.of(folder, "8.0", capability), null).gpu(1);
    assertThatThrownBy(() -> gpu.requireCovered(" of executor 4 on node-7"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot compute on Fake 1 of executor 4 on node-7: its compute capability is "
                + capability
                + " (expected 3.7 to 8.9, for which ND4J's CUDA library has machine code: compute"
                + " on processors, take another GPU, or build nd4j-cuda from its sources for this"
                + " one)");
  }

  @Test
  void everyGpuIsListed() throws IOException {
    Path program = FakeDriver.of(folder, "8.0", "9.0");
    assertThat(FakeDriver.asked(program, null).gpus()).hasToString("[Fake 0 (8.0), Fake 1 (9.0)]");
  }

  @Test
  void visibleDevicesRenumberThem() throws IOException {
    Path program = FakeDriver.of(folder, "3.7", "7.5", "8.6");
    NvidiaSmi driver = FakeDriver.asked(program, "2, GPU-fake-0");
    assertThat(driver.gpus()).hasToString("[Fake 2 (8.6), Fake 0 (3.7)]");
    assertThat(driver.gpu(1)).hasToString("Fake 0 (3.7)");
    assertThatThrownBy(() -> driver.gpu(2))
        .hasMessage(
            "Cannot find GPU 2: CUDA_VISIBLE_DEVICES names 2 (expected addresses as"
                + " conf/cluster/gpu-discovery.sh tells them)");
    assertThatThrownBy(FakeDriver.asked(program, "")::gpus)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("CUDA_VISIBLE_DEVICES is set and names none");
    assertThatThrownBy(() -> FakeDriver.asked(program, "").gpu(0))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Cannot find GPU 0: CUDA_VISIBLE_DEVICES names 0");
  }

  @Test
  void aDriverThatDoesNotAnswerIsToldOfInOneLine() throws IOException {
    refused("does not start", new NvidiaSmi(folder + "/none", null, Duration.ofSeconds(20)));
    refused(
        "ended with status 6, saying 'No devices were found'",
        FakeDriver.asked(FakeDriver.of(folder), null));
    // Drivers before 510 do not know the field.
    refused(
        "ended with status 2, saying 'Field \"compute_cap\" is not a valid field to query.'",
        FakeDriver.asked(
            FakeDriver.script(
                folder, "echo 'Field \"compute_cap\" is not a valid field to query.'; exit 2\n"),
            null));
    refused(
        "said 'GPU-1, Fake, [N/A]'",
        FakeDriver.asked(FakeDriver.script(folder, "echo 'GPU-1, Fake, [N/A]'\n"), null));
    refused("said nothing", FakeDriver.asked(FakeDriver.script(folder, ":\n"), null));
    Path hangs = FakeDriver.script(folder, "exec sleep 60\n");
    refused(
        "gave no answer within 1 s", new NvidiaSmi(hangs.toString(), null, Duration.ofSeconds(1)));
  }

  private static void refused(String what, NvidiaSmi driver) {
    assertThatThrownBy(driver::gpus)
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read the GPUs' compute capability: nvidia-smi "
                + what
                + " (expected a line for each GPU, from NVIDIA's driver 510 or later)");
  }
}
