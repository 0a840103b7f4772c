package org.polarfold.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.polarfold.study.PolarGrid;

/** One map out of an array of NumPy's, ring by ring. */
final class NpyMap {

  private NpyMap() {}

  /**
   * The values of an array that is one map and nothing more: of shape (rings, sectors), (1, rings,
   * sectors) or (rings x sectors). At most a header and the map's own bytes are held, whatever the
   * array promises.
   */
  static double[] read(InputStream in, PolarGrid grid) throws IOException, RecordFlaw {
    NpyHeader header = NpyHeader.read(in);
    long rings = grid.rings();
    long sectors = grid.sectors();
    List<Long> shape = header.shape();
    boolean flat = shape.equals(List.of(rings * sectors));
    if (!flat
        && !shape.equals(List.of(rings, sectors))
        && !shape.equals(List.of(1L, rings, sectors))) {
      throw new RecordFlaw(
          RejectionReason.WRONG_SHAPE,
          "the array: expected " + rings + " rings of " + sectors + " sectors");
    }
    byte[] bytes = new byte[grid.size() * header.type().bytes()];
    if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
      throw new EOFException();
    }
    if (in.read() >= 0) {
      throw new RecordFlaw(
          RejectionReason.UNREADABLE_FILE, "the array: expected no more than its shape says");
    }
    double[] values = values(header, bytes, grid);
    return header.fortran() && !flat ? transposed(values, grid) : values;
  }

  /** The finite values of one map's bytes, as they follow one another. */
  static double[] values(NpyHeader header, byte[] bytes, PolarGrid grid) throws RecordFlaw {
    double[] values = new double[grid.size()];
    header.type().decode(ByteBuffer.wrap(bytes).order(header.order()), values);
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new RecordFlaw(
            RejectionReason.NON_FINITE, "value " + (i + 1) + ": expected a finite number");
      }
    }
    return values;
  }

  private static double[] transposed(double[] sectorBySector, PolarGrid grid) {
    double[] values = new double[sectorBySector.length];
    for (int ring = 0; ring < grid.rings(); ring++) {
      for (int sector = 0; sector < grid.sectors(); sector++) {
        values[ring * grid.sectors() + sector] = sectorBySector[sector * grid.rings() + ring];
      }
    }
    return values;
  }
}
