package org.polarfold.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.store.RunFolder;

/** A cell that is interrupted, and gone on with elsewhere. */
class CellJournalTest {

  private static final SortedSet<String> HERE = new TreeSet<>(List.of("0a1b2c3d"));
  private static final SortedSet<String> THERE = new TreeSet<>(List.of("4e5f6071"));

  private final RunFolder cell;

  CellJournalTest(@TempDir Path folder) {
    cell = RunFolder.at(folder.resolve("cell").toString());
  }

  private CellJournal begun(String digest) {
    CellJournal journal = new CellJournal(cell, digest, Duration.ZERO);
    journal.begin();
    return journal;
  }

  private List<String> roundings() {
    return CellProgress.in(cell).orElseThrow().roundings();
  }

  @Test
  void whoeverTrainedTheCheckpointIsRemembered() {
    CellJournal interrupted = begun("aa");
    interrupted.round(1, 2, 0.5, HERE);
    interrupted.keep(() -> new byte[] {1});
    assertThat(roundings()).containsExactly("0a1b2c3d");

    CellJournal again = begun("aa");
    again.round(2, 2, 0.4, THERE);
    again.end();

    assertThat(roundings()).containsExactly("0a1b2c3d", "4e5f6071");
  }

  @Test
  void ofATrainingThatBeginsAnewNobodyElseIs() {
    begun("aa").round(1, 2, 0.5, HERE);
    CellJournal another = begun("aa");
    another.round(1, 2, 0.5, THERE);
    another.end();
    assertThat(roundings()).containsExactly("4e5f6071");

    CellJournal kept = begun("aa");
    kept.round(1, 2, 0.5, HERE);
    kept.keep(() -> new byte[] {1});
    CellJournal otherSettings = begun("bb");
    otherSettings.end();
    assertThat(roundings()).isEmpty();
  }
}
