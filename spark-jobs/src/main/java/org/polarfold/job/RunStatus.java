package org.polarfold.job;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;
import org.polarfold.store.RunFolder;
import org.polarfold.validate.CellProgress;
import org.polarfold.validate.FailedCell;

/**
 * What is known of a run's cells.
 *
 * @param run its folder
 * @param cells in the order in which they are begun
 */
record RunStatus(RunFolder run, List<Cell> cells) {

  /** No cell in training is silent for so long, unless its driver is gone. */
  private static final Duration SILENT = Duration.ofMinutes(5);

  /** What a cell is. */
  enum State {
    FINISHED,
    IN_TRAINING,
    INTERRUPTED,
    FAILED,
    WAITING;

    String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** In JSON, as {@code in-training}. */
    String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A cell.
   *
   * @param name as {@code internal-fold-1-reserve-seed-1-step-1}
   * @param progress null where it was not begun
   * @param reason why it failed; empty otherwise
   */
  record Cell(String name, State state, @Nullable CellProgress progress, String reason) {

    static Cell of(String name, RunFolder folder, Instant now) {
      CellProgress progress = CellProgress.in(folder).orElse(null);
      if (folder.isDone()) {
        return new Cell(name, State.FINISHED, progress, "");
      }
      Optional<FailedCell> failed = FailedCell.in(folder);
      if (failed.isPresent()) {
        return new Cell(name, State.FAILED, progress, failed.get().reason());
      }
      if (progress == null) {
        return new Cell(name, State.WAITING, null, "");
      }
      boolean silent = Instant.parse(progress.updatedAt()).isBefore(now.minus(SILENT));
      return new Cell(name, silent ? State.INTERRUPTED : State.IN_TRAINING, progress, "");
    }

    /** What cells of the same kind have in common: the end of their names. */
    String stage() {
      return name.replaceFirst(".*-seed-[0-9]+-", "");
    }

    Map<String, Object> content() {
      Map<String, Object> content = new LinkedHashMap<>();
      content.put("name", name);
      content.put("state", state.key());
      if (progress != null) {
        content.put("epochs", progress.epochs());
        content.put("epoch", progress.epoch());
        content.put("rounds", progress.rounds());
        content.put("seconds", progress.seconds());
      }
      if (progress != null && progress.loss() != null) {
        content.put("loss", progress.loss());
      }
      if (state == State.FAILED) {
        content.put("reason", reason);
      }
      return content;
    }

    String line() {
      StringBuilder line = new StringBuilder(String.format("%-12s %s", state.words(), name));
      if (state == State.FAILED) {
        return line.append(": ").append(reason).toString();
      }
      if (progress != null) {
        if (progress.epochs() > 0) {
          line.append(
              String.format(
                  Locale.ROOT,
                  "  epoch %d of %d, round %d",
                  progress.epoch(),
                  progress.epochs(),
                  progress.rounds()));
        }
        if (progress.loss() != null) {
          line.append(String.format(Locale.ROOT, ", loss %.4f", progress.loss()));
        }
        line.append(String.format(Locale.ROOT, "  %.0f s", progress.seconds()));
      }
      return line.toString();
    }
  }

  /**
   * Looks at a run.
   *
   * @throws UserException where there is none, or its training was never begun
   */
  static RunStatus of(RunFolder run, Instant now) {
    String names =
        run.text(TrainJob.CELLS)
            .orElseThrow(
                () ->
                    new UserException(
                        "Cannot find "
                            + run.shownPathOf(TrainJob.CELLS)
                            + " (expected the folder of a run whose training has begun)"));
    RunFolder folders = run.folder("cells");
    return new RunStatus(
        run, names.lines().map(name -> Cell.of(name, folders.folder(name), now)).toList());
  }

  /** How the processes round that trained it, each way once. */
  SortedSet<String> roundings() {
    return cells.stream()
        .map(Cell::progress)
        .flatMap(Stream::ofNullable)
        .flatMap(progress -> progress.roundings().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What is to be known where workers of several kinds have trained it; empty otherwise. */
  Optional<String> warning() {
    int kinds = roundings().size();
    return kinds < 2
        ? Optional.empty()
        : Optional.of(
            "Workers of "
                + kinds
                + " kinds, which round differently, have trained "
                + run
                + ": its figures may differ in their last digits when it is trained again"
                + " (docs/cluster.md tells how to have all round alike)");
  }

  /** How many cells are in a state. */
  long count(State state) {
    return cells.stream().filter(cell -> cell.state == state).count();
  }

  /**
   * Seconds until all cells are finished, at the pace of those that are, with as many at the same
   * time as now; empty where nothing is in training, or no cell of some kind was finished yet.
   */
  OptionalDouble secondsLeft() {
    double left = 0;
    for (Cell cell : cells) {
      if (cell.state == State.FINISHED || cell.state == State.FAILED) {
        continue;
      }
      OptionalDouble usual =
          cells.stream()
              .filter(other -> other.state == State.FINISHED && other.progress != null)
              .filter(other -> other.stage().equals(cell.stage()))
              .mapToDouble(other -> other.progress == null ? 0 : other.progress.seconds())
              .average();
      if (usual.isEmpty()) {
        return OptionalDouble.empty();
      }
      double passed = cell.progress == null ? 0 : cell.progress.seconds();
      left += Math.max(0, usual.getAsDouble() - passed);
    }
    long atOnce = count(State.IN_TRAINING);
    return atOnce == 0 ? OptionalDouble.empty() : OptionalDouble.of(left / atOnce);
  }

  /**
   * The same for scripts: {@code run} (its folder), {@code counts} (cells by state, as {@code
   * in-training}), {@code secondsLeft} where that is known, {@code roundings}, more than one where
   * workers of several kinds have trained it, and {@code cells}: {@code name}, {@code state}, where
   * it was begun {@code epochs}, {@code epoch}, {@code rounds}, {@code seconds} and {@code loss},
   * and the {@code reason} where it has failed.
   */
  Map<String, Object> content() {
    Map<String, Object> counts = new LinkedHashMap<>();
    for (State state : State.values()) {
      counts.put(state.key(), count(state));
    }
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("run", run.toString());
    content.put("counts", counts);
    secondsLeft().ifPresent(seconds -> content.put("secondsLeft", Math.round(seconds)));
    content.put("roundings", roundings());
    content.put("cells", cells.stream().map(Cell::content).toList());
    return content;
  }

  /**
   * Prints it.
   *
   * @param all every cell, and not only those that are neither finished nor waiting
   */
  void print(boolean all, PrintStream out) {
    List<String> counts = new ArrayList<>();
    for (State state : State.values()) {
      if (count(state) > 0) {
        counts.add(count(state) + " " + state.words());
      }
    }
    out.println(run + ": " + cells.size() + " cells, " + String.join(", ", counts));
    cells.stream()
        .filter(cell -> all || (cell.state != State.FINISHED && cell.state != State.WAITING))
        .forEach(cell -> out.println(cell.line()));
    warning().ifPresent(out::println);
    secondsLeft()
        .ifPresent(
            seconds ->
                out.printf(
                    Locale.ROOT,
                    "About %d min %02.0f s left%n",
                    (long) seconds / 60,
                    seconds % 60));
  }
}
