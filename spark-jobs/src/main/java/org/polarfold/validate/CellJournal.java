package org.polarfold.validate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.polarfold.split.PatientSum;
import org.polarfold.store.RunFolder;
import org.polarfold.store.TrainingStudies;
import org.polarfold.store.WatchedStudies;
import org.polarfold.train.Journal;

/**
 * The journal of a cell in its folder: {@link CellProgress} every few seconds, and a checkpoint now
 * and then, under the cell's digest.
 */
final class CellJournal implements Journal {

  private static final Duration TELL_EVERY = Duration.ofSeconds(2);
  private static final String CHECKPOINTS = "checkpoint-";

  private final RunFolder cell;
  private final String checkpoint;
  private final Duration keepEvery;
  private final Instant begun = Instant.now();
  private final List<Double> losses = new ArrayList<>();
  private final SortedSet<String> roundings = new TreeSet<>();
  private Instant told = Instant.EPOCH;
  private Instant kept = begun;
  private int epochs;
  private int epoch;
  private long rounds;
  private long roundsOfEpoch;
  private double sumOfEpoch;
  private @Nullable Double loss;
  private LearntFrom learntFrom = LearntFrom.NOT_TOLD;

  /**
   * Begins.
   *
   * @param digest of everything that the cell depends on
   */
  CellJournal(RunFolder cell, String digest, Duration keepEvery) {
    this.cell = cell;
    this.checkpoint = CHECKPOINTS + digest;
    this.keepEvery = keepEvery;
  }

  /** Empties the folder, but for what this cell goes on from. */
  void begin() {
    if (cell.has(checkpoint)) {
      CellProgress.in(cell).ifPresent(before -> roundings.addAll(before.roundings()));
    }
    cell.deleteBut(checkpoint);
    tell();
  }

  @Override
  public void learnsFrom(TrainingStudies learnt, List<WatchedStudies> watched) {
    learntFrom =
        new LearntFrom(
            Optional.of(learnt.patients()),
            watched.stream().map(WatchedStudies::patients).reduce(PatientSum::plus));
  }

  /** Whom the last training of the cell has learnt from. */
  LearntFrom learntFrom() {
    return learntFrom;
  }

  @Override
  public void round(int ofEpoch, int most, double ofRound, SortedSet<String> ofWorkers) {
    if (ofEpoch != epoch && roundsOfEpoch > 0) {
      losses.add(sumOfEpoch / roundsOfEpoch);
      sumOfEpoch = 0;
      roundsOfEpoch = 0;
    }
    roundings.addAll(ofWorkers);
    epoch = ofEpoch;
    epochs = most;
    rounds++;
    roundsOfEpoch++;
    sumOfEpoch += ofRound;
    loss = Double.isFinite(ofRound) ? ofRound : null;
    if (Instant.now().isAfter(told.plus(TELL_EVERY))) {
      tell();
    }
  }

  @Override
  public Optional<byte[]> kept() {
    return cell.bytes(checkpoint);
  }

  @Override
  public void keep(Supplier<byte[]> state) {
    if (!Instant.now().isBefore(kept.plus(keepEvery))) {
      // Before the checkpoint: who goes on from it is to know by whom it was trained.
      tell();
      cell.write(checkpoint, state.get());
      kept = Instant.now();
    }
  }

  /** The cell is finished: nothing is gone on from. */
  void end() {
    cell.delete(checkpoint);
    tell();
  }

  private void tell() {
    told = Instant.now();
    new CellProgress(
            begun.toString(),
            told.toString(),
            epochs,
            epoch,
            rounds,
            loss,
            List.copyOf(losses),
            List.copyOf(roundings))
        .write(cell);
  }
}
