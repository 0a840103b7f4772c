package org.polarfold.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.UserException;

class GpuClaimsTest {

  private static final Gpu FIRST = new Gpu("GPU-1", "Fake 1", ComputeCapability.MOST);
  private static final Gpu SECOND = new Gpu("GPU-2", "Fake 2", ComputeCapability.MOST);

  @TempDir private Path folder;

  @Test
  void aGpuIsOfOneTaskUntilThatEnds() {
    GpuClaims claims = new GpuClaims(folder, Duration.ZERO);
    assertThat(claims.claim(FIRST, " here", 7, 1)).isTrue();
    assertThat(claims.claim(FIRST, " here", 7, 1)).as("the same task again").isFalse();
    assertThat(claims.claim(SECOND, " here", 8, 1)).isTrue();
    assertThatThrownBy(() -> claims.claim(FIRST, " here", 8, 1))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot compute on Fake 1 here: 1 other task has it (expected at most 1 at once: for"
                + " two that share a GPU set spark.task.resource.gpu.amount = 0.5)");
    claims.release(FIRST, 7);
    assertThat(claims.claim(FIRST, " here", 8, 1)).isTrue();
  }

  @Test
  void asManyTasksShareAsConfigured() {
    GpuClaims claims = new GpuClaims(folder, Duration.ZERO);
    assertThat(claims.claim(FIRST, "", 1, 2)).isTrue();
    assertThat(claims.claim(FIRST, "", 2, 2)).isTrue();
    assertThatThrownBy(() -> claims.claim(FIRST, "", 3, 2))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("2 other tasks have it");
  }

  @Test
  void aGpuStaysWithTheProcessThatHasHadIt() {
    GpuClaims claims = new GpuClaims(folder, Duration.ZERO);
    claims.claim(FIRST, "", 1, 1);
    claims.release(FIRST, 1);
    GpuClaims others = new GpuClaims(folder, Duration.ofMillis(300));
    assertThat(others.claim(SECOND, "", 1, 1)).isTrue();
    assertThatThrownBy(() -> others.claim(FIRST, " there", 1, 1))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot compute on Fake 1 there: another process of this machine has it (expected a GPU"
                + " of its own for each executor: two workers on one machine must not discover the"
                + " same)");
  }
}
