package org.polarfold.train;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.polarfold.provenance.Digest;
import org.polarfold.train.TransferNetwork.Shown;

/**
 * What an interrupted training goes on from, after an epoch: plain numbers with a digest behind
 * them.
 *
 * @param trial which of the trainings that are compared, from 0
 * @param now the network in training
 * @param choice what has been chosen so far, where one network is kept of several
 * @param left the losses of left-out domains so far
 * @param shown what was learnt from so far
 */
record Checkpoint(
    int trial,
    TrainingState now,
    Optional<InnerChoice.Memory> choice,
    DomainLosses left,
    Shown shown) {

  private static final String SCHEMA = "polarfold-checkpoint/2";

  /** Bytes of a SHA-256 in hexadecimal digits. */
  private static final int DIGEST = 64;

  /** The bytes of a file. */
  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(SCHEMA);
      out.writeInt(trial);
      now.write(out);
      out.writeLong(shown.used());
      out.writeLong(shown.expected());
      left.write(out);
      out.writeBoolean(choice.isPresent());
      if (choice.isPresent()) {
        choice.get().write(out);
      }
      out.write(digest(bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** What {@link #bytes} wrote; empty where it is not whole. */
  static Optional<Checkpoint> of(byte[] bytes) {
    int length = bytes.length - DIGEST;
    if (length < 0
        || !Arrays.equals(
            digest(Arrays.copyOf(bytes, length)),
            Arrays.copyOfRange(bytes, length, bytes.length))) {
      return Optional.empty();
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (!in.readUTF().equals(SCHEMA)) {
        return Optional.empty();
      }
      int trial = in.readInt();
      TrainingState now = TrainingState.read(in);
      Shown shown = new Shown(in.readLong(), in.readLong());
      DomainLosses left = DomainLosses.read(in);
      Optional<InnerChoice.Memory> choice =
          in.readBoolean() ? Optional.of(InnerChoice.Memory.read(in)) : Optional.empty();
      return Optional.of(new Checkpoint(trial, now, choice, left, shown));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static byte[] digest(byte[] bytes) {
    return Digest.sha256().add(bytes).hex().getBytes(StandardCharsets.US_ASCII);
  }
}
