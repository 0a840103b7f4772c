package org.polarfold.validate;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.polarfold.store.RunFolder;

/**
 * How far a cell is, in its folder's {@code progress.json}: while it is trained, and afterwards.
 * Times stand here alone.
 *
 * @param startedAt when it was begun, or gone on with
 * @param updatedAt when this was written
 * @param epochs of a learning rate at most; 0 of a conventional model
 * @param epoch that is being trained, from 1
 * @param rounds since it was begun
 * @param loss of the last round; null before the first
 * @param losses of the epochs that are over: the mean of their rounds
 * @param roundings of the processes that trained it, each way once; none where it is not told
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CellProgress(
    String startedAt,
    String updatedAt,
    int epochs,
    int epoch,
    long rounds,
    @Nullable Double loss,
    List<Double> losses,
    List<String> roundings) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE = "progress.json";

  /** Copies the lists; a file of an earlier version has no roundings. */
  public CellProgress {
    losses = List.copyOf(Objects.requireNonNullElse(losses, List.of()));
    roundings = List.copyOf(Objects.requireNonNullElse(roundings, List.of()));
  }

  /** What a cell's folder tells. */
  public static Optional<CellProgress> in(RunFolder cell) {
    return cell.text(FILE)
        .flatMap(
            text -> {
              try {
                return Optional.of(JSON.readValue(text, CellProgress.class));
              } catch (JsonProcessingException e) {
                return Optional.empty();
              }
            });
  }

  void write(RunFolder cell) {
    ObjectNode root = JSON.valueToTree(this);
    cell.write(FILE, root + "\n");
  }

  /** Seconds from its beginning to when this was written. */
  public double seconds() {
    return (Instant.parse(updatedAt).toEpochMilli() - Instant.parse(startedAt).toEpochMilli())
        * 1e-3;
  }
}
