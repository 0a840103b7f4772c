package org.polarfold.backbone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;

/**
 * NVIDIA's driver, asked by its own program: it answers before CUDA is loaded, which on a GPU that
 * the library has no code for may end the process.
 */
final class NvidiaSmi {

  private static final Pattern COMMA = Pattern.compile(",", Pattern.LITERAL);

  private final String program;
  private final Optional<String> visible;
  private final Duration patience;

  /**
   * @param program its name on the path, or its path
   * @param visible {@code CUDA_VISIBLE_DEVICES}, where that is set
   * @param patience how long an answer may take; a driver in trouble gives none
   */
  NvidiaSmi(String program, @Nullable String visible, Duration patience) {
    this.program = program;
    this.visible = Optional.ofNullable(visible);
    this.patience = patience;
  }

  static NvidiaSmi onPath() {
    return new NvidiaSmi(
        "nvidia-smi", System.getenv("CUDA_VISIBLE_DEVICES"), Duration.ofSeconds(20));
  }

  /**
   * Every GPU that CUDA shows a process.
   *
   * @throws UserException where there is none, or no telling
   */
  List<Gpu> gpus() {
    if (visible.isEmpty()) {
      return ask(List.of());
    }
    List<Gpu> gpus = new ArrayList<>();
    for (String device : devices(visible.get())) {
      gpus.addAll(ask(List.of("-i", device)));
    }
    if (gpus.isEmpty()) {
      throw new UserException(
          "Cannot find a GPU: CUDA_VISIBLE_DEVICES is set and names none (expected it unset)");
    }
    return gpus;
  }

  /**
   * One GPU.
   *
   * @param device CUDA's number of it, in the order of the PCI bus, from 0
   * @throws UserException where there is none, or no telling
   */
  Gpu gpu(int device) {
    List<String> named = visible.map(NvidiaSmi::devices).orElse(List.of());
    if (visible.isPresent() && device >= named.size()) {
      throw new UserException(
          "Cannot find GPU "
              + device
              + ": CUDA_VISIBLE_DEVICES names "
              + named.size()
              + " (expected addresses as conf/cluster/gpu-discovery.sh tells them)");
    }
    return ask(List.of("-i", named.isEmpty() ? Integer.toString(device) : named.get(device)))
        .get(0);
  }

  private static List<String> devices(String text) {
    return COMMA.splitAsStream(text).map(String::strip).filter(d -> !d.isEmpty()).toList();
  }

  private List<Gpu> ask(List<String> which) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(which);
    command.addAll(List.of("--query-gpu=uuid,name,compute_cap", "--format=csv,noheader"));
    List<String> lines = told(command).lines().toList();
    List<Gpu> gpus = new ArrayList<>();
    for (String line : lines) {
      List<String> parts = COMMA.splitAsStream(line).map(String::strip).toList();
      Optional<ComputeCapability> capability =
          parts.size() == 3 ? ComputeCapability.of(parts.get(2)) : Optional.empty();
      gpus.add(
          new Gpu(
              parts.get(0),
              parts.size() == 3 ? parts.get(1) : "",
              capability.orElseThrow(() -> unexpected("said '" + line + "'"))));
    }
    if (gpus.isEmpty()) {
      throw unexpected("said nothing");
    }
    return gpus;
  }

  private String told(List<String> command) {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      throw unexpected("does not start");
    }
    try {
      // A few lines fit the pipe, so that it ends without being read.
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw unexpected("gave no answer within " + patience.toSeconds() + " s");
      }
      String told =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.exitValue() != 0) {
        throw unexpected(
            "ended with status "
                + process.exitValue()
                + ", saying '"
                + told.lines().findFirst().orElse("")
                + "'");
      }
      return told;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking nvidia-smi", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static UserException unexpected(String what) {
    return new UserException(
        "Cannot read the GPUs' compute capability: nvidia-smi "
            + what
            + " (expected a line for each GPU, from NVIDIA's driver 510 or later)");
  }
}
