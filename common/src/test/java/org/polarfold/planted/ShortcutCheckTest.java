package org.polarfold.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.polarfold.simulate.ShiftEffect;

/** The mark is learnt by the arm that has seen the site, and the audit sees it. */
class ShortcutCheckTest {

  @Test
  void theShortcutMovesTheArmsAndTheAuditSeesIt() {
    ShortcutCheck.Found found =
        new ShortcutCheck(Path.of("../conf/simulated/presets"), 100).of(2, 3, () -> {});

    assertThat(found.moves())
        .filteredOn(move -> move.figure().startsWith("AUROC of a site against the rest"))
        .hasSize(1)
        .allMatch(ShiftEffect::shown);
    assertThat(found.moves())
        .filteredOn(move -> move.figure().equals("AUROC, external arm, impaired_mfr from stress"))
        .hasSize(1)
        .allMatch(move -> move.mean() < 0);
    assertThat(found.audits())
        .filteredOn(AuditCoverage::planted)
        .hasSize(2)
        .allMatch(row -> row.above() == 3 && row.holding() == 0 && !row.tooFew());
    assertThat(found.audits())
        .filteredOn(row -> !row.planted())
        .hasSize(2)
        .allMatch(row -> row.holding() >= 2);
  }
}
