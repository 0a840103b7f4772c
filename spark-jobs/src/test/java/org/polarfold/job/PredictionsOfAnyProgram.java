package org.polarfold.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Predictions of forty patients at two sites, in both arms. */
final class PredictionsOfAnyProgram {

  private PredictionsOfAnyProgram() {}

  /** Writes them as CSV. */
  static Path write(Path file) throws IOException {
    StringBuilder rows = new StringBuilder("patient,site,arm,target,model,label,score\n");
    for (int i = 0; i < 40; i++) {
      for (String arm : new String[] {"internal", "external"}) {
        double noise = (i * 7 % 11) / 11.0 * (arm.equals("internal") ? 0.5 : 0.9);
        rows.append(
            "p%d,site-%d,%s,t,m,%d,%.4f%n"
                .formatted(i, i % 2, arm, i / 2 % 2, Math.min(1, noise + i / 2 % 2 * 0.3)));
      }
    }
    return Files.writeString(file, rows.toString());
  }
}
