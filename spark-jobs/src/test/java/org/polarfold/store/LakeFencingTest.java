package org.polarfold.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.polarfold.store.ToyLake.local;
import static org.polarfold.store.ToyLake.replace;
import static org.polarfold.store.ToyLake.tried;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A lease can be lost: to one who was cut off for a minute, without its noticing, between any two
 * of its steps.
 */
class LakeFencingTest {

  private final ToyLake lake;
  private final Lease lease = new Lease();

  LakeFencingTest(@TempDir Path folder) {
    this.lake = new ToyLake(folder.resolve("lake"));
  }

  /** Goes to whoever asks, and is lost to whoever had it. */
  private static final class Lease {

    private int holder;

    LakeLock take() {
      int mine = ++holder;
      return new LakeLock() {
        @Override
        public void requireHeld() {
          if (holder != mine) {
            throw LakeLock.lost(new org.apache.hadoop.fs.Path("lake"));
          }
        }

        @Override
        public void close() {
          // Whoever asks next has it anyway.
        }
      };
    }
  }

  private LakeFolder on(LakeCrashes files) {
    return lake.on(files, lease::take);
  }

  /**
   * The former holder stands still before its n-th call, for every n; the next one dies at its m-th
   * change, for every other m, odd ones and even ones in turn.
   */
  @Test
  void aFormerHolderChangesNothingAfterTheNextHasTakenOver() throws IOException {
    List<Map<String, String>> ends = new ArrayList<>();
    LakeCrashes former;
    int n = 0;
    do {
      n++;
      LakeCrashes next;
      int m = n % 2 - 1;
      do {
        m += 2;
        lake.first();
        next = new LakeCrashes(local(), LakeCrashes.Kind.DIES, m);
        LakeFolder later = on(next);
        Runnable meanwhile = () -> tried(() -> replace(later, "3"));
        former = new LakeCrashes(local(), meanwhile, n);
        LakeFolder late = on(former);
        tried(() -> replace(late, "2"));

        lake.healthy().recover();
        Map<String, String> found = lake.lake();
        String ledger = String.valueOf(found.get("ingest.json"));
        assertThat(found)
            .as("stood still at %d, the next died at %d", n, m)
            .isEqualTo(
                ledger.equals("ledger1")
                    ? ToyLake.OLD
                    : ToyLake.replaced(ledger.substring(ledger.length() - 1)));
        if (next.isWhole() && !former.isWhole() && n > 1) {
          assertThat(ledger).as("stood still at %d", n).isEqualTo("ledger3");
        }
        ends.add(found);
      } while (!next.isWhole());
    } while (!former.isWhole());
    assertThat(ends).contains(ToyLake.OLD, ToyLake.replaced("2"), ToyLake.replaced("3"));
  }

  /** Both live: the next one has begun when the former goes on, and ends after it. */
  @Test
  void whatTheNextHasStagedIsSafeFromTheFormer() throws IOException {
    LakeCrashes former;
    int n = 0;
    do {
      n++;
      lake.first();
      List<LakeReplacement> next = new ArrayList<>();
      former =
          new LakeCrashes(
              local(),
              () -> {
                next.add(lake.on(local(), lease::take).begin());
                ToyLake.stage(next.get(0), "3", "alder", "dune");
              },
              n);
      LakeFolder late = on(former);
      tried(() -> replace(late, "2"));
      if (n > 1 && !former.isWhole()) {
        try (LakeReplacement replacement = next.get(0)) {
          replacement.commit("ledger3", List.of("alder", "birch", "dune"));
        }
        assertThat(lake.lake()).as("stood still at %d", n).isEqualTo(ToyLake.replaced("3"));
      }
    } while (!former.isWhole());
  }
}
