package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pack of predictions of another program; that of a run is made by the demo's test. */
class EvidenceJobTest {

  private static final String PREDICTIONS =
      """
      patient,site,arm,target,model,label,score
      """;

  private final Path folder;

  EvidenceJobTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void predictionsOfAnyProgramHaveAPack() throws IOException {
    StringBuilder rows = new StringBuilder(PREDICTIONS);
    for (String arm : new String[] {"internal", "external"}) {
      for (int i = 0; i < 120; i++) {
        rows.append(
            "p%d,%s,%s,sex,net,%d,%s\n"
                .formatted(i, "abc".charAt(i % 3), arm, i % 2, 0.2 + 0.004 * (i * 37 % 150)));
      }
    }
    Path file = Files.writeString(folder.resolve("foreign.csv"), rows);
    Path out = folder.resolve("out");
    Told evaluate =
        Told.by(
            "evaluate",
            "--predictions",
            file.toString(),
            "--out",
            out.toString(),
            "--resamples",
            "0");
    assertThat(evaluate.status()).as(evaluate.err()).isZero();

    Told told = Told.by("evidence", "--results", out.toString());

    assertThat(told.status()).as(told.err()).isZero();
    assertThat(told.out()).contains("Evidence: " + out + "/evidence");
    assertThat(out.resolve("evidence/manifest.json")).content().contains("polarfold-evidence/1");
    assertThat(out.resolve("evidence/sheets/tripod-ai.html")).content().contains("foreign.csv");
    assertThat(out.resolve("evidence/tables/auroc-by-site.csv")).exists();
    assertThat(out.resolve("evidence/figures")).doesNotExist();
    try (var all = Files.list(out)) {
      assertThat(all.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("results.json", "evidence");
    }
  }

  @Test
  void aMistakeIsOneLine() {
    Told neither = Told.by("evidence");
    assertThat(neither.status()).isEqualTo(2);
    assertThat(neither.err()).contains("expected either CONF, or --results FOLDER").hasLineCount(1);

    Told nothing = Told.by("evidence", "--results", folder.toString());
    assertThat(nothing.status()).isEqualTo(2);
    assertThat(nothing.err())
        .contains("Cannot read file: " + folder + "/results.json")
        .hasLineCount(1);
  }
}
