package org.polarfold.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.polarfold.store.ToyLake.tried;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A lease can be lost: to one who was cut off for a minute, without its noticing, between any two
 * of its steps.
 */
class LakeFencingTest {

  private final Lease lease = new Lease();
  private final ToyLake lake = ToyLake.inMemory(lease::take);

  /** Goes to whoever asks, and is lost to whoever had it. */
  private static final class Lease {

    private int holder;

    FolderLock take() {
      int mine = ++holder;
      return new FolderLock() {
        @Override
        public void requireHeld() {
          if (holder != mine) {
            throw FolderLock.Use.LAKE.lost(new org.apache.hadoop.fs.Path("lake"));
          }
        }

        @Override
        public void close() {
          // Whoever asks next has it anyway.
        }
      };
    }
  }

  /**
   * The former holder stands still before its n-th call, for every n; the next one dies at its m-th
   * change, for every m.
   */
  @Test
  void aFormerHolderChangesNothingAfterTheNextHasTakenOver() throws IOException {
    List<Map<String, String>> ends = new ArrayList<>();
    LakeCrashes former;
    int n = 0;
    do {
      n++;
      LakeCrashes next;
      int m = 0;
      do {
        m++;
        lake.first();
        next = new LakeCrashes(lake.files(), LakeCrashes.Kind.DIES, m);
        LakeFolder later = lake.on(next);
        Runnable meanwhile = () -> tried(() -> lake.replace(later, "3"));
        former = new LakeCrashes(lake.files(), meanwhile, n);
        LakeFolder late = lake.on(former);
        tried(() -> lake.replace(late, "2"));

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
              lake.files(),
              () -> {
                next.add(lake.healthy().begin());
                lake.stage(next.get(0), "3", "alder", "dune");
              },
              n);
      LakeFolder late = lake.on(former);
      tried(() -> lake.replace(late, "2"));
      if (n > 1 && !former.isWhole()) {
        try (LakeReplacement replacement = next.get(0)) {
          replacement.commit("ledger3", List.of("alder", "birch", "dune"));
        }
        assertThat(lake.lake()).as("stood still at %d", n).isEqualTo(ToyLake.replaced("3"));
      }
    } while (!former.isWhole());
  }
}
