package org.polarfold.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.spark.resource.ResourceInformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that is shipped, with a driver that is one too; Spark reads what it prints. */
class GpuDiscoveryTest {

  static final Path SHIPPED =
      Path.of(Objects.requireNonNull(System.getProperty("polarfold.conf")), "cluster")
          .resolve("gpu-discovery.sh");

  private record Told(int status, String output, String complaint) {}

  @TempDir private Path folder;
  private Path errors = Path.of("");

  @BeforeEach
  void start() {
    errors = folder.resolve("errors");
  }

  @Test
  void addressesAreThoseOfTheDriver() throws Exception {
    FakeDriver.of(folder, "8.0", "8.0", "8.0");
    assertThat(addresses(run(null))).containsExactly("0", "1", "2");
  }

  @Test
  void addressesCountTheVisible() throws Exception {
    FakeDriver.of(folder, "8.0", "8.0", "8.0");
    assertThat(addresses(run("GPU-fake-2,0"))).containsExactly("0", "1");
    assertThat(run("0,5").complaint())
        .contains("nvidia-smi ended with status 6")
        .contains("saying 'No devices were found'");
    assertThat(run("").complaint()).contains("CUDA_VISIBLE_DEVICES is set and names no device");
  }

  @Test
  void withoutAGpuItFailsInOneLine() throws Exception {
    FakeDriver.script(folder, "echo 'NVIDIA-SMI has failed'; echo 'more'; exit 9\n");
    Told told = run(null);
    assertThat(told.status()).isEqualTo(1);
    assertThat(told.output()).isEmpty();
    assertThat(told.complaint().lines()).hasSize(1);
    assertThat(told.complaint())
        .startsWith("Cannot discover GPUs on ")
        .contains("nvidia-smi ended with status 9", "saying 'NVIDIA-SMI has failed'");
    FakeDriver.script(folder, "echo 'something else'\n");
    assertThat(run(null).complaint()).contains("nvidia-smi says 'something else' (expected a line");
  }

  private static String[] addresses(Told told) {
    assertThat(told.complaint()).isEmpty();
    assertThat(told.status()).isZero();
    ResourceInformation read = ResourceInformation.parseJson(told.output());
    assertThat(read.name()).isEqualTo("gpu");
    return read.addresses();
  }

  private Told run(@Nullable String visible) throws IOException, InterruptedException {
    ProcessBuilder script = new ProcessBuilder(SHIPPED.toString()).redirectError(errors.toFile());
    script
        .environment()
        .compute(
            "PATH", (name, path) -> folder + File.pathSeparator + Objects.requireNonNull(path));
    script.environment().remove("CUDA_VISIBLE_DEVICES");
    if (visible != null) {
      script.environment().put("CUDA_VISIBLE_DEVICES", visible);
    }
    Process process = script.start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Told(process.waitFor(), output, Files.readString(errors).strip());
  }
}
