package org.polarfold.train;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.polarfold.backbone.Rounding;
import org.polarfold.store.TrainingStudies;
import org.polarfold.store.WatchedStudies;

/** Follows one training: hears of every round, and keeps what an interrupted one goes on from. */
public interface Journal {

  /** Of a training that nobody follows. */
  Journal NONE =
      new Journal() {
        @Override
        public void round(int epoch, int epochs, double loss, SortedSet<String> roundings) {
          // Nobody asks.
        }

        @Override
        public Optional<byte[]> kept() {
          return Optional.empty();
        }

        @Override
        public void keep(Supplier<byte[]> state) {
          // Nobody will go on.
        }
      };

  /**
   * Whom it learns from, told once before it does.
   *
   * @param learnt to learn from in the end
   * @param watched by whom it is seen when enough is learnt; nobody, some, or several in turn
   */
  default void learnsFrom(TrainingStudies learnt, List<WatchedStudies> watched) {
    // Not everybody asks.
  }

  /**
   * A round is over.
   *
   * @param epoch that it is part of, from 1
   * @param epochs at most
   * @param loss mean over the round's examples, with what decays weights
   * @param roundings of the processes that trained in it, as {@link Rounding} marks them
   */
  void round(int epoch, int epochs, double loss, SortedSet<String> roundings);

  /** What an interrupted training of the same cell has kept last. */
  Optional<byte[]> kept();

  /** An epoch is over; what the training would go on from may be kept. */
  void keep(Supplier<byte[]> state);
}
